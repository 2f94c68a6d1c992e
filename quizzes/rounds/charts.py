"""Positions of the bars of a question's chart, in the units of its SVG; the template draws them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from quizzes.models import Phase
from quizzes.taking.content import choice_letter

WIDTH = 328
LEFT = 44
BAR = 20
GAP = 16
ROOM_FOR_NUMBER = 78


@dataclass
class Bar:
    y: int
    width: float
    text: str
    phase: str

    @property
    def text_x(self):
        return LEFT + self.width + 6

    @property
    def text_y(self):
        return self.y + 16


@dataclass
class ChoiceRow:
    """A choice with its letter, which has a tick if `is_right`."""

    letter: str
    text: str
    is_right: bool
    bars: list
    before: int
    after: int

    @property
    def label_y(self):
        return (self.bars[0].text_y + self.bars[-1].text_y) / 2


@dataclass
class Chart:
    rows: list
    height: int
    left: int = LEFT
    width: int = WIDTH


def chart_of(result):
    """Return the `Chart` of a `QuestionResult`: a row for each choice, a bar for each phase with answers."""
    phases = [(Phase.BEFORE, result.before), (Phase.AFTER, result.after)]
    phases = [(phase, counts) for phase, counts in phases if counts.n]
    y, rows = 1, []
    for number, key in enumerate(result.keys()):
        choice = result.shown.choice(key)
        bars = [bar_of(counts, key, phase, y + BAR * row) for row, (phase, counts) in enumerate(phases)]
        y += BAR * len(phases) + GAP
        rows.append(
            ChoiceRow(
                letter=choice_letter(number if choice else None),
                text=choice.text if choice else _("I don't know yet"),
                is_right=bool(choice and choice.is_right),
                bars=bars,
                before=result.before.of(key),
                after=result.after.of(key),
            )
        )
    return Chart(rows, y - GAP + 1)


def bar_of(counts, key, phase, y):
    count = counts.of(key)
    full = WIDTH - LEFT - ROOM_FOR_NUMBER
    text = _("%(count)s of %(n)s") % {"count": count, "n": counts.n}
    return Bar(y, round(full * count / counts.n, 1), text, phase)
