"""How long the session form is on a small phone, in CSS pixels: as it opens, and each part by itself."""


def lengths(page):
    """Return the height of the whole page as it is, and `{name of a part: its height when it is open}`."""
    whole = page.evaluate("() => document.documentElement.scrollHeight")
    parts = page.locator("[data-part]")
    names = parts.evaluate_all("(parts) => parts.map((part) => part.dataset.part)")
    found = {}
    for name in names:
        part = page.locator(f"[data-part={name}]")
        was_open = part.evaluate("(part) => part.open")
        part.evaluate("(part) => { part.open = true; }")
        found[name] = round(part.bounding_box()["height"])
        part.evaluate("(part, wasOpen) => { part.open = wasOpen; }", was_open)
    return whole, found
