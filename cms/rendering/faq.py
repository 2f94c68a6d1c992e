"""The questions a text answers: headings that ask, each with what stands directly below it."""

# Whatever else follows a question has a heading of its own, or no words: it ends the answer.
ANSWERS = ("paragraph", "key_message", "table")
ASKS = ("steps", "checklist")


def questions(body):
    """Return `[(question, answer), ...]`, both plain text, of a `body` of blocks."""
    found, answer = [], None
    for block in body:
        if block.block_type in ANSWERS:
            if answer is not None:
                answer.extend(told(block))
            continue
        answer = None
        heading, below = headed(block)
        if heading.endswith("?"):
            answer = below
            found.append((heading, answer))
    return [(heading, " ".join(map(sentence, answer))) for heading, answer in found if answer]


def headed(block):
    """Return the heading that `block` is or has, and the texts that belong to it."""
    if block.block_type == "heading":
        return block.value.strip(), []
    if block.block_type in ASKS and block.value["heading"]:
        heading, *below = told(block)
        return heading.strip(), below
    return "", []


def told(block):
    """Return the texts of `block`; of a table its caption and its rows."""
    if block.block_type != "table":
        return block.block.get_searchable_content(block.value)
    _first, *columns = block.value["columns"]
    return [block.value["caption"], *(row_in_words(columns, row) for row in block.value["rows"] if row)]


def row_in_words(columns, row):
    """Say a row in one line: what it is about, then its cells, named where there is more than one."""
    about, *cells = row
    if len(columns) > 1:
        cells = [f"{column} {cell}" for column, cell in zip(columns, cells, strict=False)]
    return f"{about}: {', '.join(cells)}"


def sentence(text):
    text = text.strip()
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."
