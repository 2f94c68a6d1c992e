"""`/.well-known/security.txt` (RFC 9116): whom to write to about a weakness of this site."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

VALID = timedelta(days=180)  # the standard asks for less than a year
PATH = ".well-known/security.txt"


@require_safe
@cache_control(max_age=86400)
def security_txt(request):
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = (datetime.now(UTC) + VALID).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = {
        "Contact": settings.SECURITY_CONTACT,
        "Expires": f"{expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages": "id, en",
        "Canonical": f"{settings.SITE_URL}/{PATH}",
    }
    text = "".join(f"{name}: {value}\n" for name, value in lines.items())
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
