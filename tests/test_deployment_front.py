"""What each worker runs: uploads are read without a thread, and slow ones hold up nobody."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from types import SimpleNamespace

import pytest

from cms.deployment import front, uploads
from cms.deployment.front import AT_ONCE, Front
from cms.deployment.uploads import UploadRefused, Uploads
from tests.support.server import Server


def in_a_loop(coroutine):
    """Run it in a thread of its own: the browser of other tests has a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


class Proto:
    """The side of granian that a request is answered to; `parts` is the body, numbers are pauses in it."""

    def __init__(self, *parts):
        self.parts, self.sent = parts, b""

    async def __aiter__(self):
        for part in self.parts:
            if isinstance(part, bytes):
                yield part
            else:
                await asyncio.sleep(part)

    async def __call__(self):
        return b"".join([part async for part in self])

    def response_bytes(self, status, headers, body):
        self.status, self.headers, self.sent = status, dict(headers), body

    def response_str(self, status, headers, body):
        self.response_bytes(status, headers, body.encode())

    def response_stream(self, status, headers):
        self.response_bytes(status, headers, b"")
        return self

    async def send_bytes(self, part):
        self.sent += part


def scope_of(method="POST", path="/id/cek-tawaran/", address="192.0.2.1", **headers):
    return SimpleNamespace(
        method=method,
        path=path,
        query_string="",
        scheme="http",
        http_version="1.1",
        authority=None,
        server="127.0.0.1:8000",
        client=f"{address}:50000",
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )


def read(*parts, reader=None, **scope):
    return in_a_loop((reader or Uploads()).read(scope_of(**scope), Proto(*parts))).read()


def answer(application, *parts, **scope):
    """Return the `Proto` that a site with `application` behind it has answered."""

    async def run():
        proto, site = Proto(*parts), Front(application)
        site.__rsgi_init__(asyncio.get_running_loop())
        await site.__rsgi__(scope_of(**scope), proto)
        return proto

    return in_a_loop(run())


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(uploads, "FIRST_BYTES", 0.05)


def test_a_body_comes_together_from_its_parts():
    assert read(b"C01=", b"ya") == b"C01=ya"
    assert read(b"a" * 300_000, b"b" * 300_000) == b"a" * 300_000 + b"b" * 300_000


def test_a_small_body_of_announced_length_comes_together_too():
    assert read(b"choice", b"=dk", content_length="9") == b"choice=dk"


@pytest.mark.parametrize(("parts", "announced"), [([b"choice=d"], "9"), ([b"a" * 5000], "5001"), ([], "9")])
def test_what_a_broken_line_cut_off_never_reaches_django(parts, announced):
    asked = []
    proto = answer(lambda environ, start: asked.append(environ), *parts, content_length=announced)
    assert (proto.status, asked) == (400, [])
    assert "Kirim lagi" in proto.sent.decode()


def test_a_small_body_that_does_not_come_is_given_up(impatient):
    with pytest.raises(UploadRefused) as refused:
        read(b"choice", 1, content_length="9")
    assert refused.value.status == 408


@pytest.mark.parametrize("parts", [[1], [b"C01=", 1], [b"a", 0.03, b"b", 0.03, b"c", 0.03, b"d"]])
def test_a_body_that_does_not_come_or_comes_too_slowly_is_given_up(impatient, parts):
    reader = Uploads()
    with pytest.raises(UploadRefused) as refused:
        read(*parts, reader=reader)
    assert refused.value.status == 408
    assert not reader.unfinished


def test_a_body_over_a_weak_line_is_waited_for(impatient):
    parts = [each for _ in range(5) for each in (b"a" * 100, 0.03)]
    assert len(read(*parts)) == 500


