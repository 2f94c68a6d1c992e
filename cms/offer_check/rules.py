"""The rule behind "check a job offer": ten questions, three levels.

The questions, reasons and next steps are in `starter/check_offer.toml`. The same rule runs in the reader's
browser (`static/js/offer-check.js`), from the numbers in the page's `data-` attributes.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from cms.languages import CODES, SOURCE, current

FILE = Path(__file__).resolve().parent.parent / "starter" / "check_offer.toml"
YES, NO, UNKNOWN = "yes", "no", "unknown"
ANSWERS = [(YES, _("Yes")), (NO, _("No")), (UNKNOWN, _("I don't know"))]
STRONG = 3  # the weight of a sign that is enough to stop
ENOUGH = 5  # weaker signs together
HELPLINES = ("kp2mi", "polri")


@dataclass(frozen=True)
class Copy:
    """Texts of one thing in several languages; each is shown in the active one, else in Indonesian."""

    texts: dict

    @property
    def language(self):
        return current() if current() in self.texts else SOURCE

    @property
    def shown(self):
        return self.texts[self.language]

    @property
    def translated(self):
        return self.language == current()


@dataclass(frozen=True)
class Question:
    code: str
    risky: str
    weight: int
    copy: Copy


@dataclass(frozen=True)
class Level:
    code: str
    copy: Copy


@dataclass(frozen=True)
class Verdict:
    level: Level
    signs: list  # questions whose answer is a warning sign, the strongest first
    open: list  # questions still to be found out


@cache
def data():
    with FILE.open("rb") as file:
        return tomllib.load(file)


def copy_in(row):
    return Copy({code: row[code] for code in CODES if code in row})


@cache
def questions():
    return [
        Question(row["code"], row["risky_answer"], row["weight"], copy_in(row)) for row in data()["questions"]
    ]


@cache
def levels():
    return {code: Level(code, copy_in(texts)) for code, texts in data()["levels"].items()}


def verdict(answers):
    """Return the `Verdict` on `answers` (`{"C01": "yes"}`); an open question counts as not known."""
    signs = [question for question in questions() if answers.get(question.code) == question.risky]
    unknown = [question for question in questions() if answers.get(question.code) not in (YES, NO)]
    weights = [question.weight for question in signs]
    if STRONG in weights or sum(weights) >= ENOUGH:
        code = "stop"
    else:
        code = "careful" if signs or unknown else "check"
    return Verdict(levels()[code], sorted(signs, key=lambda question: -question.weight), unknown)
