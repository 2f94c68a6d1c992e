"""The starter content: TOML files beside this module, loaded once and never over an editor's work.

Every loader skips what is already there and calls `report` with a sentence about its progress.
"""

import tomllib
from pathlib import Path

from modeltranslation.utils import build_localized_fieldname
from wagtail.models import Page

from cms.languages import CODES
from cms.models import (
    CrisisWords,
    Fact,
    FactSource,
    GlossaryTerm,
    Helpline,
    HelplineNumber,
    MessageRule,
    MessageWords,
    Place,
    Synonym,
)
from cms.models.translatable import TranslationState

FOLDER = Path(__file__).resolve().parent
DRAFT_LANGUAGES = ("jv", "su", "mad", "sas")


def read(path):
    with path.open("rb") as file:
        return tomllib.load(file)


def read_all(folder):
    return [read(path) for path in sorted(folder.glob("*.toml"))]


def texts(data, fields):
    """Return `{"heading_ind": ..., "heading_en": ...}` for the languages in `data`."""
    return {
        build_localized_fieldname(field, code): data[code][field]
        for code in CODES
        if code in data
        for field in fields
        if field in data[code]
    }


def mark_states(obj):
    """Mark English as reviewed, and regional languages as drafts until a native speaker reads them."""
    for code in obj.translated_languages:
        if code != "id":
            state = TranslationState.DRAFT if code in DRAFT_LANGUAGES else TranslationState.REVIEWED
            obj.mark_translation(code, state)


def load_facts(report):
    known = set(Fact.objects.values_list("code", flat=True))
    new = {code: data for code, data in read(FOLDER / "facts.toml").items() if code not in known}
    for code, data in new.items():
        fact = Fact(
            code=code,
            confidence=data["confidence"],
            checked_on=data["checked_on"],
            valid_until=data["valid_until"],
            **{build_localized_fieldname("statement", lang): data[lang] for lang in CODES if lang in data},
        )
        fact.sources = [new_source(source) for source in data["sources"]]
        mark_states(fact)
        fact.full_clean(exclude=["statement"])
        fact.save()
    report(f"facts: {len(new)} added")


def new_source(data):
    name, copy, _rest = data["name"].partition(" (copy)")
    published = "" if data["published"] == "date not shown" else data["published"]
    return FactSource(name=name, url=data["url"], published=published, is_copy=bool(copy))


def load_glossary(report):
    known = set(GlossaryTerm.objects.values_list("slug", flat=True))
    new = {slug: data for slug, data in read(FOLDER / "glossary.toml").items() if slug not in known}
    for slug, data in new.items():
        term = GlossaryTerm(slug=slug, **texts(data, ["term", "definition"]))
        mark_states(term)
        term.save()
    report(f"glossary terms: {len(new)} added")


def load_places(report):
    """A place that lies in another stands below it in the file."""
    known = {place.slug: place for place in Place.objects.all()}
    new = {slug: data for slug, data in read(FOLDER / "places.toml").items() if slug not in known}
    for slug, data in new.items():
        place = Place(
            slug=slug,
            kind=data["kind"],
            order=data["order"],
            parent=known.get(data["parent"]),
            **texts(data, Place.translated_fields),
        )
        mark_states(place)
        place.save()
        known[slug] = place
    report(f"places: {len(new)} added")


def load_helplines(report):
    known = set(Helpline.objects.values_list("slug", flat=True))
    new = {slug: data for slug, data in read(FOLDER / "helplines.toml").items() if slug not in known}
    for slug, data in new.items():
        helpline = new_helpline(slug, data)
        mark_states(helpline)
        helpline.save()
    report(f"helplines: {len(new)} added")


def new_helpline(slug, data):
    plain = ["order", "need", "is_mission", "address", "email", "website"]
    plain += ["read_on", "valid_until", "source_published"]
    hours = {build_localized_fieldname("hours", code): data.get(f"hours_{code}", "") for code in ("id", "en")}
    helpline = Helpline(
        slug=slug,
        place=Place.objects.get(slug=data["place"]),
        speaks=data.get("languages", []),
        **{name: data[name] for name in plain if name in data},
        **texts(data, ["name", "what"]),
        **hours,
    )
    helpline.facts = list(Fact.objects.filter(code__in=data.get("facts", [])))
    helpline.numbers = [new_number(number) for number in data.get("phones", [])]
    return helpline


def new_number(data):
    labels = {
        build_localized_fieldname("label", code): data[f"label_{code}"]
        for code in CODES
        if f"label_{code}" in data
    }
    plain = {name: data[name] for name in ("kind", "number", "dial", "for_emergencies") if name in data}
    return HelplineNumber(**plain, **labels)


def load_crisis_words(report):
    """Load them after pages and helplines, which they name."""
    known = set(CrisisWords.objects.values_list("slug", flat=True))
    new = {slug: data for slug, data in read(FOLDER / "crisis_words.toml").items() if slug not in known}
    for slug, data in new.items():
        words = CrisisWords(
            slug=slug,
            order=data["order"],
            need=data["need"],
            helpline=Helpline.objects.filter(slug=data.get("helpline", "")).first(),
            page=Page.objects.filter(slug=data.get("page", "")).first(),
            **texts(data, ["words", "message"]),
        )
        mark_states(words)
        words.save()
    report(f"crisis words: {len(new)} added")


def load_synonyms(report):
    """Load the synonyms of each language that has none."""
    known = set(Synonym.objects.values_list("language", flat=True))
    new = [
        Synonym(language=language, meaning=meaning, written="\n".join(written.split("; ")))
        for language, rows in read(FOLDER / "synonyms.toml").items()
        if language not in known
        for meaning, written in rows.items()
    ]
    Synonym.objects.bulk_create(new)
    report(f"synonyms: {len(new)} added")


def load_message_rules(report):
    """Load the rules of the message check, and the lists of words that they name."""
    lists = read(FOLDER / "message_words.toml")
    known = set(MessageWords.objects.values_list("name", flat=True))
    MessageWords.objects.bulk_create(
        MessageWords(name=name, words=words.strip()) for name, words in lists.items() if name not in known
    )
    known = set(MessageRule.objects.values_list("slug", flat=True))
    numbered = enumerate(read(FOLDER / "message_rules.toml").items(), start=1)
    new = {slug: (number, data) for number, (slug, data) in numbered if slug not in known}
    for slug, (number, data) in new.items():
        rule = MessageRule(
            slug=slug,
            order=10 * number,
            patterns=data["patterns"].strip(),
            **{name: data[name] for name in ("kind", "weight")},
            **texts(data, MessageRule.translated_fields),
        )
        rule.facts = list(Fact.objects.filter(code__in=data.get("facts", [])))
        mark_states(rule)
        rule.save()
    report(f"message rules: {len(new)} added")
