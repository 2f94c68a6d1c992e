from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Site

from cms import routing
from cms.languages import switcher
from cms.page_cache.middleware import public_page


@require_safe
@public_page
def sources(request, topic, article):
    """List the sources of an article on their own page: addresses are long, and few readers follow them."""
    page = routing.route(Site.find_for_request(request).root_page, [topic, article]).page
    facts = page.facts
    if not facts:
        raise Http404
    languages = switcher(request, page.translated_languages)
    return render(request, "cms/public/sources.html", {"page": page, "facts": facts, "languages": languages})
