"""What a question shows beside its texts: pictures, recordings and where its explanation comes from."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from modeltranslation.utils import build_localized_fieldname
from wagtail.images import get_image_model
from wagtail.images.models import AbstractRendition
from wagtail.images.models import Picture as InAllFormats

from cms.languages import SOURCE
from cms.models import Fact, Recording
from cms.models.pictures import in_all_formats

OF_QUESTION, OF_CHOICE = "max-360x240", "max-120x120"
MOST_SOURCES = 2


@dataclass(frozen=True)
class Drawn:
    """A picture: itself in the smallest format a phone knows, and what is said of it to who saves data."""

    html: SafeString
    file: AbstractRendition  # the one that every phone shows
    alt: str


@dataclass(frozen=True)
class Recorded:
    url: str
    size: int  # bytes
    length: str  # "0:25"
    language: str
    named: str  # the language in itself


@dataclass(frozen=True)
class Origin:
    """The sources of an explanation and the oldest day on which one of its facts was checked."""

    sources: tuple
    checked_on: date


class Materials:
    """Everything that `contents` (of question versions) name, fetched at once."""

    def __init__(self, contents):
        contents = list(contents)
        parts = [part for content in contents for part in (content, *content["choices"])]
        pictures = {part["picture"] for part in parts} - {None}
        sounds = {texts["audio"] for part in parts for texts in part["texts"].values()} - {None, ""}
        facts = {code for content in contents for code in content["facts"]}
        self.pictures = get_image_model().objects.in_bulk(pictures) if pictures else {}
        self.sounds = Recording.objects.in_bulk(sounds) if sounds else {}
        self.facts = {}
        if facts:
            found = Fact.objects.published().filter(code__in=facts)
            self.facts = {fact.code: fact for fact in found}

    def picture(self, pk, size, language):
        """Return the `Drawn` picture, or None when it is gone."""
        found = self.pictures.get(pk)
        if found is None:
            return None
        specs = in_all_formats(size)
        said = (getattr(found, build_localized_fieldname("description", code)) for code in (language, SOURCE))
        alt = next(filter(None, said), "")
        files = found.get_renditions(*specs)
        drawn = InAllFormats(files, {"alt": alt, "decoding": "async"})
        return Drawn(str(drawn), files[specs[-1]], alt)

    def sound(self, texts, language):
        """Return what is `Recorded` in `language`, else in Indonesian; None where nobody has read it."""
        named = (self.sounds.get(texts[code]["audio"]) for code in (language, SOURCE))
        found = next(filter(None, named), None)
        return found and Recorded(
            found.url, found.size, found.length, found.language, found.get_language_display()
        )

    def origin(self, codes):
        facts = [self.facts[code] for code in codes if code in self.facts]
        sources = {source.name: source for fact in facts for source in fact.sources.all()}
        if not facts:
            return None
        return Origin(tuple(sources.values())[:MOST_SOURCES], min(fact.checked_on for fact in facts))
