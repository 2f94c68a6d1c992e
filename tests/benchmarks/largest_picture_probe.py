"""Draws a picture of as many pixels as are allowed, or shrinks it as an upload does and prints the MB taken.

python -m tests.benchmarks.largest_picture_probe KIND FILE draw|shrink
"""

import os
import resource
import sys
from io import BytesIO
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from PIL import Image  # noqa: E402
from wagtail.images import get_image_model  # noqa: E402
from wagtail.images.models import Filter  # noqa: E402

from cms.editing.image_form import PictureFileField, most_pixels  # noqa: E402

SMALL = "max-165x165"  # Wagtail makes it for its list of pictures


def draw(kind, path):
    side = int(most_pixels(kind.lower()) ** 0.5)
    mode = "RGBA" if kind in ("PNG", "WEBP") else "RGB"
    Image.linear_gradient("L").convert(mode).resize((side, side)).save(path, kind)


def highest_memory():
    """Bytes of this process at its largest so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def shrink(kind, path):
    model = get_image_model()
    file = SimpleUploadedFile(f"picture.{kind.lower()}", path.read_bytes())
    Image.preinit()
    before = highest_memory()
    file = PictureFileField().clean(file)
    Filter(spec=SMALL).run(model(file=file, width=1, height=1, collection_id=1), BytesIO(), source=file)
    print((highest_memory() - before) / 1e6)


if __name__ == "__main__":
    {"draw": draw, "shrink": shrink}[sys.argv[3]](sys.argv[1], Path(sys.argv[2]))
