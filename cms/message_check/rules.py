"""The rules that readers get: those that editors published, or the starter content's while none is."""

import hashlib
import json
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from cms.languages import SOURCE
from cms.message_check.engine import NAMED, Engine
from cms.message_check.rule_lines import RuleError, compiled, lines_in
from cms.models import MessageRule, MessageWords

FOLDER = Path(__file__).resolve().parent.parent / "starter"
MOST_CHARACTERS = 100_000


@dataclass(frozen=True)
class Segment:
    text: str
    numbers: tuple  # of the signs that mark it, counted from 1


@dataclass(frozen=True)
class FoundSign:
    number: int
    rule: MessageRule


@cache
def starter(name):
    return tomllib.loads((FOLDER / f"{name}.toml").read_text())


def starter_rows():
    return tuple(
        (code, row["kind"], row["weight"], row["patterns"]) for code, row in starter("message_rules").items()
    )


def engine():
    """Return the `Engine` of the published rules."""
    rows = MessageRule.objects.filter(live=True).order_by("order", "slug")
    rows = tuple(rows.values_list("slug", "kind", "weight", "patterns"))
    if not rows:
        return starter_engine()
    return compiled_engine(rows, tuple(MessageWords.objects.order_by("name").values_list("name", "words")))


def starter_engine():
    return compiled_engine(starter_rows(), tuple(starter("message_words").items()))


@lru_cache(maxsize=4)
def compiled_engine(rows, words):
    lists = {name: lines_in(text) for name, text in words}
    return Engine(compiled([row for row in rows if is_readable(row, lists)], lists))


def is_readable(row, lists):
    """Return False for a rule that names a list which somebody has deleted: the others go on."""
    try:
        compiled([row], lists)
    except RuleError:
        return False
    return True


@lru_cache(maxsize=4)
def digest_of(engine):
    """Return what the address of the rules ends in, so that a phone with older ones asks again."""
    return hashlib.sha256(json.dumps(engine.rules).encode()).hexdigest()[:12]


def published():
    """Return `{code: MessageRule}` with facts and sources."""
    rules = MessageRule.objects.filter(live=True).prefetch_related("facts__sources")
    return {rule.slug: rule for rule in rules}


def texts_of(rule):
    """Return what the phone shows of a rule, in the active language."""
    facts = [fact for fact in rule.facts.all() if fact.live]
    return {
        "name": rule.name,
        "reason": rule.reason,
        "language": rule.language_of("name"),
        "facts": [
            {
                "text": fact.statement,
                "language": fact.language_of("statement"),
                "sources": [
                    {"name": source.name, "url": "" if source.is_copy else source.url}
                    for source in fact.sources.all()
                ],
            }
            for fact in facts
        ],
    }


def signs_in(result, rules):
    """Return the `FoundSign`s of `result`, each rule once, numbered as they come in the text."""
    codes = dict.fromkeys(sign.rule for sign in result.signs)
    found = [rules[code] for code in codes if code in rules]
    return [FoundSign(number, rule) for number, rule in enumerate(found, start=1)]


def missing_in(result, rules):
    """Return the rules of what an offer must name and this message does not."""
    return [rule for code, rule in rules.items() if rule.kind == NAMED and code not in result.named]


def segments_of(text, result, signs):
    """Return the `Segment`s of `text`, cut where a sign begins or ends."""
    numbers = {sign.rule.slug: sign.number for sign in signs}
    marks = [sign for sign in result.signs if sign.rule in numbers]
    cuts = sorted({0, len(text), *(sign.start for sign in marks), *(sign.end for sign in marks)})
    return [
        Segment(
            text[start:end],
            tuple(sorted({numbers[sign.rule] for sign in marks if sign.start <= start and end <= sign.end})),
        )
        for start, end in pairwise(cuts)
    ]


def payload(engine_now, rules):
    """Return what the phone needs: the compiled rules, and the texts of each in the active language."""
    return {
        "source": SOURCE,
        "rules": engine_now.rules,
        "texts": {code: texts_of(rule) for code, rule in rules.items()},
        "named": [code for code, rule in rules.items() if rule.kind == NAMED],
    }
