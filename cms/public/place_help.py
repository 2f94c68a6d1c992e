from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cms.languages import switcher
from cms.models import Helpline, Place
from cms.page_cache.middleware import public_page


@require_safe
@public_page
def place_help(request, place):
    """Who helps in one place: every number, with addresses, sources and dates."""
    place = get_object_or_404(Place.objects.published().select_related("parent"), slug=place)
    helplines = Helpline.objects.published().filter(place=place)
    if not helplines:
        raise Http404
    context = {
        "place": place,
        "helplines": sorted(helplines, key=lambda helpline: helpline.position),
        "languages": switcher(request, place.translated_languages),
    }
    return render(request, "cms/public/place_help.html", context)
