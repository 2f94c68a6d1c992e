"""What a question shows beside its texts: pictures, recordings and where its explanation comes from."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from modeltranslation.utils import build_localized_fieldname
from wagtail.images.models import AbstractRendition
from wagtail.images.models import Picture as InAllFormats

from cms.languages import SOURCE
from cms.models import Fact, Picture, Recording
from cms.models.pictures import in_all_formats

QUESTION_SIZE, CHOICE_SIZE = "max-360x240", "max-120x120"
MAX_SOURCES = 2


@dataclass(frozen=True)
class ShownPicture:
    """A picture in several formats, and its description for readers who turned images off."""

    html: SafeString
    file: AbstractRendition  # in the format that every phone shows
    alt: str


@dataclass(frozen=True)
class ShownRecording:
    url: str
    size: int  # bytes
    length: str  # "0:25"
    language: str
    named: str  # the language in its own words


@dataclass(frozen=True)
class Origin:
    """The sources of an explanation and the oldest day on which one of its facts was checked."""

    sources: tuple
    checked_on: date


class QuestionMedia:
    """All pictures, recordings and facts that `contents` of question versions name, fetched at once."""

    def __init__(self, contents):
        contents = list(contents)
        shown = [row for content in contents for row in (content, *content["choices"])]
        pictures = {row["picture"] for row in shown} - {None}
        sounds = {texts["audio"] for row in shown for texts in row["texts"].values()} - {None, ""}
        facts = {code for content in contents for code in content["facts"]}
        self.pictures = Picture.objects.public().in_bulk(pictures) if pictures else {}
        self.sounds = Recording.objects.in_bulk(sounds) if sounds else {}
        self.facts = {}
        if facts:
            found = Fact.objects.published().filter(code__in=facts)
            self.facts = {fact.code: fact for fact in found}

    def picture(self, pk, size, language):
        """Return the `ShownPicture` picture, or None when it is gone or private."""
        found = self.pictures.get(pk)
        if found is None:
            return None
        specs = in_all_formats(size)
        names = (build_localized_fieldname("description", code) for code in (language, SOURCE))
        alt = next(filter(None, (getattr(found, name) for name in names)), "")
        files = found.get_renditions(*specs)
        html = InAllFormats(files, {"alt": alt, "decoding": "async"})
        return ShownPicture(str(html), files[specs[-1]], alt)

    def sound(self, texts, language):
        """Return the `ShownRecording` in `language`, else in Indonesian, else None."""
        named = (self.sounds.get(texts[code]["audio"]) for code in (language, SOURCE))
        found = next(filter(None, named), None)
        return found and ShownRecording(
            found.url, found.size, found.length, found.language, found.get_language_display()
        )

    def origin(self, codes):
        facts = [self.facts[code] for code in codes if code in self.facts]
        sources = {source.name: source for fact in facts for source in fact.sources.all()}
        if not facts:
            return None
        return Origin(tuple(sources.values())[:MAX_SOURCES], min(fact.checked_on for fact in facts))
