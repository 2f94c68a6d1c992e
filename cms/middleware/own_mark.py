"""A mark on every answer of this site: a phone knows it from what a Wi-Fi network or a proxy answers."""

HEADER = "X-Migrasi"


class OwnMarkMiddleware:
    """Stand outside all others, so that errors and static files have the mark as well."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response[HEADER] = "1"
        return response
