"""Pictures that claim more than they may have are refused by their header, before any of it is unpacked."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form

SIDE = 60_000


def png(width, height):
    """Return a small file whose header claims `width` x `height` pixels."""

    def part(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + part(b"IDAT", zlib.compress(bytes(9000))) + part(b"IEND", b"")


def gif(width, height):
    return (
        b"GIF89a"
        + struct.pack("<HH", width, height)
        + b"\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0"
        + struct.pack("<HH", width, height)
        + b"\0\x02\x02D\x01\0;"
    )


@pytest.mark.parametrize(
    "name, content", [("a.png", png(SIDE, SIDE)), ("a.gif", gif(SIDE, SIDE)), ("a.png", png(1, 2**31 - 1))]
)
def test_a_picture_that_claims_sixty_thousand_pixels_is_refused_by_the_form(db, name, content):
    form = get_image_form(get_image_model())({"title": "x"}, {"file": SimpleUploadedFile(name, content)})
    assert form.errors.as_data()["file"][0].code == "file_too_many_pixels"


@pytest.mark.parametrize(("kind", "is_taken"), [("png", True), ("webp", False)])
def test_kinds_that_take_more_memory_may_have_fewer_pixels(db, kind, is_taken):
    content = io.BytesIO()
    Image.new("RGB", (3600, 3000)).save(content, kind)
    file = SimpleUploadedFile(f"a.{kind}", content.getvalue())
    form = get_image_form(get_image_model())({"title": "x"}, {"file": file})
    assert ("file" not in form.errors) == is_taken
