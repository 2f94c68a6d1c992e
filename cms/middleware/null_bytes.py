"""The sign NUL, which no keyboard types: PostgreSQL keeps no text that holds it, and fails with 500."""

from django.http import Http404

NUL = "\x00"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class WithoutNulMiddleware:
    """Takes NUL out of what every view reads as text, so that none of them has to think of it.

    Bodies of the outbox and of quizzes are JSON and not touched: they are kept as they came.
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
        """Only now: reading a form is left to the check of its token, which comes before."""
        if request.method == "POST" and request.content_type in FORMS and holds_nul(request.POST):
            request.POST = without_nul(request.POST)


def holds_nul(data):
    return any(NUL in text for name, values in data.lists() for text in (name, *values))


def without_nul(data):
    """Return the `QueryDict` `data` without the sign."""
    clean = data.copy()
    clean.clear()
    for name, values in data.lists():
        clean.setlist(name.replace(NUL, ""), [value.replace(NUL, "") for value in values])
    clean._mutable = False
    return clean
