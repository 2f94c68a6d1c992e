"""The page cache in front of Django: finished, compressed bytes of the pages that are alike for everybody.

A view opts in with `Cache-Control: public` (`public_page` below, or `TranslatedPage.serve`). Such a response
sets no cookie, varies on nothing but the encoding and must not depend on who asks: everybody gets it.
A page with pictures is stored a second time without them (`cms.middleware.save_data`).
People who are signed in bypass the cache and see what they have just published.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from typing import Any, NamedTuple
from urllib.parse import parse_qsl
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.views.decorators.cache import cache_control

from cms.languages import CODES
from cms.middleware.compression import PAGE_CACHE_WAITS
from cms.middleware.save_data import VARIES_ON, wants_no_images
from cms.page_cache.disk import PagesOnDisk
from cms.page_cache.entries import Entry, Headers, Key

BROWSER_MAX_AGE = 300  # seconds a reader's own browser may use a page without asking
LIFETIME = 3600  # seconds: dates pass ("must be checked again") without anything being changed
CAPACITY = 24 * 1024 * 1024  # bytes in each worker
OTHER_PATHS = frozenset({"/sitemap.xml"})
TRACKING_PARAMETERS = ("utm_", "fbclid", "gclid", "igsh")
STALE = '"Migrasi Aman"; hit; detail=stale-if-error'
IMAGE_CHOICE = {name.lower() for name in VARIES_ON}

public_page = cache_control(public=True, max_age=BROWSER_MAX_AGE)


class StoredPage(NamedTuple):
    version: Hashable
    expires: float
    entry: Entry
    size: int


class PageCache:
    """WSGI middleware; `current_version()` returns something else after content has changed."""

    def __init__(
        self,
        application: WSGIApplication,
        current_version: Callable[[], Hashable],
        capacity: int = CAPACITY,
        clock: Callable[[], float] = time.monotonic,
        disk: PagesOnDisk | None = None,
    ) -> None:
        self.application, self.current_version, self.disk = application, current_version, disk
        self.capacity, self.clock = capacity, clock
        self.pages: OrderedDict[Key, StoredPage] = OrderedDict()
        self.size, self.lock = 0, threading.Lock()
        # Without it, reading the version waits for nobody.
        self.is_fresh: Callable[[], bool] = getattr(current_version, "is_fresh", lambda: True)
        self.session_cookie = f"{settings.SESSION_COOKIE_NAME}="

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or not is_public(environ["PATH_INFO"]):
            return self.application(environ, start_response)
        if self.session_cookie in environ.get("HTTP_COOKIE", ""):
            return self.application(environ, without_browser_caching(start_response))
        if not has_only_tracking(environ.get("QUERY_STRING", "")):
            return self.application(environ, start_response)
        key, version = key_of(environ), self.current_version()
        entry = self.entry(key, version, environ)
        if entry:
            return send(entry, environ, start_response)
        return self.fetch(key, version, environ, start_response)

    def ready(self, environ: WSGIEnvironment) -> tuple[str, Headers, bytes] | None:
        """Return a stored answer to GET or HEAD without waiting; None where something is left to do.

        `environ` needs only what `__call__`, `key_of` and `send` read.
        """
        if not is_public(environ["PATH_INFO"]) or self.session_cookie in environ.get("HTTP_COOKIE", ""):
            return None
        if not has_only_tracking(environ["QUERY_STRING"]) or not self.is_fresh():
            return None
        entry = self.entry(key_of(environ), self.current_version(), environ)
        if not entry or not entry.is_finished(encoding_of(environ)):
            return None
        started: list[Any] = []
        body = send(entry, environ, lambda *answer: started.extend(answer))  # type: ignore[arg-type]
        return started[0], started[1], body[0]

    def entry(self, key: Key, version: Hashable, environ: WSGIEnvironment) -> Entry | None:
        return self.lookup(key, version) or self.lookup((*key, wants_no_images(environ)), version)

    def lookup(self, key: Key, version: Hashable) -> Entry | None:
        """Return the `Entry` stored under `key`, unless it is too old or of another version."""
        found = self.pages.get(key)
        return found.entry if found and found.version == version and found.expires > self.clock() else None

    def fetch(
        self, key: Key, version: Hashable, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Ask Django, store the response if it is for everybody, and pass it on."""
        status, headers, body = response_of(self.application, environ)
        older = self.older(key, environ) if status[0] == "5" else None
        if older:
            return send_stale(older, environ, start_response)
        if not is_cacheable(status, headers):
            start_response(status, headers)
            return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
        entry = Entry(status, stored_headers(headers), body)
        answer = send(entry, environ, start_response)
        self.store((*key, wants_no_images(environ)) if has_two_forms(headers) else key, version, entry)
        return answer

    def older(self, key: Key, environ: WSGIEnvironment) -> Entry | None:
        """Return the last `Entry` of a page that cannot be made just now, whatever has changed since."""
        keys = key, (*key, wants_no_images(environ))
        for each in keys:
            if each in self.pages:
                return self.pages[each].entry
        found = map(self.disk.read, keys) if self.disk else iter(())
        return next(filter(None, found), None)

    def store(self, key: Key, version: Hashable, entry: Entry) -> None:
        with self.lock:
            self.discard(key)
            self.pages[key] = StoredPage(version, self.clock() + LIFETIME, entry, entry.size)
            self.size += entry.size
            while self.size > self.capacity:
                self.discard(next(iter(self.pages)))
        if self.disk:
            self.disk.write(key, entry)

    def discard(self, key: Key) -> None:
        old = self.pages.pop(key, None)
        if old:
            self.size -= old.size


