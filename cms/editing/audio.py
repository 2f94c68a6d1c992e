"""What an audio file really holds, whatever its extension: MP3, Ogg (Opus, Vorbis) or M4A (AAC)."""

import re
from dataclasses import dataclass
from io import SEEK_END

from tinytag import TinyTag, TinyTagException

MP3, OGG, M4A = "MP3", "Ogg", "M4A"
EXTENSIONS = {"mp3": MP3, "ogg": OGG, "oga": OGG, "opus": OGG, "m4a": M4A}
MIME_TYPES = {  # the beginnings of those that phones play
    "audio/mpeg": MP3,
    'audio/ogg; codecs="opus"': OGG,
    'audio/ogg; codecs="vorbis"': OGG,
    'audio/mp4; codecs="mp4a.': M4A,
}
SHORTEST = 0.1  # seconds
MOST_BYTES_A_SECOND = 2 * 320_000 // 8  # twice the highest bit rate of MP3
VIDEO_TRACK = re.compile(rb"hdlr.{8}vide", re.DOTALL)
LONGEST_MATCH = 16
MOST_READS = 200_000  # a third of a second; a good file of 8 MB takes some thousand


class NotAudioError(ValueError):
    """The file holds none of the kinds of audio that phones play."""


@dataclass(frozen=True)
class Audio:
    kind: str
    seconds: float


class FewReads:
    """A binary file that may be read `MOST_READS` times: TinyTag goes through a bad one byte by byte."""

    def __init__(self, file):
        self.file, self.left = file, MOST_READS

    def read(self, size=-1):
        self.left -= 1
        if self.left < 0:
            raise NotAudioError
        return self.file.read(size)

    def seek(self, *place):
        return self.file.seek(*place)

    def tell(self):
        return self.file.tell()


def read_audio(file):
    """Return the `Audio` in the open binary `file`; raises `NotAudioError`."""
    try:
        found = TinyTag.get(file_obj=FewReads(file), tags=False)
    except TinyTagException as error:
        raise NotAudioError from error
    mime_type, seconds = found.mime_type or "", found.duration or 0
    kind = next((kind for start, kind in MIME_TYPES.items() if mime_type.startswith(start)), None)
    if kind is None or seconds < SHORTEST:
        raise NotAudioError
    if (kind == MP3 and not has_enough_frames(file, seconds)) or (kind == M4A and has_video(file)):
        raise NotAudioError
    return Audio(kind, seconds)


def has_enough_frames(file, seconds):
    """Return True if an MP3 `file` is made of frames; TinyTag skips what lies between them.

    Every few thousand bytes of any file look like the beginning of a frame.
    """
    size = file.seek(0, SEEK_END) - id3_size(file)
    return size < seconds * MOST_BYTES_A_SECOND


def id3_size(file):
    """Return the length of the ID3 label, with titles and pictures, before the audio."""
    file.seek(0)
    head = file.read(10)
    if head[:3] != b"ID3":
        return 0
    size = 0
    for byte in head[6:]:
        size = size << 7 | byte & 0x7F
    return len(head) + size


def has_video(file):
    """Return True if an MP4 `file` has a video track, which TinyTag does not report."""
    file.seek(0)
    before = b""
    while block := file.read(64 * 1024):
        if VIDEO_TRACK.search(before + block):
            return True
        before = block[-LONGEST_MATCH:]
    return False
