"""Protection against texts that a spreadsheet would run as formulas, or refuse the file for."""

from cms.editing.control_characters import without_control_characters

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def harmless(value):
    """Return `value` so that spreadsheets do not read it as a formula; numbers stay numbers."""
    if not isinstance(value, str):
        return value
    value = without_control_characters(value)
    return f"'{value}" if value.startswith(DANGEROUS) or value.lstrip().startswith(DANGEROUS) else value


def as_written(text):
    """Return `text` without the apostrophe that `harmless` put before it."""
    return text[1:] if text.startswith("'") and text[1:].startswith(DANGEROUS) else text
