"""What search engines may index: every public page in every language it is translated into.

Other apps add their pages with the hook `register_sitemap_places`: a function that yields `SitemapEntry`s.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.models import Page

from cms.languages import WITH_INTERFACE
from cms.models import Place, TranslatedPage
from cms.page_cache.middleware import public_page


@dataclass(frozen=True)
class SitemapEntry:
    path: str  # without the language: "/bantuan/"
    languages: tuple
    changed: datetime | None = None


def page_places():
    for page in Page.objects.live().public().filter(depth__gt=1).specific():
        if isinstance(page, TranslatedPage):
            path = "/" + page.url_path.split("/", 2)[2]
            yield SitemapEntry(path, page.translated_languages, page.last_published_at)


def help_entries():
    places = Place.objects.published().filter(helplines__live=True).distinct()
    for place in places:
        yield SitemapEntry(f"/bantuan/{place.slug}/", place.translated_languages, place.last_published_at)


@require_safe
@public_page
def sitemap(request):
    others = (place for places in hooks.get_hooks("register_sitemap_places") for place in places())
    checks = [SitemapEntry(path, WITH_INTERFACE) for path in ("/cek-tawaran/", "/cek-pesan/")]
    places = [*page_places(), *help_entries(), *checks, *others]
    context = {"places": places, "site_url": settings.SITE_URL}
    return render(request, "sitemap.xml", context, content_type="application/xml")


@require_safe
@cache_control(public=True, max_age=86400)
def robots(request):
    return render(request, "robots.txt", content_type="text/plain")
