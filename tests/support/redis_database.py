"""A Redis database for each process that tests: some tests empty theirs, others count what is stored in it.

The number of the worker is not enough: with two runs on one machine, the second process of one used the
database of the first process of the other.
"""

import fcntl
import os
import tempfile

DATABASES = 16  # what Redis has by default


def claim(url):
    """Return `url` with the first free database from its number on, and the lock that claims it."""
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
