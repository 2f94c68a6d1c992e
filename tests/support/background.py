"""A program that a test starts, stops and starts again."""

import signal
import subprocess
import time

from tests.support.server import accepts


class Background:
    def __init__(self, command, port, **options):
        self.command, self.port, self.options = command, port, options
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **self.options
        )
        try:
            accepts(self.port, time.monotonic() + 60)
        except BaseException:
            self.stop(signal.SIGKILL)
            raise

    def stop(self, number=signal.SIGQUIT):
        self.process.send_signal(number)
        self.process.wait()