def test_a_stranger_may_send_less_than_somebody_signed_in(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_OF_STRANGERS", 10)
    with pytest.raises(UploadRefused) as refused:
        read(b"a" * 11)
    assert refused.value.status == 413
    with pytest.raises(UploadRefused):
        read(content_length="11")
    assert read(b"a" * 11, cookie="sessionid=abc") == b"a" * 11


@pytest.mark.parametrize(("headers", "are_read"), [({}, 4), ({"expect": "100-continue"}, 0)])
def test_what_is_too_large_is_read_to_its_end_so_that_the_answer_is_seen(monkeypatch, headers, are_read):
    async def parts():
        for _ in range(4):
            seen.append(None)
            yield b"a" * 5

    monkeypatch.setattr(uploads, "MOST_OF_STRANGERS", 10)
    monkeypatch.setattr(Proto, "__aiter__", lambda proto: parts())
    seen = []
    site = answer(None, content_length="20", **headers)
    assert (site.status, len(seen)) == (413, are_read)
    assert "terlalu besar" in site.sent.decode()


def test_whoever_goes_on_without_end_is_cut_off(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_OF_STRANGERS", 10)
    monkeypatch.setattr(uploads, "MOST_DISCARDED", 15)
    with pytest.raises(UploadRefused) as refused:
        read(b"a" * 10, b"a" * 10, 3600)
    assert refused.value.status == 413


def test_an_address_has_its_share_of_unfinished_uploads_and_complete_ones_do_not_count(monkeypatch):
    async def run():
        reader = Uploads()
        slow = [asyncio.create_task(reader.read(scope_of(), Proto(1))) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(UploadRefused):
            await reader.read(scope_of(), Proto(b"a"))
        other = await reader.read(scope_of(address="192.0.2.2"), Proto(b"a"))
        for each in slow:
            each.cancel()
        await asyncio.gather(*slow, return_exceptions=True)
        mine = await reader.read(scope_of(), Proto(b"a"))
        return other.read(), mine.read(), reader.unfinished

    monkeypatch.setattr(uploads, "MOST_OF_ONE_ADDRESS", 2)
    assert in_a_loop(run()) == (b"a", b"a", {})


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_saw(settings):
    scope = scope_of(x_forwarded_for="203.0.113.9, 198.51.100.4")
    assert uploads.address_of(scope) == "192.0.2.1"
    settings.BEHIND_PROXY = True
    assert uploads.address_of(scope) == "198.51.100.4"


def echo(environ, start_response):
    start_response("201 Created", [("Content-Type", "text/plain")])
    return [f"{environ['PATH_INFO']} {environ['CONTENT_LENGTH']} ".encode(), environ["wsgi.input"].read()]


def test_the_application_gets_a_complete_request():
    got = answer(echo, b"C01=", b"ya", path="/id/café/")
    assert (got.status, got.sent.decode()) == (
        201,
        "/id/cafÃ©/ 6 C01=ya",
    )  # the bytes of UTF-8, as in WSGI


def test_what_is_refused_is_answered_in_words(impatient):
    got = answer(echo, 1)
    assert (got.status, got.headers["Retry-After"], got.headers["X-Migrasi"]) == (408, "5", "1")
    assert b"terlalu lambat" in got.sent


def test_a_long_answer_is_sent_from_the_thread_that_makes_it():
    threads = set()

    def stream(environ, start_response):
        start_response("200 OK", [])
        for _ in range(6):
            threads.add(threading.get_ident())
            yield b"a" * (AT_ONCE // 2)

    got = answer(stream, method="GET")
    assert len(got.sent) == 3 * AT_ONCE
    assert len(threads) == 1


def test_a_large_file_takes_no_thread_while_it_is_sent(tmp_path):
    (tmp_path / "a.bin").write_bytes(b"a" * 3 * AT_ONCE)
    closed = []

    def serve(environ, start_response):
        response = front.FileResponse((tmp_path / "a.bin").open("rb"))
        response._resource_closers.append(lambda: closed.append(True))
        start_response("200 OK", list(response.items()))
        return response

    assert len(answer(serve, method="GET").sent) == 3 * AT_ONCE
    assert closed == [True]


def test_writers_leave_a_thread_to_readers():
    lock = threading.Event()

    def site(environ, start_response):
        if environ["REQUEST_METHOD"] == "POST":
            lock.wait(10)
        start_response("200 OK", [])
        return [b"ok"]

    async def run():
        served = Front(site, threads=2)
        served.__rsgi_init__(asyncio.get_running_loop())
        writers = [asyncio.create_task(served.__rsgi__(scope_of(), Proto(b"a"))) for _ in range(8)]
        await asyncio.sleep(0.05)
        reader = Proto()
        await asyncio.wait_for(served.__rsgi__(scope_of("GET", "/id/other/"), reader), 5)
        lock.set()
        await asyncio.gather(*writers)
        return reader.sent

    assert in_a_loop(run()) == b"ok"


def test_64_slow_uploads_hold_up_neither_pages_nor_the_health_address():
    with Server() as server, ExitStack() as lines:
        server.ask("/sw.js")
        for _ in range(64):
            lines.enter_context(server.begin("/id/cek-tawaran/", 5000, b"C01="))
        time.sleep(0.3)
        for path in ("/healthz", "/sw.js"):
            got = server.ask(path)
            assert (got.status, got.seconds < 1) == (200, True)
