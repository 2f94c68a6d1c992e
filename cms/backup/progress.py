"""A line now and then, so that nobody takes long work for a dead command."""

import time

SECONDS = 2


class Progress:
    def __init__(self, write):
        self.write, self.last = write, time.monotonic()

    def __call__(self, text, now=False):
        if now or time.monotonic() - self.last >= SECONDS:
            self.write(text)
            self.last = time.monotonic()
