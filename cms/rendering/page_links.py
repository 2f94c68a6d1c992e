"""The pages that one text links to, fetched together instead of once per paragraph."""

from contextvars import ContextVar

from wagtail.models import Page

from cms.editing.publishing import page_links

prefetched = ContextVar("linked pages", default=None)


def live_pages(ids):
    """Return `{id: page}` of the published pages among `ids`."""
    return {page.pk: page for page in Page.objects.live().filter(pk__in=ids)} if ids else {}


def pages_of(ids):
    """Return the published page of each of `ids`, or None."""
    found = prefetched.get()
    if found is None or not set(ids) <= found.keys():
        found = {**dict.fromkeys(ids), **live_pages(ids)}
    return [found[pk] for pk in ids]


def prefetch(body):
    """Fetch all pages that `body` links to; call `clear` when it is rendered."""
    ids = page_links(body.get_prep_value())
    prefetched.set({**dict.fromkeys(ids), **live_pages(ids)})


def clear(response=None):
    prefetched.set(None)
