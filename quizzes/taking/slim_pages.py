"""Small pages for slow lines: their own tiny style sheet, compressed, never cached."""

from functools import wraps

import brotli
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from cms.middleware.csp import source_hash
from cms.rendering import inline_assets


def allow_inline_style(view):
    """Allow the style sheet that a page contains."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response._csp_update = {"style-src": [source_hash(inline_assets.style("quiz"))]}
        return response

    return wrapped


def slim(view):
    """Make a view uncached, compressed and free of the CSRF cookie: its address is the secret."""

    @csrf_exempt
    @allow_inline_style
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
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
    patch_vary_headers(response, ["Accept-Encoding"])
