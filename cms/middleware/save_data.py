"""Readers who save data: their pages come without pictures, each with a link that says how big it is.

A browser asks for it with `Save-Data: on`; the reader's own choice, kept in the cookie `gambar`, goes before.
"""

import re

from django.core.cache import cache
from django.utils.cache import has_vary_header, patch_cache_control, patch_vary_headers

COOKIE = "gambar"
WITHOUT, WITH = "tanpa", "dengan"
CHOSEN = re.compile(rf"(?:^|;\s*){COOKIE}=({WITHOUT}|{WITH})\s*(?:;|$)")
VARIES_ON = ("Save-Data", "Cookie")


def saves_data(environ):
    """Say whether the request described by `environ` wants its page without pictures."""
    chosen = CHOSEN.search(environ.get("HTTP_COOKIE", ""))
    if chosen:
        return chosen[1] == WITHOUT
    return environ.get("HTTP_SAVE_DATA", "").strip().lower() == "on"


class SaveDataMiddleware:
    """Say on pages with pictures, and only on them, that there is one without."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.saves_data = saves_data(request.META)
        response = self.get_response(request)
        if getattr(request, "has_pictures", False):
            if has_vary_header(response, "Cookie"):  # somebody's own page, not only the choice of pictures
                patch_cache_control(response, private=True)
            patch_vary_headers(response, VARIES_ON)
        return response


def file_size(rendition):
    """Return the bytes of a rendition. Its file never changes, and asking a distant storage is slow."""
    return cache.get_or_set(f"bytes:{rendition.file.name}", lambda: rendition.file.size, None)
