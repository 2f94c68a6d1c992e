"""Where the bars of a question's chart stand, in the units of its SVG. The template draws them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from quizzes.taking.content import letter

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
    kind: str  # "before" or "after"

    @property
    def text_x(self):
        return LEFT + self.width + 6

    @property
    def text_y(self):
        return self.y + 16


@dataclass
class ChoiceRow:
    """A choice with its letter; `right` says the letter carries a tick."""

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
    kinds = [kind for kind in ("before", "after") if getattr(result, kind).n]
    y, rows = 1, []
    for number, key in enumerate(result.keys()):
        choice = result.shown.choice(key)
        bars = [bar(getattr(result, kind), key, kind, y + BAR * place) for place, kind in enumerate(kinds)]
        y += BAR * len(kinds) + GAP
        rows.append(
            ChoiceRow(
                letter=letter(number if choice else None),
                text=choice.text if choice else _("I don't know yet"),
                is_right=bool(choice and choice.is_right),
                bars=bars,
                before=result.before.of(key),
                after=result.after.of(key),
            )
        )
    return Chart(rows, y - GAP + 1)


def bar(tally, key, kind, y):
    count = tally.of(key)
    full = WIDTH - LEFT - ROOM_FOR_NUMBER
    text = _("%(count)s of %(n)s") % {"count": count, "n": tally.n}
    return Bar(y, round(full * count / tally.n, 1), text, kind)
