"""What a sound file really holds, read from its bytes: MP3, Ogg (Opus, Vorbis) and M4A (AAC)."""

import struct
from dataclasses import dataclass

MP3, OGG, M4A = "MP3", "Ogg", "M4A"
EXTENSIONS = {"mp3": MP3, "ogg": OGG, "oga": OGG, "opus": OGG, "m4a": M4A}

BIT_RATES = {  # kbit/s by MPEG version; layer III
    1: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
SAMPLE_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
OPUS_RATE = 48000


class NotASoundError(ValueError):
    """The bytes are none of the kinds of sound that phones play."""


@dataclass(frozen=True)
class Sound:
    kind: str
    seconds: float


def read_sound(data):
    """Return the `Sound` in the bytes `data`; raises `NotASoundError`."""
    readers = [(data[:4] == b"OggS", ogg), (data[4:8] == b"ftyp", m4a), (True, mp3)]
    reader = next(reader for fits, reader in readers if fits)
    try:
        return reader(data)
    except (struct.error, IndexError, KeyError, ZeroDivisionError) as error:
        raise NotASoundError from error


def ogg(data):
    """The first page names the codec; the position in the last page is the number of samples."""
    if b"OpusHead" in data[:64]:
        start = data.index(b"OpusHead")
        rate, skipped = OPUS_RATE, struct.unpack_from("<H", data, start + 10)[0]
    elif b"\x01vorbis" in data[:64]:
        rate, skipped = struct.unpack_from("<I", data, data.index(b"\x01vorbis") + 12)[0], 0
    else:
        raise NotASoundError
    (samples,) = struct.unpack_from("<q", data, data.rindex(b"OggS") + 6)
    return Sound(OGG, max(0, samples - skipped) / rate)


def m4a(data):
    """A file with a track of moving pictures is no sound, whatever its name says."""
    movie = dict(boxes(data))[b"moov"]
    tracks = [dict(boxes(box)) for name, box in boxes(movie) if name == b"trak"]
    kinds = {dict(boxes(track[b"mdia"]))[b"hdlr"][8:12] for track in tracks}
    if b"soun" not in kinds or b"vide" in kinds:
        raise NotASoundError
    header = dict(boxes(movie))[b"mvhd"]
    scale, length = (
        struct.unpack_from(">IQ", header, 20) if header[0] else struct.unpack_from(">II", header, 12)
    )
    return Sound(M4A, length / scale)


def boxes(data):
    """Yield `(name, content)` of each box in `data`."""
    start = 0
    while start + 8 <= len(data):
        size, name = struct.unpack_from(">I4s", data, start)
        head = 8
        if size == 1:
            size, head = struct.unpack_from(">Q", data, start + 8)[0], 16
        size = size or len(data) - start
        if size < head:
            raise NotASoundError
        yield name, data[start + head : start + size]
        start += size


def mp3(data):
    """Two frames in a row are a sound; a Xing or Info header counts the frames, else the bit rate does."""
    start = first_frame(data)
    size, samples, rate, kbit = frame(data, start)
    frame(data, start + size)
    for tag in (b"Xing", b"Info"):
        found = data.find(tag, start, start + size)
        if found > 0 and data[found + 7] & 1:
            return Sound(MP3, struct.unpack_from(">I", data, found + 8)[0] * samples / rate)
    return Sound(MP3, (len(data) - start) * 8 / (kbit * 1000))


def first_frame(data):
    """Return where the sound begins, behind an ID3 label."""
    if data[:3] != b"ID3":
        return 0
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size


def frame(data, start):
    """Return `(bytes, samples, samples a second, kbit/s)` of the frame of layer III at `start`."""
    (head,) = struct.unpack_from(">I", data, start)
    version, layer, bit, sample = head >> 19 & 3, head >> 17 & 3, head >> 12 & 15, head >> 10 & 3
    if head >> 21 != 0x7FF or layer != 1 or not 0 < bit < 15:
        raise NotASoundError
    kbit, rate = BIT_RATES[1 if version == 3 else 2][bit - 1], SAMPLE_RATES[version][sample]
    samples = 1152 if version == 3 else 576
    return samples // 8 * kbit * 1000 // rate + (head >> 9 & 1), samples, rate, kbit
