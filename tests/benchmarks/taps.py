"""How many taps and seconds a session of 40 people takes on the phone form, walked by script.

`make bench` prints it. The script's own speed says nothing about a person, so seconds are reckoned with the
keystroke-level model (Card, Moran and Newell 1980): 1.1 s to find and tap a target, 0.28 s for a key, 1.35 s
to think before each group of entries; a scroll of the screen counts as a tap. "Next" on the number pad is a
key; it is used where it leads to the count that follows, else the count is tapped. What the browser needs is
measured and comes on top.
"""

import statistics
import time

from tests.support.field_app import DOUBLE_TAP

FIND_AND_TAP, KEY, THINK = 1.1, 0.28, 1.35  # seconds
MIDDLE = 315  # of the screen, between the bars
# Forty people each: (sex, age) -> people, "all" for people whose ages nobody asked. The first session has
# none before it to copy from.
SESSIONS = {
    "five groups, the first session on this phone": {
        ("f", "18-24"): 9,
        ("f", "25-34"): 12,
        ("f", "35-59"): 6,
        ("m", "18-24"): 5,
        ("m", "25-34"): 8,
    },
    "women and men without ages": {("f", "all"): 25, ("m", "all"): 15},
    "two groups": {("f", "25-34"): 25, ("m", "35-59"): 15},
    "ten groups": {
        ("f", "12-17"): 4,
        ("f", "18-24"): 8,
        ("f", "25-34"): 7,
        ("f", "35-59"): 5,
        ("f", "60+"): 1,
        ("m", "12-17"): 3,
        ("m", "18-24"): 5,
        ("m", "25-34"): 4,
        ("m", "35-59"): 2,
        ("m", "60+"): 1,
    },
}


class Thumb:
    """A person with one thumb: counts what she does."""

    def __init__(self, page):
        self.page, self.taps, self.keys, self.thoughts, self.busy = page, 0, 0, 0, 0.0

    def think(self):
        self.thoughts += 1

    def reach(self, target):
        """Swipe by at most three quarters of the screen until the target is in sight."""
        for _swipe in range(20):
            box = target.bounding_box()
            if box["y"] >= 60 and box["y"] + box["height"] <= 570:
                return
            down = max(-480, min(480, box["y"] + box["height"] / 2 - MIDDLE))
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

    def count(self, selector, number):
        if not self.next_leads_to(selector):
            self.tap(selector)
        self.keys += len(str(number))
        self.page.keyboard.type(str(number))

    def next_leads_to(self, selector):
        """Press "Next" if that leads to the entry; return True if it did."""
        target = self.page.locator(selector)
        entries = self.page.locator("[data-stepper] input:visible").element_handles()
        at = [entry.evaluate("(entry) => entry === document.activeElement") for entry in entries]
        if True not in at or at.index(True) + 1 == len(entries):
            return False
        following = entries[at.index(True) + 1]
        if not target.evaluate("(entry, other) => entry === other", following):
            return False
        self.keys += 1
        self.page.keyboard.press("Enter")
        return True

    @property
    def seconds(self):
        return self.taps * FIND_AND_TAP + self.keys * KEY + self.thoughts * THINK + self.busy


def walk(page, home, people, is_first):
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
        page.locator("[data-total=f]").wait_for()
    else:
        choose_by_hand(thumb)
    thumb.think()
    count_people(thumb, people)
    thumb.think()
    thumb.count("[name=first_time]", 20)
    thumb.count("[name=officials]", 2)
    thumb.think()
    thumb.tap("[data-save]")
    if is_first:
        page.wait_for_url("**/kotak-keluar/")
        return thumb
    # All sessions of this script are held at the same time, so the form asks; that tap counts as well.
    page.locator("[data-save-anyway]").wait_for()
    page.wait_for_timeout(DOUBLE_TAP)
    thumb.tap("[data-save-anyway]")
    page.wait_for_url("**/kotak-keluar/")
    return thumb


def choose_by_hand(thumb):
    """Choose activity, place and topic, from part to part."""
    thumb.tap("[data-part=when] [data-next-part]")
    thumb.think()
    for entry in ["activity", "venue"]:
        thumb.tap(f"label:has([name={entry}])")
    thumb.tap("[data-part=activity] [data-next-part]")
    thumb.think()
    if thumb.page.locator("[name=topics]").count():
        thumb.tap("label:has([name=topics])")
    thumb.tap("[data-part=topics] [data-next-part]")


def count_people(thumb, people):
    for (sex, age), number in people.items():
        if age == "all":
            thumb.count(f"[data-total={sex}]", number)
            continue
        ages = thumb.page.locator(f"[data-ages={sex}]")
        if ages.get_attribute("open") is None:
            thumb.tap(f"[data-ages={sex}] summary")
        thumb.count(f"[name='attendance-{sex}-{age}']", number)


def measure(page, home):
    """Return `{session: its Thumb}`."""
    first = next(iter(SESSIONS))
    return {name: walk(page, home, people, name == first) for name, people in SESSIONS.items()}


def medians(walks):
    """Return the medians of taps, keys and seconds."""
    return tuple(
        statistics.median(getattr(walked, name) for walked in walks) for name in ("taps", "keys", "seconds")
    )
