"""What every answer carries: a mark of ours, and what its page may not ask of a phone.

By the mark a phone knows it from what a Wi-Fi network or a proxy answers.
"""

HEADER = "X-Migrasi"
# What no page of ours uses, briefly: it is in every answer. Some ask for the place of the phone, on a press.
PERMISSIONS = "camera=(),microphone=(),geolocation=(self)"


class OwnMarkMiddleware:
    """Stand outside all others, so that errors and static files have the mark as well."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response[HEADER] = "1"
        response["Permissions-Policy"] = PERMISSIONS
        return response
