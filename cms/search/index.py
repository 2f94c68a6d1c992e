"""Maintains one `SearchDocument` per published object and language.

Other apps add their texts with `register`, called when they are ready (see `quizzes.apps`).
"""

from dataclasses import dataclass

from django.db.models.signals import post_delete, post_save
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.languages import CODES, SOURCE
from cms.models import (
    ArticlePage,
    GlossaryPage,
    GlossaryTerm,
    Helpline,
    HelpPage,
    Place,
    SearchDocument,
    StandardPage,
    TopicPage,
)
from cms.page_cache.content_version import DRAFT_FIELDS

PAGES = _("Pages to read")
CODE_PAGE = "page"  # the kind of what is no object (see `cms.search.code_pages`)


@dataclass(frozen=True)
class Searchable:
    title: str  # field
    texts: tuple  # fields; "place.name" is that of a related object
    label: Promise  # heading above what was found of this kind
    address: str  # without the language; of pages, their own
    named_in: str = ""  # the relation to objects whose texts name this one


SEARCHABLE = {
    ArticlePage: Searchable("heading", ("intro", "body"), PAGES, ""),
    TopicPage: Searchable("heading", ("intro",), PAGES, ""),
    StandardPage: Searchable("heading", ("intro", "body"), PAGES, ""),
    HelpPage: Searchable("heading", ("intro", "body"), PAGES, ""),
    GlossaryPage: Searchable("heading", ("intro", "body"), PAGES, ""),
    GlossaryTerm: Searchable("term", ("definition",), _("Words explained"), "/istilah/#{slug}"),
    Helpline: Searchable("name", ("what", "place.name"), _("Helplines"), "/bantuan/#{slug}"),
    Place: Searchable("name", ("note",), _("Helplines"), "/bantuan/#{slug}", named_in="helplines"),
}


def register(model, searchable):
    """Let readers find the published objects of `model`."""
    SEARCHABLE[model] = searchable
    connect(model)


def connect_all():
    for model in SEARCHABLE:
        connect(model)


def connect(model):
    post_save.connect(on_save, sender=model, dispatch_uid=f"search-save-{model.__name__}")
    post_delete.connect(on_delete, sender=model, dispatch_uid=f"search-delete-{model.__name__}")


def on_save(instance, update_fields=None, raw=False, **_):
    if not raw and (not update_fields or set(update_fields) - DRAFT_FIELDS):
        index(instance)
        if relation := SEARCHABLE[type(instance)].named_in:
            for other in getattr(instance, relation).all():
                index(other)


def on_delete(instance, **_):
    SearchDocument.objects.about(instance).delete()


def index(obj):
    """Replace the documents of `obj`; one that is not published has none."""
    SearchDocument.objects.about(obj).delete()
    if obj.live:
        SearchDocument.objects.bulk_create(document(obj, code) for code in CODES)


def rebuild():
    """Replace every document and return their number."""
    SearchDocument.objects.all().delete()
    for model in SEARCHABLE:
        for obj in model.objects.filter(live=True):
            index(obj)
    return SearchDocument.objects.count()


def headings():
    """Return `{kind of a document: heading}`."""
    kinds = {model._meta.label_lower: searchable.label for model, searchable in SEARCHABLE.items()}
    return {CODE_PAGE: PAGES, **kinds}


def document(obj, language):
    searchable = SEARCHABLE[type(obj)]
    return SearchDocument(
        kind=obj._meta.label_lower,
        object_id=obj.pk,
        language=language,
        shown_in=language if obj.text_in(searchable.title, language) else SOURCE,
        path=path_of(obj),
        title=text_of(obj, searchable.title, language),
        text=" ".join(filter(None, (text_of(obj, field, language) for field in searchable.texts))),
    )


def text_of(obj, field, language):
    """Return `field` as plain text in `language`, else in Indonesian."""
    relation, _dot, field = field.rpartition(".")
    obj = getattr(obj, relation) if relation else obj
    value = obj.text_in(field, language) or obj.text_in(field, SOURCE) or ""
    if hasattr(value, "stream_block"):
        return " ".join(" ".join(value.stream_block.get_searchable_content(value)).split())
    return str(value)


def path_of(obj):
    if isinstance(obj, Page):
        return "/" + obj.url_path.split("/", 2)[2]
    return SEARCHABLE[type(obj)].address.format(slug=obj.slug)
