"""The verbs of HTTP that a view takes: GET, HEAD and POST, unless it lists more.

Many functions look only whether they were sent a POST and would take anything else for a GET; Django's forms
take a PUT for a POST.
"""

from django.http import HttpResponseNotAllowed

USUAL_VERBS = ("GET", "HEAD", "POST")
MORE_VERBS = {  # of Wagtail's views, by the names of their addresses
    "wagtailadmin_dismissibles": ("PATCH",),
    "preview_on_add": ("DELETE",),
    "preview_on_edit": ("DELETE",),
}


def take_verbs(*verbs):
    """Return a decorator for a view that takes these verbs, too; it has to refuse any other itself."""

    def decorator(view):
        view.more_verbs = verbs
        return view

    return decorator


class VerbsMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, _view, _positional, _named):
        verbs = verbs_of(request.resolver_match)
        return None if request.method in verbs else HttpResponseNotAllowed(verbs)


def verbs_of(match):
    """Return the verbs that the view of `match`, a `ResolverMatch`, takes."""
    return (*USUAL_VERBS, *getattr(match.func, "more_verbs", MORE_VERBS.get(match.url_name, ())))
