"""Control characters in texts: no page shows them, XML cannot hold them, spreadsheets refuse files with them.

They come with what people paste from word processors. `cms.middleware.impossible_input` refuses NUL before.
"""

import re

BREAKS = "\x0b\x0c"  # of a line and of a page, in a word processor
CONTROL = re.compile(f"[{BREAKS}\x00-\x08\x0e-\x1f\ufffe\uffff]")


def without_control_characters(text):
    """Return `text` with a space for each break and nothing for the rest; tab and line ends stay."""
    return CONTROL.sub(lambda found: " " if found[0] in BREAKS else "", text)


def cleaned(value):
    """Return `value`, of JSON, with every text in it `without_control_characters`."""
    if isinstance(value, str):
        return without_control_characters(value)
    if isinstance(value, list):
        return [cleaned(item) for item in value]
    if isinstance(value, dict):
        return {key: cleaned(item) for key, item in value.items()}
    return value