def response_of(application: WSGIApplication, environ: WSGIEnvironment) -> tuple[str, Headers, bytes]:
    """Return `(status, headers, body)` of a GET request, also where HEAD was asked for."""
    started: list[tuple[str, Headers]] = []

    def start_response(status: str, headers: Headers, exc_info: Any = None) -> Any:
        started[:] = [(status, headers)]

    chunks = application({**environ, "REQUEST_METHOD": "GET", PAGE_CACHE_WAITS: True}, start_response)
    try:
        body = b"".join(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    return *started[0], body


def is_public(path: str) -> bool:
    return path.split("/", 2)[1] in CODES if path.count("/") > 1 else path in OTHER_PATHS


def has_only_tracking(query: str) -> bool:
    """Return True if `query` is empty or holds only what advertisers and messengers append."""
    return not query or all(
        name.startswith(TRACKING_PARAMETERS) for name, _value in parse_qsl(query, keep_blank_values=True)
    )


def key_of(environ: WSGIEnvironment) -> Key:
    return is_secure(environ), environ.get("HTTP_HOST", ""), environ["PATH_INFO"]


def is_secure(environ: WSGIEnvironment) -> bool:
    """Return what `HttpRequest.is_secure` would: the proxy's word counts only where the settings trust it."""
    trusted: tuple[str, str] | None = settings.SECURE_PROXY_SSL_HEADER
    stated: str | None = environ.get(trusted[0]) if trusted else None
    if trusted and stated is not None:
        return stated.split(",", 1)[0].strip() == trusted[1]
    return bool(environ["wsgi.url_scheme"] == "https")


def is_cacheable(status: str, headers: Headers) -> bool:
    values = {name.lower(): value.lower() for name, value in headers}
    varies = vary_names(headers) - {"accept-encoding"}
    if has_two_forms(headers):
        varies -= IMAGE_CHOICE
    return (
        status.startswith("200")
        and "public" in values.get("cache-control", "")
        and "set-cookie" not in values
        and "content-encoding" not in values
        and not varies
    )


def vary_names(headers: Headers) -> set[str]:
    """Return the names in `Vary`, in lower case."""
    joined = ",".join(value for name, value in headers if name.lower() == "vary")
    return {name.strip().lower() for name in joined.split(",")} - {""}


def has_two_forms(headers: Headers) -> bool:
    """Return True if the page also comes without images; the only cookie it depends on is then that choice.

    `SaveDataMiddleware` makes a page private that varies on the cookie for another reason.
    """
    return vary_names(headers) >= IMAGE_CHOICE


def stored_headers(headers: Headers) -> Headers:
    varies = ["Accept-Encoding", *(VARIES_ON if has_two_forms(headers) else ())]
    headers = [pair for pair in headers if pair[0] not in ("Content-Length", "Vary")]
    return [*headers, ("Vary", ", ".join(varies))]


def without_browser_caching(start_response: StartResponse) -> StartResponse:
    """Make the browser of somebody who is signed in ask again, so that she sees changes at once."""

    def start(status: str, headers: Headers, exc_info: Any = None) -> Any:
        headers = [
            (name, "private, no-cache" if name == "Cache-Control" and "public" in value else value)
            for name, value in headers
        ]
        return start_response(status, headers, *([exc_info] if exc_info else []))

    return start


def encoding_of(environ: WSGIEnvironment) -> str:
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    if "br" in accepted and "br;q=0" not in accepted.replace(" ", ""):
        return "br"
    return "gzip" if "gzip" in accepted and "gzip;q=0" not in accepted.replace(" ", "") else ""


def send_stale(entry: Entry, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    """Send an older page with its age in seconds (RFC 9111); browsers ask again soon."""

    def start(status: str, headers: Headers, exc_info: Any = None) -> Any:
        age = int(time.monotonic() - entry.made_at)
        others = [(name, value) for name, value in headers if name != "Cache-Control"]
        own = [("Cache-Control", "public, max-age=10"), ("Age", str(age)), ("Cache-Status", STALE)]
        return start_response(status, [*others, *own])

    return send(entry, environ, start)


def send(entry: Entry, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    encoding = encoding_of(environ)
    if entry.tag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 Not Modified", [*entry.not_modified, ("ETag", entry.etag(encoding))])
        return [b""]
    body, headers = entry.response(encoding)
    start_response(entry.status, headers)
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
