from importlib.util import find_spec
from pkgutil import iter_modules

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_request
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.deployment import maintenance
from cms.languages import CODES, SOURCE


@require_safe
def root(request):
    """Redirect to the home page in the reader's language: cookie, then Accept-Language, else Indonesian."""
    language = get_language_from_request(request)
    response = HttpResponseRedirect(f"/{language if language in CODES else SOURCE}/")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@require_safe
@never_cache
def choose_language(request, code):
    """Store the language in a cookie and return to the page the reader came from."""
    target = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = f"/{code}/"
    response = HttpResponseRedirect(target)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )
    return response


@require_safe
@never_cache
def healthz(request):
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(request):
    """Report what is ready: 503 where pages would fail, 200 with `degraded` where the site is only slower.

    `maintenance` (200) is a site that shows its pages and stores nothing.
    """
    state = {name: passes(check) for name, check in CHECKS.items()}
    is_down = not all(state[name] for name in state if name not in SPARE)
    return JsonResponse({"state": overall(state, is_down), **state}, status=503 if is_down else 200)


def overall(state, is_down):
    if is_down:
        return "down"
    if maintenance.is_on():
        return "maintenance"
    return "ready" if all(state.values()) else "degraded"


def passes(check):
    try:
        return bool(check())
    except Exception:
        return False


def database_is_ready():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def cache_is_ready():
    cache.set("readyz", "ok", 10)
    return cache.get("readyz") == "ok" and not getattr(cache, "is_away", False)


def static_files_are_ready():
    """Return True if each file is there that pages name; without a manifest they are served as they are."""
    hashed = getattr(staticfiles_storage, "hashed_files", None)
    return hashed is None or (bool(hashed) and all(map(staticfiles_storage.exists, hashed.values())))


def is_migrated():
    return migrations_on_disk() <= set(MigrationRecorder(connection).applied_migrations())


def migrations_on_disk():
    """Return {(app label, name)} of all migrations, from the names of their files.

    Django's executor would import them all, and each worker would then hold 7 MiB more.
    """
    found = set()
    for app in apps.get_app_configs():
        package, _explicit = MigrationLoader.migrations_module(app.label)
        spec = find_spec(package) if package else None
        modules = iter_modules(spec.submodule_search_locations) if spec else ()
        found |= {(app.label, each.name) for each in modules if not each.ispkg and each.name[0] not in "_~"}
    return found


CHECKS = {
    "database": database_is_ready,
    "cache": cache_is_ready,
    "migrations": is_migrated,
    "static_files": static_files_are_ready,
}
SPARE = {"cache"}  # the site goes on without it


def csrf_failure(request, reason=""):
    """Ask to send the form again, with a link to the page it was on."""
    back = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = request.path
    return render(request, "403_csrf.html", {"back": back}, status=403)
