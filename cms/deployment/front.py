"""What each worker of granian runs (RSGI): finished pages and uploads on its loop, Django in a few threads.

A thread is taken only for a request that is there completely, so slow lines hold up nobody. Some threads are
left to readers: writers may all wait for one lock.
"""

import asyncio
import io
import itertools
import sys
from concurrent.futures import ThreadPoolExecutor

from django.http import FileResponse
from granian.rsgi import ProtocolClosed

from cms.deployment.unavailable import is_full
from cms.deployment.uploads import UploadRefused, Uploads
from cms.middleware.own_mark import HEADER as OWN_MARK
from cms.wsgi import application as site

THREADS = 4
WAIT = 15.0  # seconds for a free thread
AT_ONCE = 256 * 1024  # bytes of an answer that are sent at once
PLAIN = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store"), (OWN_MARK, "1")]
REFUSALS = {
    400: "Kiriman terputus. Kirim lagi. / This was cut off. Send it again.",
    408: "Kiriman terlalu lambat. Coba lagi nanti. / This came too slowly. Try again later.",
    413: "Kiriman terlalu besar. / This is too large.",
    503: "Situs sedang sibuk. Coba lagi sebentar lagi. / The site is busy. Try again soon.",
    507: "Situs sedang penuh. Coba lagi nanti. / The site has no room left. Try again later.",
}
SAFE = ("GET", "HEAD", "OPTIONS")
NAMES = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
# What decides which form of a stored page is sent.
CHOOSING = ("host", "cookie", "accept-encoding", "if-none-match", "x-forwarded-proto", "save-data")
CHOSEN_BY = [(name, f"HTTP_{name.upper().replace('-', '_')}") for name in CHOOSING]


class Front:
    def __init__(self, application, threads=THREADS):
        self.application, self.threads = application, threads
        self.ready = getattr(application, "ready", lambda environ: None)
        self.when_listening = lambda: None

    def __rsgi_init__(self, loop):
        """Begin in a worker, after the fork."""
        self.pool = ThreadPoolExecutor(self.threads, "django")
        self.uploads = Uploads()
        self.free = asyncio.Semaphore(self.threads)
        self.free_for_writers = asyncio.Semaphore(max(1, self.threads - 1))
        loop.call_later(0.1, self.when_listening)

    def answer_at_once(self, scope, proto):
        """Answer what waits for nothing, and return True."""
        if scope.method not in ("GET", "HEAD"):
            return False
        if scope.path == "/healthz":
            proto.response_str(200, PLAIN, "ok")
            return True
        page = self.ready(choosing_environ(scope))
        if page:
            status, headers, body = page
            proto.response_bytes(int(status[:3]), headers, body)
        return bool(page)

    async def __rsgi__(self, scope, proto):
        try:
            await self.ask_django(scope, proto)
        except UploadRefused as refused:
            refuse(proto, refused.status)
        except ProtocolClosed:
            pass  # nobody is there any more
        except OSError as error:
            if not is_full(error):
                raise
            refuse(proto, 507)

    async def ask_django(self, scope, proto):
        body = await self.uploads.read(scope, proto) if has_body(scope) else io.BytesIO()
        with body:
            environ = full_environ(scope, body)
            if scope.method in SAFE:
                await self.in_a_thread(environ, proto)
            else:
                async with slot(self.free_for_writers):
                    await self.in_a_thread(environ, proto)

    async def in_a_thread(self, environ, proto):
        loop = asyncio.get_running_loop()
        async with slot(self.free):
            answer = await loop.run_in_executor(self.pool, respond, self.application, environ, loop, proto)
        if answer:
            await self.send_file(proto, *answer)

    async def send_file(self, proto, started, first, rest):
        """Send a large file: a thread is taken to read each part, not while the line takes it."""
        loop, stream = asyncio.get_running_loop(), proto.response_stream(*started)
        try:
            while first is not None:
                await stream.send_bytes(first)
                first = await loop.run_in_executor(self.pool, next, rest.parts, None)
        finally:
            await loop.run_in_executor(self.pool, rest.close)


class slot:  # noqa: N801 used like a function
    """A place among those that a semaphore counts; after WAIT seconds the request is refused."""

    def __init__(self, semaphore):
        self.semaphore = semaphore

    async def __aenter__(self):
        if not self.semaphore.locked():
            await self.semaphore.acquire()
            return
        try:
            await asyncio.wait_for(self.semaphore.acquire(), WAIT)
        except TimeoutError as error:
            raise UploadRefused(503) from error

    async def __aexit__(self, *exception):
        self.semaphore.release()


def refuse(proto, status):
    headers = [*PLAIN, ("Connection", "close"), *([("Retry-After", "5")] if status != 413 else [])]
    proto.response_str(status, headers, REFUSALS[status])


def has_body(scope):
    headers = scope.headers
    length = headers.get("content-length")
    return length != "0" if length else scope.method not in SAFE or "transfer-encoding" in headers


def choosing_environ(scope):
    """Return as much of a WSGI environment as the page cache looks at."""
    get = scope.headers.get
    environ = {
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": scope.path,
        "QUERY_STRING": scope.query_string,
        "wsgi.url_scheme": scope.scheme,
    }
    for name, key in CHOSEN_BY:
        value = get(name)
        if value is not None:
            environ[key] = value
    return environ


def full_environ(scope, body):
    """Return the WSGI environment (PEP 3333)."""
    host, _, port = scope.server.rpartition(":")
    environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.input_terminated": True,
    }
    for name, value in scope.headers.items():
        key = NAMES.get(name) or f"HTTP_{name.upper().replace('-', '_')}"
        joint = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{joint}{value}" if key in environ else value
    if scope.authority and "HTTP_HOST" not in environ:
        environ["HTTP_HOST"] = scope.authority
    environ["CONTENT_LENGTH"] = str(length_of(body))
    return environ


def length_of(body):
    length = body.seek(0, io.SEEK_END)
    body.seek(0)
    return length


class Rest:
    """What is left of the answer of an application."""

    def __init__(self, chunks):
        self.chunks, self.parts = chunks, iter(chunks)

    def close(self):
        if hasattr(self.chunks, "close"):
            self.chunks.close()


def respond(application, environ, loop, proto):
    """Ask the application and send its answer; return what is left to do of a large file.

    An answer that is made while it is sent stays in this thread, as the cursor of a database does.
    """
    started = []

    def start_response(status, headers, exc_info=None):
        started[:] = [int(status[:3]), headers]

    rest = Rest(application(environ, start_response))
    first = first_part(rest.parts)
    if len(first) <= AT_ONCE:
        rest.close()
        proto.response_bytes(*started, first)
    elif isinstance(rest.chunks, FileResponse):
        return started, first, rest
    else:
        send_parts(loop, proto.response_stream(*started), first, rest)
    return None


def first_part(parts):
    """Return the whole answer, or a little more than AT_ONCE of it."""
    found, size = [], 0
    for part in parts:
        found.append(part)
        size += len(part)
        if size > AT_ONCE:
            break
    return b"".join(found)


def send_parts(loop, stream, first, rest):
    try:
        for part in itertools.chain([first], rest.parts):
            asyncio.run_coroutine_threadsafe(sending(stream, part), loop).result(WAIT)
    finally:
        rest.close()


async def sending(stream, part):
    await stream.send_bytes(part)


application = Front(site)
