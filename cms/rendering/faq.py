"""The questions a text answers: headings that end with "?", each with the text directly below it."""

# Any other block has a heading of its own, or no text: it ends the answer.
ANSWER_BLOCKS = ("paragraph", "key_message", "table")
BLOCKS_WITH_HEADING = ("steps", "checklist")


def questions(body):
    """Return `[(question, answer), ...]`, both plain text, of a `body` of blocks."""
    found, answer = [], None
    for block in body:
        if block.block_type in ANSWER_BLOCKS:
            if answer is not None:
                answer.extend(texts_of(block))
            continue
        answer = None
        heading, below = heading_of(block)
        if heading.endswith("?"):
            answer = below
            found.append((heading, answer))
    return [(heading, " ".join(map(as_sentence, answer))) for heading, answer in found if answer]


def heading_of(block):
    """Return the heading that `block` is or has ("" if none), and the texts below it in the same block."""
    if block.block_type == "heading":
        return block.value.strip(), []
    if block.block_type in BLOCKS_WITH_HEADING and block.value["heading"]:
        heading, *below = texts_of(block)
        return heading.strip(), below
    return "", []


def texts_of(block):
    """Return the texts of `block`; of a table its caption and its rows."""
    if block.block_type != "table":
        return block.block.get_searchable_content(block.value)
    table = block.block.as_lists(block.block.get_prep_value(block.value))
    _first, *columns = table["columns"]
    return [table["caption"], *(row_as_text(columns, row) for row in table["rows"] if any(row))]


def row_as_text(columns, row):
    """Return a row as one line: its first cell, then the others, with their column names if several."""
    first, *cells = row
    if len(columns) > 1:
        cells = [f"{column} {cell}" for column, cell in zip(columns, cells, strict=False)]
    return f"{first}: {', '.join(cells)}"


def as_sentence(text):
    text = text.strip()
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."
