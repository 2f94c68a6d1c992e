"""Compression of answers that are made for one person: search results, the field app, the desk."""

from django.middleware.gzip import GZipMiddleware

KEPT = "migrasi.kept"  # in the environment of a request: the page cache waits for its answer
TEXTS = ("text/", "application/json", "application/javascript", "application/manifest+json", "image/svg+xml")


class CompressionMiddleware(GZipMiddleware):
    """Compress texts, with the random padding of Django against guessing secrets from lengths.

    Left alone: pictures and sound, which are small already; downloads, whose size a reader wants to know; and
    pages for everybody, which the page cache compresses once for all.
    """

    def process_response(self, request, response):
        is_text = response.get("Content-Type", "").startswith(TEXTS)
        goes_to_the_cache = KEPT in request.META and "public" in response.get("Cache-Control", "")
        if response.streaming or not is_text or goes_to_the_cache:
            return response
        return super().process_response(request, response)
