"""What stands against publishing: an empty field, a picture without words, a link that leads nowhere."""

import re

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname
from wagtail.blocks import StreamValue
from wagtail.models import Page

from cms.languages import CODES, SOURCE

LINK = re.compile(r"<a\b[^>]*>")
PAGE_LINK = re.compile(r'linktype="page"')
PAGE_ID = re.compile(r'\bid="(\d+)"')


def hindrances(text):
    """Return the sentences that must no longer be true before `text`, its newest version, is published.

    Who publishes from a list has no form before her: what the form would refuse is looked for here.
    """
    try:
        text.full_clean()
    except ValidationError as error:
        return [sentence for field, found in error for sentence in named(text, field, found)]
    return list(dict.fromkeys(sentence for _field, sentence in text.faults()))


def named(text, field, sentences):
    """Return `sentences` with the name of the field, which a form would show beside them."""
    if field == NON_FIELD_ERRORS:
        return sentences
    name = capfirst(text._meta.get_field(field).verbose_name)
    return [f"{name}: {sentence}" for sentence in sentences]


def page_faults(page):
    """Return `[(field, sentence), ...]` for the pictures and links of `page`."""
    picture = getattr(page, "picture", None)
    found = [("picture", picture)] if picture else []
    links = {}
    for field in (build_localized_fieldname("body", code) for code in CODES):
        body = getattr(page, field, None)
        if isinstance(body, StreamValue):
            found += [(field, block.value["image"]) for block in body if block.block_type == "picture"]
            links[field] = page_links(body.get_prep_value())
    return [*wordless(found), *unreachable(links, page)]


def wordless(pictures):
    column = build_localized_fieldname("description", SOURCE)
    sentence = _("“%(picture)s” has no description in Indonesian. Write one in the picture's own form.")
    return [
        (field, sentence % {"picture": picture})
        for field, picture in pictures
        if not getattr(picture, column)
    ]


def unreachable(links, page):
    wanted = set().union(*links.values()) - {page.pk}
    if not wanted:
        return []
    live = set(Page.objects.live().filter(pk__in=wanted).values_list("pk", flat=True))
    titles = dict(Page.objects.filter(pk__in=wanted - live).values_list("pk", "title"))
    sentence = _(
        "This text links to “%(title)s”, which is not published. Publish it first or take the link out."
    )
    return [
        (field, sentence % {"title": titles.get(pk, pk)})
        for field, pks in links.items()
        for pk in sorted((pks & wanted) - live)
    ]


def page_links(value):
    """Return the ids of the pages that the rich text inside `value` links to."""
    if isinstance(value, str):
        tags = [tag for tag in LINK.findall(value) if PAGE_LINK.search(tag)]
        return {int(match[1]) for tag in tags if (match := PAGE_ID.search(tag))}
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return set().union(*map(page_links, items))
