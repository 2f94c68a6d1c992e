"""The page cache in front of Django: finished, compressed bytes of the pages everybody sees alike.

A view opts in by saying `Cache-Control: public` (`public_page` below, or `TranslatedPage.serve`). Such an
answer sets no cookie, varies on nothing but the encoding and must not depend on who asks: it goes to
everybody. A page with pictures is kept a second time without them (`cms.middleware.save_data`).
People who are signed in pass the cache by and see what they have just published.
"""

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from urllib.parse import parse_qsl

import brotli
from django.conf import settings
from django.views.decorators.cache import cache_control

from cms.languages import CODES
from cms.middleware.compression import KEPT
from cms.middleware.save_data import VARIES_ON, saves_data

FRESH = 300  # seconds a reader's own browser keeps a page
LIFETIME = 3600  # seconds we keep it: dates pass ("must be checked again") without anything being changed
CAPACITY = 24 * 1024 * 1024  # bytes a worker keeps
OTHER_PATHS = frozenset({"/sitemap.xml"})
IGNORED_PARAMETERS = ("utm_", "fbclid", "gclid", "igsh")
TWO_KINDS = {name.lower() for name in VARIES_ON}
QUICK, THOROUGH = 5, 11  # Brotli: for whoever is waiting now, and for all who follow

public_page = cache_control(public=True, max_age=FRESH)


class Entry:
    """A finished answer in its encodings."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body
        self.tag = hashlib.sha256(body).hexdigest()[:20]
        self.not_modified = [
            (name, value) for name, value in headers if name in ("Cache-Control", "Content-Language", "Vary")
        ]
        self.encoded = {"": (body, self.headers_of("", body))}
        self.hits = 0

    @property
    def size(self):
        return sum(len(body) for body, _headers in self.encoded.values()) + 2000

    def headers_of(self, encoding, body):
        own = [("Content-Length", str(len(body))), ("ETag", self.etag(encoding))]
        return [*self.headers, *own, *([("Content-Encoding", encoding)] if encoding else [])]

    def etag(self, encoding):
        return f'"{self.tag}-{encoding}"' if encoding else f'"{self.tag}"'

    def answer(self, encoding):
        """Return `(body, headers)`; the first reader gets quick compression, the second pays for the best."""
        self.hits += 1
        if encoding not in self.encoded or (encoding == "br" and self.hits == 2):
            body = self.compressed(encoding)
            self.encoded[encoding] = (body, self.headers_of(encoding, body))
        return self.encoded[encoding]

    def compressed(self, encoding):
        if encoding == "gzip":
            return gzip.compress(self.body, 9, mtime=0)
        return brotli.compress(self.body, quality=THOROUGH if self.hits > 1 else QUICK)


class PageCache:
    """WSGI middleware; `stamp()` returns something that differs after content has changed."""

    def __init__(self, application, stamp, capacity=CAPACITY, clock=time.monotonic):
        self.application, self.stamp, self.capacity, self.clock = application, stamp, capacity, clock
        self.pages, self.size, self.lock = OrderedDict(), 0, threading.Lock()
        self.session_cookie = f"{settings.SESSION_COOKIE_NAME}="

    def __call__(self, environ, start_response):
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or not is_public(environ["PATH_INFO"]):
            return self.application(environ, start_response)
        if self.session_cookie in environ.get("HTTP_COOKIE", ""):
            return self.application(environ, unkept(start_response))
        if not is_plain(environ.get("QUERY_STRING", "")):
            return self.application(environ, start_response)
        key, stamp = key_of(environ), self.stamp()
        entry = self.fresh(key, stamp) or self.fresh((*key, saves_data(environ)), stamp)
        if entry:
            return send(entry, environ, start_response)
        return self.fill(key, stamp, environ, start_response)

    def fresh(self, key, stamp):
        found = self.pages.get(key)
        return found[2] if found and found[0] == stamp and found[1] > self.clock() else None

    def fill(self, key, stamp, environ, start_response):
        """Ask Django, keep the answer if it is for everybody, pass it on."""
        said = []

        def note(status, headers, exc_info=None):
            said[:] = [status, headers]

        answer = self.application({**environ, "REQUEST_METHOD": "GET", KEPT: True}, note)
        try:
            body = b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()
        status, headers = said
        if not is_for_everybody(status, headers):
            start_response(status, headers)
            return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
        entry = Entry(status, kept_headers(headers), body)
        answer = send(entry, environ, start_response)
        self.keep((*key, saves_data(environ)) if comes_in_two(headers) else key, stamp, entry)
        return answer

    def keep(self, key, stamp, entry):
        with self.lock:
            self.forget(key)
            self.pages[key] = (stamp, self.clock() + LIFETIME, entry, entry.size)
            self.size += entry.size
            while self.size > self.capacity:
                self.forget(next(iter(self.pages)))

    def forget(self, key):
        old = self.pages.pop(key, None)
        if old:
            self.size -= old[3]


def is_public(path):
    return path.split("/", 2)[1] in CODES if path.count("/") > 1 else path in OTHER_PATHS


def is_plain(query):
    """Say whether `query` is empty or holds only what advertisers and messengers append."""
    return not query or all(
        name.startswith(IGNORED_PARAMETERS) for name, _value in parse_qsl(query, keep_blank_values=True)
    )


def key_of(environ):
    scheme = environ.get("HTTP_X_FORWARDED_PROTO") or environ["wsgi.url_scheme"]
    return scheme == "https", environ.get("HTTP_HOST", ""), environ["PATH_INFO"]


def is_for_everybody(status, headers):
    said = {name.lower(): value.lower() for name, value in headers}
    varies = varied(headers) - {"accept-encoding"}
    if comes_in_two(headers):
        varies -= TWO_KINDS
    return (
        status.startswith("200")
        and "public" in said.get("cache-control", "")
        and "set-cookie" not in said
        and "content-encoding" not in said
        and not varies
    )


def varied(headers):
    """Return the lower-case names in `Vary`."""
    said = ",".join(value for name, value in headers if name.lower() == "vary")
    return {name.strip().lower() for name in said.split(",")} - {""}


def comes_in_two(headers):
    """Say whether there is another page for who saves data; the cookie then is the choice of pictures alone.

    `SaveDataMiddleware` makes a page private that varies on the cookie for another reason.
    """
    return varied(headers) >= TWO_KINDS


def kept_headers(headers):
    varies = ["Accept-Encoding", *(VARIES_ON if comes_in_two(headers) else ())]
    headers = [pair for pair in headers if pair[0] not in ("Content-Length", "Vary")]
    return [*headers, ("Vary", ", ".join(varies))]


def unkept(start_response):
    """Somebody is signed in: the browser must ask again, so that changes are seen at once."""

    def start(status, headers, exc_info=None):
        headers = [
            (name, "private, no-cache" if name == "Cache-Control" and "public" in value else value)
            for name, value in headers
        ]
        return start_response(status, headers, *([exc_info] if exc_info else []))

    return start


def encoding_of(environ):
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    if "br" in accepted and "br;q=0" not in accepted.replace(" ", ""):
        return "br"
    return "gzip" if "gzip" in accepted and "gzip;q=0" not in accepted.replace(" ", "") else ""


def send(entry, environ, start_response):
    encoding = encoding_of(environ)
    if entry.tag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 Not Modified", [*entry.not_modified, ("ETag", entry.etag(encoding))])
        return [b""]
    body, headers = entry.answer(encoding)
    start_response(entry.status, headers)
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
