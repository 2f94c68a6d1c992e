"""The page cache in front of a site that counts."""

from django.conf import settings

from cms.page_cache import content_version
from cms.page_cache.middleware import PageCache


class CountingSite:
    """A site behind the cache that counts how often it is asked."""

    def __init__(self, body=b"<p>paspor</p>" * 50, **headers):
        self.times, self.body, self.status = 0, body, "200 OK"
        self.headers = {"Cache-Control": "max-age=300, public", "Content-Type": "text/html", **headers}

    def __call__(self, environ, start_response):
        self.times += 1
        start_response(self.status, list(self.headers.items()))
        return [self.body]


class Answer:
    def __init__(self, cache, path="/id/", query="", method="GET", **headers):
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "wsgi.url_scheme": "http",
            "HTTP_HOST": "localhost",
            **headers,
        }
        self.body = b"".join(cache(environ, self.start))

    def start(self, status, headers, exc_info=None):
        self.status, self.headers = status, dict(headers)


def cached(site, capacity=1_000_000):
    return PageCache(site, current_version=lambda: "same", capacity=capacity)


def current_content_version():
    """Return the version that a worker sees which has not read it for a while."""
    return content_version.RedisVersion()() if settings.CACHE_URL else content_version.current_version()
