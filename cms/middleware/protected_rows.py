"""Deleting in the admin what other rows need: Wagtail's pages do not expect that the database refuses."""

from django.contrib import messages
from django.db.models import ProtectedError, RestrictedError
from django.shortcuts import redirect
from django.utils.translation import ngettext


class ProtectedRowsMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        """Lead back to the question, with the reason."""
        refused = isinstance(error, ProtectedError | RestrictedError)
        if not refused or not request.path_info.startswith("/admin/"):
            return None
        number = len(getattr(error, "protected_objects", None) or error.restricted_objects)
        message = ngettext(
            "This stays: %(count)d other entry needs it.",
            "This stays: %(count)d other entries need it.",
            number,
        )
        messages.error(request, message % {"count": number})
        return redirect(request.get_full_path())
