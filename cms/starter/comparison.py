"""What a site has otherwise than the starter content of this version, which the loader never changes."""

from wagtail.models import Page

from cms.models import CrisisWords, GlossaryTerm, Helpline, HomePage, MessageRule, Place
from cms.starter import FOLDER, mark_states, read, read_all, texts
from cms.starter.page_loader import FOLDERS, PAGE_FIELDS, PageLoader, home_data

SNIPPETS = [
    (GlossaryTerm, "glossary", ("term", "definition")),
    (Place, "places", Place.translated_fields),
    (Helpline, "helplines", ("name", "what")),
    (CrisisWords, "crisis_words", ("words", "message")),
    (MessageRule, "message_rules", MessageRule.translated_fields),
]


class UnpublishedDraft(Exception):
    """An editor is at work on this page."""


def starter_pages():
    """Yield `(page, data)` of the pages that are both on the site and in the starter content."""
    if home := HomePage.objects.first():
        yield home, home_data()
    for folder in FOLDERS:
        for data in read_all(FOLDER / folder):
            if page := Page.objects.filter(slug=data["slug"]).specific().first():
                yield page, data


def differences():
    """Yield `(kind, slug, names of fields)` of what is not as the starter content has it."""
    loader = PageLoader(report=None)
    loader.find_slugs()
    for page, data in starter_pages():
        if names := fields_that_differ(page, starter_page(loader, page, data), data):
            yield page._meta.model_name, page.slug, names
    for model, file, fields in SNIPPETS:
        on_site = {obj.slug: obj for obj in model.objects.all()}
        for slug, data in read(FOLDER / f"{file}.toml").items():
            if slug in on_site and (names := snippet_fields_that_differ(on_site[slug], data, fields)):
                yield model._meta.model_name, slug, names


def starter_page(loader, page, data):
    """Return a page of the kind of `page`, stored nowhere, with the texts of the starter content."""
    fresh = type(page)(slug=page.slug, **texts(data, PAGE_FIELDS))
    loader.write_text(fresh, data)
    return fresh


def fields_that_differ(page, fresh, data):
    names = list(texts(data, [*PAGE_FIELDS, "body"]))
    return [name for name in names if plain(getattr(page, name)) != plain(getattr(fresh, name))]


def snippet_fields_that_differ(obj, data, fields):
    wanted = texts(data, fields)
    names = [name for name, text in wanted.items() if (getattr(obj, name) or "").strip() != text.strip()]
    if "phones" in data and {number.dial for number in obj.numbers.all()} != dials(data):
        names.append("numbers")
    return names


def dials(data):
    return {number["dial"] for number in data["phones"]}


def plain(value):
    """Return the blocks of a stream without their ids, and any other value as it is."""
    if hasattr(value, "get_prep_value"):
        return without_ids(value.get_prep_value())
    return value or ""


def without_ids(value):
    if isinstance(value, list):
        return [without_ids(item) for item in value]
    if isinstance(value, dict):
        return {key: without_ids(item) for key, item in value.items() if key != "id" or "value" not in value}
    return value


def save_draft(slug):
    """Save the texts of the starter content as a draft of the page `slug`; readers see no change."""
    loader = PageLoader(report=None)
    loader.find_slugs()
    page, data = next((page, data) for page, data in starter_pages() if page.slug == slug)
    if page.has_unpublished_changes:
        raise UnpublishedDraft
    for name, text in texts(data, PAGE_FIELDS).items():
        setattr(page, name, text)
    loader.write_text(page, data)
    mark_states(page)
    page.save_revision(clean=False, log_action=True)
