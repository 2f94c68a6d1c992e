"""Input that no database of ours can hold: the NUL character, and numbers beyond 64 bits.

PostgreSQL refuses a NUL in a text, and both databases refuse such a number: with an error of their own, which
would be a 500. An address with one of them is not there; everything else that has one is a bad request. Other
control characters are taken out of forms and queries (`cms.editing.control_characters`).
"""

import re

from django.core.exceptions import BadRequest, ObjectDoesNotExist, ValidationError
from django.core.paginator import InvalidPage
from django.db import DataError
from django.http import Http404, JsonResponse
from django.urls import NoReverseMatch
from django.utils.datastructures import MultiValueDictKeyError

from cms.editing.control_characters import CONTROL, without_control_characters

NUL = "\x00"
NO_NUL = "The NUL character cannot be stored."
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
MOST = 2**63 - 1
LONG_NUMBER = re.compile(r"[+-]?\d{19,}", re.ASCII)
OWN_ANSWERS = "/api/v1/"  # names the parameter that is wrong


class ImpossibleInputMiddleware:
    """Refuses what no view could store or find, so that none of them has to think of it.

    JSON payloads are not looked at: they are stored exactly as they came.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if NUL in request.path_info:
            raise Http404
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query and has_nul(request.GET):
            if request.path_info.startswith("/api/v2/"):
                return JsonResponse({"message": NO_NUL}, status=400)
            if not request.path_info.startswith(OWN_ANSWERS):
                raise BadRequest(NO_NUL)
        if query:
            request.GET = without_controls(request.GET)
        if "HTTP_COOKIE" in request.META and any(NUL in value for value in request.COOKIES.values()):
            request.COOKIES = {name: value for name, value in request.COOKIES.items() if NUL not in value}
        return self.get_response(request)

    def process_view(self, request, _view, positional, named):
        if any(is_beyond_ids(value) for value in (*positional, *named.values())):
            raise Http404
        # A form is read only here: the CSRF check, which runs first, is the one to read it.
        if request.method == "POST" and request.content_type in FORM_TYPES:
            refuse_nul(request.POST)
            request.POST = without_controls(request.POST)

    def process_exception(self, request, error):
        """A missing field, or a number that was refused deep inside, is the sender's error, not ours."""
        if isinstance(error, MultiValueDictKeyError):
            raise BadRequest("A field is missing.") from error
        if request.path_info.startswith("/admin/"):
            refuse_nonsense(request, error)
        if not isinstance(error, OverflowError | DataError | InvalidPage):
            return
        if any(LONG_NUMBER.fullmatch(text.strip()) for text in sent_texts(request)):
            raise BadRequest("A number is too large.") from error


def sent_texts(request):
    """Return all values of the query and the form."""
    return [text for data in (request.GET, request.POST) for _, texts in data.lists() for text in texts]


def refuse_nonsense(request, error):
    """Wagtail looks up what a query names without asking whether it can be there.

    Only an error that cites a value of the sender is the sender's.
    """
    if isinstance(error, ObjectDoesNotExist | InvalidPage) or asks_parent_of_root(error):
        raise Http404 from error
    if not isinstance(error, ValueError | ValidationError | NoReverseMatch):
        return
    cited = str(error)
    sent = sent_texts(request)
    if any(quoted in cited for text in sent for quoted in (repr(text), f"'{text}'", f"“{text}”")):
        raise BadRequest("A value is not of the kind that belongs here.") from error


def asks_parent_of_root(error):
    """Return True where Wagtail asks for rights on the parent of the root page, which has none."""
    return isinstance(error, AttributeError) and error.obj is None and error.name == "permissions_for_user"


def is_beyond_ids(value):
    """Return True if `value`, a part of an address, is a number that no row can have: those have 64 bits."""
    if isinstance(value, int):
        return abs(value) > MOST
    return (
        isinstance(value, str) and bool(LONG_NUMBER.fullmatch(value)) and not -MOST <= int(value[:21]) <= MOST
    )


def without_controls(data):
    """Return the `QueryDict` `data`; if a value has control characters, a copy without them."""
    if not any(CONTROL.search(text) for _name, values in data.lists() for text in values):
        return data
    copy = data.copy()
    for name, values in data.lists():
        copy.setlist(name, [without_control_characters(text) for text in values])
    return copy


def refuse_nul(data):
    """Raise `BadRequest` if a name or value of the `QueryDict` `data` has a NUL in it."""
    if has_nul(data):
        raise BadRequest(NO_NUL)


def has_nul(data):
    return any(NUL in text for name, values in data.lists() for text in (name, *values))
