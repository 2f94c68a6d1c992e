"""The rules behind "check a job offer": ten questions, three levels.

The questions, reasons and next steps are in `starter/check_offer.toml`. The same rules run in the reader's
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
STRONG = 3  # the weight of a sign that alone means "stop"
ENOUGH = 5  # the weight at which several weaker signs do
HELPLINES = ("kp2mi", "polri")


@dataclass(frozen=True)
class LocalizedTexts:
    """Texts that belong together, shown in the active language, else in Indonesian."""

    by_language: dict  # {language: {name of the text: text}}

    @property
    def language(self):
        return current() if current() in self.by_language else SOURCE

    @property
    def shown(self):
        return self.by_language[self.language]

    @property
    def translated(self):
        return self.language == current()


@dataclass(frozen=True)
class Question:
    code: str
    risky: str
    weight: int
    texts: LocalizedTexts


@dataclass(frozen=True)
class Level:
    code: str
    texts: LocalizedTexts


@dataclass(frozen=True)
class Verdict:
    level: Level
    signs: list  # questions whose answer is a warning sign, the strongest first
    open: list  # questions that are still open


@cache
def data():
    with FILE.open("rb") as file:
        return tomllib.load(file)


def texts_in(row):
    return LocalizedTexts({code: row[code] for code in CODES if code in row})


@cache
def questions():
    return [
        Question(row["code"], row["risky_answer"], row["weight"], texts_in(row))
        for row in data()["questions"]
    ]


@cache
def levels():
    return {code: Level(code, texts_in(row)) for code, row in data()["levels"].items()}


def verdict(answers):
    """Return the `Verdict` on `answers` (`{"C01": "yes"}`); no answer counts as unknown."""
    signs = [question for question in questions() if answers.get(question.code) == question.risky]
    unknown = [question for question in questions() if answers.get(question.code) not in (YES, NO)]
    weights = [question.weight for question in signs]
    if STRONG in weights or sum(weights) >= ENOUGH:
        code = "stop"
    else:
        code = "careful" if signs or unknown else "check"
    return Verdict(levels()[code], sorted(signs, key=lambda question: -question.weight), unknown)
