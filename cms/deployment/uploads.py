"""Reads what requests bring (their body) without holding a thread, with limits for what never ends."""

import asyncio
import io
import sys
import tempfile
from collections import Counter

from django.conf import settings

FIRST_BYTES = 20.0  # seconds until something must have come, and again after every part
SLOWEST = 200  # bytes a second, on the average after FIRST_BYTES: a tenth of a 2G line
SMALL = int(SLOWEST * FIRST_BYTES)  # bytes that by these two have come after FIRST_BYTES
LONGEST = 900.0  # seconds: ten photos of 300 kB over 3 kB/s
IN_MEMORY = 256 * 1024
MOST_BYTES = 200 * 1024 * 1024  # recordings and films of editors
MOST_OF_STRANGERS = 8 * 1024 * 1024  # without a session: a form, a report
MOST_DISCARDED = 64 * 1024 * 1024  # of what is too large; whoever sends more is cut off
MOST_UNFINISHED = 400  # in each worker
MOST_OF_ONE_ADDRESS = 100


class UploadRefused(Exception):
    """`status` is what to answer in place of reading on."""

    def __init__(self, status):
        super().__init__(status)
        self.status = status


class Uploads:
    """The unfinished uploads of one worker, counted by address; a complete one counts no more."""

    def __init__(self):
        self.unfinished = Counter()

    async def read(self, scope, proto):
        """Return the body as a file; raise `UploadRefused`."""
        address = address_of(scope)
        if self.unfinished.total() >= MOST_UNFINISHED or self.unfinished[address] >= MOST_OF_ONE_ADDRESS:
            raise UploadRefused(503)
        self.unfinished[address] += 1
        try:
            return await (read_small if is_small(scope) else read_parts)(scope, proto)
        finally:
            self.unfinished[address] -= 1
            if not self.unfinished[address]:
                del self.unfinished[address]


def is_small(scope):
    announced = scope.headers.get("content-length") or ""
    return announced.isdigit() and int(announced) <= min(SMALL, most_bytes(scope))


async def read_small(scope, proto):
    """Return a body like the answer to a quiz in one turn of the loop, where each part would take another."""
    try:
        async with asyncio.timeout(FIRST_BYTES):
            body = await proto()
    except TimeoutError as error:
        raise UploadRefused(408) from error
    check_is_whole(len(body), announced_bytes(scope))
    return io.BytesIO(body)


async def read_parts(scope, proto):
    body = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 closed by who gets it
    try:
        await copy(proto, body, announced_bytes(scope), most_bytes(scope))
    except BaseException:
        body.close()
        raise
    body.seek(0)
    return body


async def copy(proto, body, announced, most):
    """Write what comes to `body`; raise `UploadRefused` for too much of it or for what comes too slowly.

    What is too large is read to its end: whoever is still sending would not see the answer.
    """
    clock = asyncio.get_running_loop().time
    began, size = clock(), 0
    try:
        async with asyncio.timeout(FIRST_BYTES) as limit:
            async for part in proto:
                size += len(part)
                check(size, max(most, MOST_DISCARDED), clock() - began)
                limit.reschedule(clock() + FIRST_BYTES)
                if max(size, announced) <= most:
                    body.write(part)
    except TimeoutError as error:
        raise UploadRefused(408) from error
    if max(size, announced) > most:
        raise UploadRefused(413)
    check_is_whole(size, announced)


def check_is_whole(size, announced):
    """Refuse what a broken line cut off: `choice=dk` without its last letter is another answer."""
    if size < announced:
        raise UploadRefused(400)


def check(size, most, took):
    if size > most:
        raise UploadRefused(413)
    if took > LONGEST or (took > FIRST_BYTES and size < SLOWEST * took):
        raise UploadRefused(408)


def announced_bytes(scope):
    """Return how large the body will be; refuse at once what would be waited for in vain."""
    announced = scope.headers.get("content-length") or "0"
    size = int(announced) if announced.isdigit() else sys.maxsize
    waits_for_leave = "expect" in scope.headers and size > most_bytes(scope)
    if size > MOST_BYTES or waits_for_leave:
        raise UploadRefused(413)
    return size


def most_bytes(scope):
    has_session = f"{settings.SESSION_COOKIE_NAME}=" in (scope.headers.get("cookie") or "")
    return MOST_BYTES if has_session else MOST_OF_STRANGERS


def address_of(scope):
    """Return the address of the client, for counting only; behind a proxy the one that the proxy saw."""
    seen = settings.BEHIND_PROXY and scope.headers.get("x-forwarded-for")
    return seen.rpartition(",")[2].strip() if seen else scope.client.rpartition(":")[0]
