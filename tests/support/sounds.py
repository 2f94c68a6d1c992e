"""The smallest sound files that are valid; the tests need no sound card."""

import struct

from django.core.files.base import ContentFile

from cms.models import Recording


def mp3(seconds=2, label=b""):
    """Frames of 32 kbit/s at 44.1 kHz, behind an ID3 `label`."""
    head = b"ID3\x04\0\0" + bytes([0, 0, len(label) >> 7, len(label) & 127]) + label if label else b""
    frame = b"\xff\xfb\x10\xc4" + bytes(100)
    return head + frame * round(seconds * 44100 / 1152)


def opus(seconds=2):
    head = b"OggS\0\2" + struct.pack("<qIIIB", 0, 1, 0, 0, 1) + b"\x13OpusHead\1\1"
    head += struct.pack("<HIHB", 312, 48000, 0, 0)
    return head + b"OggS\0\4" + struct.pack("<qIIIB", seconds * 48000 + 312, 1, 1, 0, 0)


def box(name, *contents):
    content = b"".join(contents)
    return struct.pack(">I4s", len(content) + 8, name) + content


def aac_descriptor():
    """MPEG-4 descriptors, each with its tag and size: elementary stream > decoder > AAC of low complexity."""
    decoder = b"\x04\x11\x40\x15" + bytes(11) + b"\x05\x02\x12\x08"
    return box(b"esds", bytes(4), b"\x03\x16" + bytes(3), decoder)


def m4a(seconds=2, track=b"soun"):
    header = box(b"mvhd", bytes(12) + struct.pack(">II", 1000, seconds * 1000))
    entry = box(b"mp4a", bytes(16) + struct.pack(">HHII", 1, 16, 0, 44100 << 16), aac_descriptor())
    table = box(b"minf", box(b"stbl", box(b"stsd", struct.pack(">II", 0, 1), entry)))
    media = box(b"mdia", box(b"hdlr", bytes(8) + track), table)
    return box(b"ftyp", b"M4A \0\0\0\0") + box(b"moov", header, box(b"trak", media)) + box(b"mdat", bytes(50))


def recording(language="id", title="Delapan dokumen", seconds=65, **fields):
    made = Recording(title=title, language=language, **fields)
    made.file = ContentFile(mp3(seconds), name=f"{title}.mp3")
    made.full_clean(exclude=["collection"])
    made.save()
    return made
