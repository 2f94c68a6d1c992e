"""XML parts of workbooks, read as a stream: no tree, no entities, no more memory than one element."""

from xml.parsers import expat


def parse_events(part, start, end, text=None):
    """Call `start(name, attributes)`, `end(name)` and `text(data)` for the open binary `part`.

    Names come without their namespaces. A document type is refused: no spreadsheet writes one, and entities
    unfold without end. Raises `expat.ExpatError` or `ValueError`.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, found: start(
        local(name), {local(key): value for key, value in found.items()}
    )
    parser.EndElementHandler = lambda name: end(local(name))
    parser.StartDoctypeDeclHandler = refuse_document_type
    if text:
        parser.CharacterDataHandler = text
    parser.ParseFile(part)


def local(name):
    return name.rpartition(" ")[2]


def refuse_document_type(*_declaration):
    raise ValueError
