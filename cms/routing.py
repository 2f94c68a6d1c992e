"""Finds the page at an address in one or two queries, however deep it is."""

from django.apps import apps
from django.http import Http404
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve as serve_page

# {parts of the address: (model there, relations its template shows)}
KNOWN_DEPTHS = {2: ("cms.ArticlePage", "picture")}


def serve(request, path):
    """Wagtail's view, given the page, so that the home page is fetched only when it is asked for."""
    parts = [part for part in path.split("/") if part]
    site = Site.find_for_request(request)
    if parts and site:
        request._wagtail_route_for_request = route(site.root_page, parts)
    return serve_page(request, path)


class DirectRoute:
    """For the root page of a site whose pages define no routes of their own."""

    def route(self, request, path_components):
        if not path_components:
            return super().route(request, path_components)
        return route(self, path_components)


def route(root, parts):
    """Return the route to the live page at the address `parts` below `root`; 404 if there is none."""
    page = page_at(f"{root.url_path}{'/'.join(parts)}/", len(parts))
    if page is None or not page.live:
        raise Http404
    return RouteResult(page)


def page_at(url_path, depth):
    """Return the specific page at `url_path`, `depth` levels below the home page, or None."""
    if depth in KNOWN_DEPTHS:
        model, *related = KNOWN_DEPTHS[depth]
        pages = apps.get_model(model).objects.select_related(*related)
        return pages.filter(url_path=url_path).first()
    page = Page.objects.filter(url_path=url_path).first()
    return page and page.specific
