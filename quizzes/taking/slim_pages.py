"""Small pages for slow lines: their own tiny style sheet, compressed, never cached."""

from functools import wraps

import brotli
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from cms.middleware.csp import source_hash
from cms.rendering import inline_assets


def styled(view):
    """Allow a page its style sheet, which travels inside it."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response._csp_update = {"style-src": [source_hash(inline_assets.style("quiz"))]}
        return response

    return wrapped


def lean(view):
    """Finish a view of the quiz: no CSRF cookie, as the address itself is all the authority there is."""

    @csrf_exempt
    @styled
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        # The token is in the address and must not travel on.
        response["Referrer-Policy"] = "no-referrer"
        compress(request, response)
        return response

    return wrapped


def compress(request, response):
    # The page holds no secret beside what its own reader sent, so compression gives nothing away.
    if response.content and "br" in request.headers.get("Accept-Encoding", ""):
        response.content = brotli.compress(response.content, quality=5)
        response["Content-Encoding"] = "br"
    patch_vary_headers(response, ["Accept-Encoding"])
