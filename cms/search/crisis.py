"""Noticing a call for help in what somebody searches for, and finding who helps."""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Case, Q, When
from modeltranslation.utils import build_localized_fieldname
from wagtail.models import Page

from cms.languages import CODES
from cms.models import CrisisWords, Helpline, Place
from cms.models.search import lines_of
from cms.search.index import path_of
from cms.search.words import CLITICS, is_slip, stored_words

MOST_LINES = 4
GAP = 3  # other words between two words of a phrase: "paspor saya sudah lama ditahan"
PLACE_WORD = "di"  # "di sekap" is a common way to write "disekap"
HARMLESS = "-"  # begins a line that is no call for help: "-rumah dijual"
# Who speaks of themselves is heard, whatever stands beside it: "saya di rumah dijual majikan".
PERSONS = frozenset(
    ("saya", "aku", "kami", "kita", "i", "me", "my", "we", "us", "kula", "kulo", "abdi", "kuring", "urang")
)


@dataclass(frozen=True)
class CrisisHelp:
    """What stands above the results of somebody who calls for help."""

    kinds: list  # of `CrisisWords`, the most urgent first
    helplines: list
    pages: list  # of (page, path without the language)

    @property
    def calls(self):
        """`[(helpline, number)]`: of each helpline one number to call, and one for WhatsApp."""
        for helpline in self.helplines:
            first = {}
            for number in sorted(helpline.numbers.all(), key=lambda number: not number.for_emergencies):
                first.setdefault(number.kind, number)
            for number in first.values():
                yield helpline, number


@dataclass(frozen=True)
class Phrases:
    """The phrases of all crisis words, by their first word, and all their words by the first letter."""

    by_first: dict  # {word: [(phrase, key of its crisis words)]}
    by_letter: dict  # {letter: [word]}
    known: frozenset
    harmless: tuple  # phrases that are no call for help, the longest first

    def keys_in(self, typed):
        """Return the keys of the crisis words of which a phrase is in `typed`."""
        places = {}
        for place, word in enumerate(self.without_harmless(typed)):
            for meant in self.words_meant(word):
                places.setdefault(meant, []).append(place)
        return {
            key
            for first in places
            for phrase, key in self.by_first.get(first, [])
            if stands_in(phrase, places)
        }

    def without_harmless(self, typed):
        """Return `typed` without what is no call for help, but whole if the rest names the one who asks."""
        rest = typed
        for phrase in self.harmless:
            rest = without(phrase, rest)
        return typed if PERSONS.intersection(rest) else rest

    def words_meant(self, typed):
        """Return the words of phrases that `typed` is, or is with a clitic or a slip of the finger."""
        if typed in self.known:
            return [typed]
        bare = [typed.removesuffix(clitic) for clitic in CLITICS if typed.endswith(clitic)]
        meant = [word for word in bare if word in self.known]
        return meant or [word for word in self.by_letter.get(typed[:1], ()) if is_slip(typed, word)]


def stands_in(phrase, places):
    """Return True if the words of `phrase` stand in this order, with at most `GAP` others between two."""
    ends = places.get(phrase[0], [])
    for word in phrase[1:]:
        found = places.get(word, [])
        ends = [place for place in found if any(0 < place - before <= GAP + 1 for before in ends)]
    return bool(ends)


def without(phrase, typed):
    """Return `typed` with a gap in place of `phrase`, whose words stand side by side."""
    length = len(phrase)
    for place in range(len(typed) - length + 1):
        if typed[place : place + length] == phrase:
            return without(phrase, (*typed[:place], "", *typed[place + length :]))
    return typed


@lru_cache(maxsize=16)
def compiled(rows, dictionary):
    """Return the `Phrases` of `rows`, (key, text with a phrase a line), as typed and with their meaning."""
    phrases, harmless = set(), set()
    for key, line in [(key, line) for key, text in rows for line in lines_of(text)]:
        phrase = stored_words(line)
        both = {phrase, dictionary.replaced(phrase)}
        if line.startswith(HARMLESS):
            harmless |= both - {()}
        else:
            phrases |= {(written, key) for written in both}
    by_first, known = {}, frozenset(word for phrase, _key in phrases for word in phrase)
    for phrase, key in phrases:
        if phrase:
            by_first.setdefault(phrase[0], []).append((phrase, key))
    by_letter = {}
    for word in known:
        by_letter.setdefault(word[0], []).append(word)
    return Phrases(by_first, by_letter, known, tuple(sorted(harmless, key=len, reverse=True)))


def crisis_keys(typed, dictionary):
    """Return the keys of the published crisis words that the words `typed` call for."""
    columns = [build_localized_fieldname("words", code) for code in CODES]
    rows = CrisisWords.objects.filter(live=True).order_by("pk").values_list("pk", *columns)
    phrases = compiled(tuple((pk, text) for pk, *texts in rows for text in texts if text), dictionary)
    variants = {typed, dictionary.replaced(typed), joined(typed), dictionary.replaced(joined(typed))}
    return set().union(*map(phrases.keys_in, variants))


def joined(typed):
    """Return `typed` with each "di" written together with the word behind it."""
    parts = []
    for word in typed:
        if parts and parts[-1] == PLACE_WORD:
            parts[-1] += word
        else:
            parts.append(word)
    return tuple(parts)


def crisis_help(typed, dictionary):
    """Return the `CrisisHelp` for the words `typed`, or None."""
    keys = crisis_keys(typed, dictionary)
    if not keys:
        return None
    kinds = list(CrisisWords.objects.filter(pk__in=keys).order_by("order", "slug"))
    return CrisisHelp(kinds, helplines_for(kinds, dictionary.replaced(typed)), pages_of(kinds))


def pages_of(kinds):
    """Return `[(page, its path)]`: what `kinds` name, of that which readers can open."""
    keys = [kind.page_id for kind in kinds if kind.page_id]
    pages = {page.pk: page for page in Page.objects.live().filter(pk__in=keys).specific()}
    return [(page, path_of(page)) for key in dict.fromkeys(keys) if (page := pages.get(key))]


def helplines_for(kinds, typed=()):
    """Return the helplines chosen for `kinds`, then those of a place in `typed`, then those for everybody.

    Of each, those for the needs of `kinds` come first, then those for people in danger now.
    """
    needs = list(dict.fromkeys([*(kind.need for kind in kinds), Helpline.Need.EMERGENCY]))
    chosen = Q(pk__in=[kind.helpline_id for kind in kinds if kind.helpline_id])
    there = Q(place__in=places_in(typed), need__in=needs)
    everywhere = Q(place__parent__isnull=True, need__in=needs)
    lines = Helpline.objects.published().filter(chosen | there | everywhere, numbers__isnull=False).distinct()
    return list(
        lines.annotate(
            group=Case(When(chosen, then=0), When(there, then=1), default=2),
            rank=Case(*[When(need=need, then=number) for number, need in enumerate(needs)], default=9),
        ).order_by("group", "rank", "order", "slug")[:MOST_LINES]
    )


def places_in(typed):
    """Return the keys of the published places that the words `typed` name, in any language."""
    columns = [build_localized_fieldname("name", code) for code in CODES]
    rows = Place.objects.published().values_list("pk", *columns) if typed else []
    return {pk for pk, *names in rows if any(names_one(name, typed) for name in names if name)}


def names_one(name, typed):
    parts = stored_words(name)
    return any(typed[place : place + len(parts)] == parts for place in range(len(typed)))
