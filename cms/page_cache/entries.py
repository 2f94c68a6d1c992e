"""Finished answers, as the page cache stores them."""

import gzip
import hashlib
import time
from collections.abc import Hashable

import brotli

QUICK, THOROUGH = 5, 11  # Brotli: for the reader who waits now, and for all who follow

Headers = list[tuple[str, str]]
Key = tuple[Hashable, ...]


class Entry:
    """A finished response in its encodings."""

    def __init__(self, status: str, headers: Headers, body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body
        self.tag = hashlib.sha256(body).hexdigest()[:20]
        self.not_modified = [
            (name, value) for name, value in headers if name in ("Cache-Control", "Content-Language", "Vary")
        ]
        self.encoded = {"": (body, self.headers_for("", body))}
        self.hits = 0
        self.made_at = time.monotonic()

    @property
    def size(self) -> int:
        return sum(len(body) for body, _headers in self.encoded.values()) + 2000

    def headers_for(self, encoding: str, body: bytes) -> Headers:
        own = [("Content-Length", str(len(body))), ("ETag", self.etag(encoding))]
        return [*self.headers, *own, *([("Content-Encoding", encoding)] if encoding else [])]

    def etag(self, encoding: str) -> str:
        return f'"{self.tag}-{encoding}"' if encoding else f'"{self.tag}"'

    def response(self, encoding: str) -> tuple[bytes, Headers]:
        """Return `(body, headers)`; the first reader gets quick compression, the second pays for the best."""
        self.hits += 1
        if encoding not in self.encoded or (encoding == "br" and self.hits == 2):
            body = self.compressed(encoding)
            self.encoded[encoding] = (body, self.headers_for(encoding, body))
        return self.encoded[encoding]

    def is_finished(self, encoding: str) -> bool:
        """Return True if nothing is left to compress: that takes a while."""
        return encoding in self.encoded and not (encoding == "br" and self.hits == 1)

    def compressed(self, encoding: str) -> bytes:
        if encoding == "gzip":
            return gzip.compress(self.body, 9, mtime=0)
        return bytes(brotli.compress(self.body, quality=THOROUGH if self.hits > 1 else QUICK))
