"""Offline use of the public pages: the service worker, the manifest, the list of saved pages."""

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.page_cache.middleware import public_page
from cms.rendering.inline_assets import script


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
        },
        content_type="application/manifest+json",
    )


@require_safe
@public_page
def saved_pages(request):
    """The phone makes the list itself: nobody else knows which pages it saved."""
    return render(request, "cms/public/offline_pages.html")
