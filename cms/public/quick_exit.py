"""Leaving in a hurry: the neutral page in place of what was read, and clearing the browser's cache."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.page_cache.middleware import public_page


@require_safe
@public_page
def neutral_page(request):
    """Look like a page about the weather: nothing on it names this site or what it is for."""
    return render(request, "cms/public/neutral.html")


@require_safe
@never_cache
def clear_browser_cache(request):
    """Empty the browser's own cache of our pages, those it has frozen for *Back* too.

    Never "storage": that would delete unsent reports of the field app, unsent answers of quizzes and the
    emergency set, whose absence would be a trace.
    """
    response = HttpResponse(status=204)
    response["Clear-Site-Data"] = '"cache"'
    return response
