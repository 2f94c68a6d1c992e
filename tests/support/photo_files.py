"""Photos as a phone's camera and gallery hand them to a page."""

import io

from PIL import Image

HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64)


def photo_file(name="IMG_1.jpg", megapixels=1):
    """Return a JPEG of 4:3 with as much detail as a photo; each call gives another one."""
    width = round((megapixels * 1_000_000 * 4 / 3) ** 0.5)
    noise = Image.effect_noise((width // 4, width * 3 // 16), 60).resize((width, width * 3 // 4))
    out = io.BytesIO()
    noise.convert("RGB").save(out, "JPEG", quality=88)
    return file_of(name, out.getvalue(), "image/jpeg")


def file_of(name, content, kind="application/octet-stream"):
    return {"name": name, "mimeType": kind, "buffer": content}


def choose_photos(page, *files):
    """Tick that the photos were looked at, and choose them."""
    page.evaluate("() => { for (const fold of document.querySelectorAll('details')) fold.open = true }")
    page.check("[name=photos-sure]")
    page.set_input_files("[name=photo][multiple]", files)
