"""Offline use of the public pages: the service worker, the manifest, the list of saved pages."""

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.languages import current
from cms.models import ArticlePage
from cms.page_cache.middleware import public_page
from cms.rendering.inline_assets import script

TRAPPED = "sepuluh-menit-pertama"  # the slug of the article for somebody who is trapped


@require_safe
@cache_control(no_cache=True)
def service_worker(request):
    """Serve the worker from the root, so that it controls every public page."""
    return HttpResponse(script("service-worker"), content_type="text/javascript")


@require_safe
@cache_control(public=True, max_age=86400)
def manifest(request):
    icons = [
        {"src": static(f"img/app-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    return JsonResponse(
        {
            "name": settings.WAGTAIL_SITE_NAME,
            "short_name": settings.WAGTAIL_SITE_NAME,
            "description": _("Check a job offer, learn the safe way, get help."),
            "id": "/",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#0b4a8f",
            "icons": icons,
            "share_target": {
                "action": "/cek-pesan/",
                "method": "POST",
                "enctype": "multipart/form-data",
                "params": {"title": "title", "text": "text", "url": "url"},
            },
        },
        content_type="application/manifest+json",
    )


@require_safe
@public_page
def saved_pages(request):
    """Name the pages that every phone stores; the phone lists those its owner saved: nobody else knows them.

    The service worker reads the addresses of the emergency set from this page.
    """
    return render(request, "cms/public/offline_pages.html", {"emergency_pages": emergency_pages()})


def emergency_pages():
    """Return `[(address, label), ...]` in the reader's language: the same on every phone."""
    home = f"/{current()}/"
    trapped = ArticlePage.objects.live().filter(slug=TRAPPED).first()
    return [
        (home, _("Home")),
        (f"{home}bantuan/", _("Help: who to call")),
        *([(f"{home}{trapped.topic_slug}/{TRAPPED}/", trapped.heading)] if trapped else []),
        (f"{home}pesan-darurat/", _("Ask for help by message")),
        (f"{home}cek-tawaran/", _("Check a job offer")),
        (f"{home}cek-pesan/", _("Check a message")),
        (f"{home}cuaca/", _("Weather")),
    ]
