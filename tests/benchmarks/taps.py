"""How many taps and seconds a session of 40 people takes on the phone form, walked by script.

`make bench` prints it. The script's own speed says nothing about a person, so seconds are reckoned with the
keystroke-level model (Card, Moran and Newell 1980): 1.1 s to find and tap a target, 0.28 s for a key, 1.35 s
to think before each group of entries; a scroll of the screen counts as a tap. What the browser needs is
measured and comes on top.
"""

import statistics
import time

FIND_AND_TAP, KEY, THINK = 1.1, 0.28, 1.35  # seconds
# Forty people each: (sex, age) -> people; in the second session half the groups, in the third nearly all.
SESSIONS = [
    {("f", "18-24"): 9, ("f", "25-34"): 12, ("f", "35-59"): 6, ("m", "18-24"): 5, ("m", "25-34"): 8},
    {("f", "25-34"): 25, ("m", "35-59"): 15},
    {
        ("f", "12-17"): 4,
        ("m", "12-17"): 3,
        ("f", "18-24"): 8,
        ("m", "18-24"): 5,
        ("f", "25-34"): 7,
        ("m", "25-34"): 4,
        ("f", "35-59"): 5,
        ("m", "35-59"): 2,
        ("f", "60+"): 1,
        ("m", "60+"): 1,
    },
]


class Thumb:
    """A person with one thumb: counts what she does."""

    def __init__(self, page):
        self.page, self.taps, self.keys, self.thoughts, self.busy = page, 0, 0, 0, 0.0

    def think(self):
        self.thoughts += 1

    def reach(self, target):
        """Scroll by three quarters of the screen until the target is in sight."""
        for _swipe in range(20):
            box = target.bounding_box()
            if box["y"] >= 60 and box["y"] + box["height"] <= 570:
                return
            down = 480 if box["y"] > 60 else -480
            before, after = self.page.evaluate("(by) => [scrollY, (scrollBy(0, by), scrollY)]", down)
            if before == after:
                return
            self.taps += 1

    def tap(self, selector):
        target = self.page.locator(selector).first
        self.reach(target)
        self.taps += 1
        began = time.perf_counter()
        target.tap()
        self.busy += time.perf_counter() - began

    def count(self, name, number):
        self.tap(f"[name='{name}']")
        self.keys += len(str(number))
        self.page.keyboard.type(str(number))

    @property
    def seconds(self):
        return self.taps * FIND_AND_TAP + self.keys * KEY + self.thoughts * THINK + self.busy


def walk(page, home, people):
    """Log one session from the list of villages to the outbox; return the `Thumb` that did it."""
    page.goto(home)
    thumb = Thumb(page)
    thumb.think()
    thumb.tap("[data-village] .button")
    page.wait_for_url("**/sesi/baru/*")
    page.locator("[data-form-status]").wait_for(state="attached")
    thumb.think()
    thumb.tap("[data-minutes='90']")
    if page.locator("[data-copy-last]").count():
        thumb.tap("[data-copy-last]")
        page.locator("[name=activity]:checked").wait_for(state="attached")
    else:
        thumb.think()
        for entry in ["activity", "venue", "topics"]:
            if page.locator(f"[name={entry}]").count():
                thumb.tap(f"label:has([name={entry}])")
    thumb.think()
    for (sex, age), number in people.items():
        thumb.count(f"attendance-{sex}-{age}", number)
    thumb.think()
    thumb.count("first_time", 20)
    thumb.count("officials", 2)
    thumb.think()
    thumb.tap("[data-save]")
    page.wait_for_url("**/kotak-keluar/")
    return thumb


def measure(page, home):
    """Return the medians of taps, keys and seconds; the first session has none before it to copy from."""
    walks = [walk(page, home, people) for people in SESSIONS]
    return tuple(
        statistics.median(getattr(walked, name) for walked in walks) for name in ("taps", "keys", "seconds")
    )
