"""A Redis database for each process that tests: some tests empty theirs, others count what is kept in it.

Numbers of workers are not enough: of two runs on one machine, the second process of the one had the database
of the other's first.
"""

import fcntl
import os
import tempfile

DATABASES = 16  # what Redis has unless it is told otherwise


def claim(url):
    """Return `url` with the first database from its number on that nobody holds, and the lock that does."""
    server, _, number = url.rpartition("/")
    for each in range(DATABASES):
        free = (int(number) + each) % DATABASES
        lock = os.open(os.path.join(tempfile.gettempdir(), f"migrasi-test-redis-{free}.lock"), os.O_CREAT)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
        else:
            return f"{server}/{free}", lock
    raise SystemExit(f"All {DATABASES} databases of {server} are used by other tests.")
