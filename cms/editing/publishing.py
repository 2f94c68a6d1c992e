"""What prevents publishing: an empty field, a picture without a description, a link that leads nowhere."""

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


def publishing_errors(text):
    """Return the messages of all that must be fixed before `text`, its newest version, is published.

    People who publish from a list see no form, so this finds what the form would refuse.
    """
    try:
        text.full_clean()
    except ValidationError as error:
        return [message for field, found in error for message in with_field_name(text, field, found)]
    return list(dict.fromkeys(message for _field, message in text.content_errors()))


def with_field_name(text, field, found):
    """Return the messages `found` with the name of the field, which a form would show beside them."""
    if field == NON_FIELD_ERRORS:
        return found
    name = capfirst(text._meta.get_field(field).verbose_name)
    return [f"{name}: {message}" for message in found]


def page_content_errors(page):
    """Return `[(field, message), ...]` for the pictures and links of `page`."""
    picture = getattr(page, "picture", None)
    pictures = [("picture", picture)] if picture else []
    links = {}
    for field in (build_localized_fieldname("body", code) for code in CODES):
        body = getattr(page, field, None)
        if isinstance(body, StreamValue):
            pictures += [(field, block.value["image"]) for block in body if block.block_type == "picture"]
            links[field] = page_links(body.get_prep_value())
    return [*undescribed_pictures(pictures), *private_pictures(pictures), *dead_links(links, page)]


def undescribed_pictures(pictures):
    """Return `[(field, message), ...]` for those of `pictures`, `[(field, picture)]`, without description."""
    column = build_localized_fieldname("description", SOURCE)
    message = _("“%(picture)s” has no description in Indonesian. Write one in the picture's own form.")
    return [
        (field, message % {"picture": picture}) for field, picture in pictures if not getattr(picture, column)
    ]


def private_pictures(pictures):
    """Return `[(field, message), ...]` for the private ones of `pictures`, `[(field, picture)]`."""
    message = _("“%(picture)s” is in a private collection. Readers would not see it. Choose another picture.")
    return [(field, message % {"picture": picture}) for field, picture in pictures if picture.is_private]


def dead_links(links, page):
    """Return `[(field, message), ...]` for links of `page`, `{field: page ids}`, to unpublished pages."""
    linked = set().union(*links.values()) - {page.pk}
    if not linked:
        return []
    live = set(Page.objects.live().filter(pk__in=linked).values_list("pk", flat=True))
    titles = dict(Page.objects.filter(pk__in=linked - live).values_list("pk", "title"))
    message = _(
        "This text links to “%(title)s”, which is not published. Publish it first or remove the link."
    )
    return [
        (field, message % {"title": titles.get(pk, pk)})
        for field, pks in links.items()
        for pk in sorted((pks & linked) - live)
    ]


def page_links(value):
    """Return the ids of the pages that the rich text inside `value` links to."""
    if isinstance(value, str):
        tags = [tag for tag in LINK.findall(value) if PAGE_LINK.search(tag)]
        return {int(match[1]) for tag in tags if (match := PAGE_ID.search(tag))}
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return set().union(*map(page_links, items))
