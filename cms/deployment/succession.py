"""A server is followed by its new version without a gap: the same process, the former workers beside it."""

import contextlib
import os
import select
import signal
import subprocess
import sys
import time

VARIABLE = "FORMER_WORKERS"
PATIENCE = 10  # seconds in which a former worker ends its requests
TO_LISTEN = 60  # seconds that new workers have
SIGNALS = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}


class FormerWorkers:
    """The workers that the code before this one left behind; they are children of this process."""

    def __init__(self):
        self.pids = [int(pid) for pid in os.environ.pop(VARIABLE, "").split()]

    def take_over_signals(self):
        """Handle what the code before this one blocked; whoever calls it stops the workers at the end."""
        if self.pids:
            signal.signal(signal.SIGHUP, signal.SIG_IGN)  # one succession at a time
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)

    def __bool__(self):
        return bool(self.pids)

    def stop_after(self, listening, number):
        """Stop when `number` new workers have written to the pipe `listening`."""
        until = time.monotonic() + TO_LISTEN
        while number > 0 and select.select([listening], [], [], max(0, until - time.monotonic()))[0]:
            number -= len(os.read(listening, number))
        self.stop()

    def stop(self):
        pids, self.pids = self.pids, []
        for pid in pids:
            send(pid, signal.SIGTERM)
        until = time.monotonic() + PATIENCE
        while pids and time.monotonic() < until:
            pids = [pid for pid in pids if not has_ended(pid)]
            time.sleep(0.05)
        for pid in pids:
            send(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def send(pid, number):
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def has_ended(pid):
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        return True


def present_code_loads():
    """Return True if a fresh process can load the site as it is on the disk now."""
    command = [sys.executable, "-c", "import cms.deployment.workers"]
    return subprocess.run(command, check=False).returncode == 0  # noqa: S603


def succeed(pids):
    """Become a fresh server with the present code; the workers `pids` go on serving until it listens."""
    os.environ[VARIABLE] = " ".join(map(str, pids))
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)  # until the new code can handle them
    os.execv(sys.executable, [sys.executable, "-m", "cms.deployment.server", *sys.argv[1:]])  # noqa: S606
