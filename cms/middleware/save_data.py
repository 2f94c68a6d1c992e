"""Pages without images, for readers who turned them off: each image becomes a link that shows its size.

A browser asks for them with `Save-Data: on`; the reader's own choice, in the cookie `gambar`, comes first.
"""

import re

from django.core.cache import cache
from django.utils.cache import has_vary_header, patch_cache_control, patch_vary_headers

COOKIE = "gambar"
WITHOUT, WITH = "tanpa", "dengan"
CHOICE = re.compile(rf"(?:^|;\s*){COOKIE}=({WITHOUT}|{WITH})\s*(?:;|$)")
VARIES_ON = ("Save-Data", "Cookie")


def wants_no_images(environ):
    choice = CHOICE.search(environ.get("HTTP_COOKIE", ""))
    if choice:
        return choice[1] == WITHOUT
    return environ.get("HTTP_SAVE_DATA", "").strip().lower() == "on"


class SaveDataMiddleware:
    """Mark pages with images, and only them, as varying on the reader's choice."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.without_images = wants_no_images(request.META)
        response = self.get_response(request)
        if getattr(request, "has_pictures", False):
            if has_vary_header(response, "Cookie"):  # made for one person, beyond the choice of images
                patch_cache_control(response, private=True)
            patch_vary_headers(response, VARIES_ON)
        return response


def file_size(rendition):
    """Return the bytes of a rendition. Its file never changes, and asking a distant storage is slow."""
    return cache.get_or_set(f"bytes:{rendition.file.name}", lambda: rendition.file.size, None)
