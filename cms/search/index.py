"""Maintains one `SearchDocument` per published object and language."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page

from cms.languages import CODES, SOURCE
from cms.models import ArticlePage, GlossaryTerm, Helpline, Place, SearchDocument, StandardPage, TopicPage
from cms.page_cache.content_version import DRAFT_FIELDS

SEARCHABLE = {  # model: (title field, text fields)
    ArticlePage: ("heading", ("intro", "body")),
    TopicPage: ("heading", ("intro",)),
    StandardPage: ("heading", ("intro", "body")),
    GlossaryTerm: ("term", ("definition",)),
    Helpline: ("name", ("what",)),
    Place: ("name", ("note",)),
}


def connect():
    for model in SEARCHABLE:
        post_save.connect(on_save, sender=model, dispatch_uid=f"search-save-{model.__name__}")
        post_delete.connect(on_delete, sender=model, dispatch_uid=f"search-delete-{model.__name__}")


def on_save(instance, update_fields=None, raw=False, **_):
    if not raw and (not update_fields or set(update_fields) - DRAFT_FIELDS):
        index(instance)


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


def document(obj, language):
    title, fields = SEARCHABLE[type(obj)]
    return SearchDocument(
        kind=obj._meta.label_lower,
        object_id=obj.pk,
        language=language,
        shown_in=language if obj.text_in(title, language) else SOURCE,
        path=path_of(obj),
        title=text_of(obj, title, language),
        text=" ".join(filter(None, (text_of(obj, field, language) for field in fields))),
    )


def text_of(obj, field, language):
    """Return `field` as plain text in `language`, else in Indonesian."""
    value = obj.text_in(field, language) or obj.text_in(field, SOURCE) or ""
    if hasattr(value, "stream_block"):
        return " ".join(" ".join(value.stream_block.get_searchable_content(value)).split())
    return str(value)


def path_of(obj):
    if isinstance(obj, Page):
        return "/" + obj.url_path.split("/", 2)[2]
    return f"/{'istilah' if isinstance(obj, GlossaryTerm) else 'bantuan'}/#{obj.slug}"
