"""The NUL character, which no keyboard types: PostgreSQL cannot store it and would answer with a 500."""

from django.http import Http404

NUL = "\x00"
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")


class NullByteMiddleware:
    """Removes NUL from what views read as text, so that none of them has to think of it.

    JSON payloads are not touched: they are stored exactly as they came.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if NUL in request.path_info:
            raise Http404
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = without_nul(request.GET)
        if any(NUL in value for value in request.COOKIES.values()):
            request.COOKIES = {name: value for name, value in request.COOKIES.items() if NUL not in value}
        return self.get_response(request)

    def process_view(self, request, *_view):
        """Clean a form only here: the CSRF check, which runs first, is the one to read it."""
        if request.method == "POST" and request.content_type in FORM_TYPES and has_nul(request.POST):
            request.POST = without_nul(request.POST)


def has_nul(data):
    return any(NUL in text for name, values in data.lists() for text in (name, *values))


def without_nul(data):
    """Return a copy of the `QueryDict` `data` without NUL in its names and values."""
    clean = data.copy()
    clean.clear()
    for name, values in data.lists():
        clean.setlist(name.replace(NUL, ""), [value.replace(NUL, "") for value in values])
    clean._mutable = False
    return clean
