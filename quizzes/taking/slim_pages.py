"""Small pages for slow lines: their own tiny style sheet, compressed, never cached."""

from functools import wraps

import brotli
from django.views.decorators.csrf import csrf_exempt


def slim(view):
    """Make a view uncached, compressed and free of the CSRF cookie: its address is the secret.

    Headers are a quarter of such a page, so none is sent twice over: `no-store` needs neither `Expires` nor
    `Vary`, and `frame-ancestors` no `X-Frame-Options`.
    """

    @csrf_exempt
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response.xframe_options_exempt = True
        # The token is in the address and must not reach other sites.
        response["Referrer-Policy"] = "no-referrer"
        compress(request, response)
        return response

    return wrapped


def compress(request, response):
    # The page holds no secret beside what its own reader sent, so compression reveals nothing.
    if response.content and "br" in request.headers.get("Accept-Encoding", ""):
        response.content = brotli.compress(response.content, quality=5)
        response["Content-Encoding"] = "br"
