"""The pages that one text links to, fetched together instead of once per paragraph."""

from contextvars import ContextVar

from wagtail.models import Page

from cms.editing.publishing import page_links

known = ContextVar("linked pages", default=None)


def live_pages(ids):
    """Return `{id: page}` of the published pages among `ids`."""
    return {page.pk: page for page in Page.objects.live().filter(pk__in=ids)} if ids else {}


def pages_of(ids):
    """Return the published page of each of `ids`, or None."""
    found = known.get()
    if found is None or not set(ids) <= found.keys():
        found = {**dict.fromkeys(ids), **live_pages(ids)}
    return [found[pk] for pk in ids]


def know(body):
    """Look up all that `body` links to; `forget` when it is rendered."""
    ids = page_links(body.get_prep_value())
    known.set({**dict.fromkeys(ids), **live_pages(ids)})


def forget(response=None):
    known.set(None)
