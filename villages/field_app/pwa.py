"""What makes an app of the field pages: service worker, web app manifest, outbox page."""

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import condition, require_safe
from rjsmin import jsmin

from cms.rendering.inline_assets import cached_unless_debug
from villages.field_app.permissions import educator_required
from villages.field_app.worker_script import bundled
from villages.models import Village
from villages.session_labels import report_labels

FOLDER = Path(settings.BASE_DIR) / "static" / "js" / "field"
EXTRA_FILES = (
    "css/field.css",
    "css/round-screen.css",
    "css/rounds.css",
    "img/field-192.png",
    "img/app-icon.svg",
)
WORKER = "service-worker.js"


@cached_unless_debug
def worker_text():
    return jsmin(bundled(FOLDER / WORKER))


@cached_unless_debug
def precache():
    """Return the addresses of all files of the app and a version made of their contents."""
    modules = sorted(path.name for path in FOLDER.glob("*.js") if path.name != WORKER)
    names = [f"js/field/{name}" for name in modules] + [name for name in EXTRA_FILES if finders.find(name)]
    digest = hashlib.sha256(worker_text().encode())
    for name in names:
        digest.update(Path(finders.find(name)).read_bytes())
    return sorted(map(static, names)), digest.hexdigest()[:12]


def worker_etag(request):
    return f'"{precache()[1]}"'


# Every page asks for it; a phone that has it gets 304, a few bytes.
@require_safe
@cache_control(no_cache=True)
@condition(etag_func=worker_etag)
def field_service_worker(request):
    files, version = precache()
    constants = f"const VERSION = {json.dumps(version)};\nconst FILES = {json.dumps(files)};\n"
    return HttpResponse(constants + worker_text(), content_type="text/javascript; charset=utf-8")


@require_safe
def field_manifest(request):
    icons = [
        {"src": static(f"img/field-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    content = {
        "id": "/lapangan/",
        "name": _("Migrasi Aman – field app"),
        "short_name": _("Field app"),
        "lang": "id",
        "start_url": "/lapangan/",
        "scope": "/lapangan/",
        "display": "standalone",
        "theme_color": "#0b4a8f",
        "background_color": "#ffffff",
        "icons": icons,
    }
    return JsonResponse(content, content_type="application/manifest+json")


@educator_required
@require_safe
def no_signal(request):
    """The page that the phone shows in place of one that it has not stored."""
    return render(request, "villages/field_app/no_signal.html")


@require_safe
@never_cache
def outbox_page(request):
    """An empty page that the phone fills with its own reports.

    Somebody who is not signed in, perhaps because the account was closed, can still save them as a file. The
    status shows the phone that this is not the page to store.
    """
    if not request.user.is_authenticated:
        return render(request, "villages/field_app/rescue.html", status=401)
    villages = Village.objects.fostered_by(request.user)
    context = {"section": "outbox", "report_labels": report_labels(villages)}
    return render(request, "villages/field_app/outbox.html", context)
