from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.middleware.save_data import COOKIE


@require_safe
@never_cache
def choose_pictures(request, choice):
    """Store whether to send images and reload the page the reader came from."""
    target = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = "/"
    response = HttpResponseRedirect(target)
    response.set_cookie(
        COOKIE,
        choice,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
    )
    # Browsers cache a page for minutes and would show the old one. Pages saved for offline use stay.
    response["Clear-Site-Data"] = '"cache"'
    return response
