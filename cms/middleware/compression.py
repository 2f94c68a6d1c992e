"""Compression of responses made for one person: search results, the field app, the admin."""

from django.middleware.gzip import GZipMiddleware

PAGE_CACHE_WAITS = "migrasi.page_cache_waits"  # WSGI environ: the page cache will handle this response
TEXTS = ("text/", "application/json", "application/javascript", "application/manifest+json", "image/svg+xml")


class CompressionMiddleware(GZipMiddleware):
    """Compress texts, with Django's random padding against guessing secrets from lengths.

    Left alone: pictures and sound, which are small already; downloads, whose size a reader wants to know; and
    pages for everybody, which the page cache compresses once for all.
    """

    def process_response(self, request, response):
        is_text = response.get("Content-Type", "").startswith(TEXTS)
        is_cached = PAGE_CACHE_WAITS in request.META and "public" in response.get("Cache-Control", "")
        if response.streaming or not is_text or is_cached:
            return response
        return super().process_response(request, response)
