"""Published content for other programmes: Wagtail's API, read only, in one language (`?lang=jv`)."""

from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import override
from rest_framework.renderers import JSONRenderer
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet

from cms.languages import CODES, SOURCE
from cms.page_cache.middleware import BROWSER_MAX_AGE

MOST_DIGITS = 9


class OneLanguage:
    """Every text in the language asked for, else in Indonesian; `shown_in` tells which one it is."""

    renderer_classes = [JSONRenderer]
    authentication_classes = []
    known_query_parameters = PagesAPIViewSet.known_query_parameters | {"lang"}

    def dispatch(self, request, *args, **kwargs):
        fault = fault_in(request.GET)
        if fault:
            return JsonResponse({"message": fault}, status=400)
        with override(request.GET.get("lang", SOURCE)):
            response = super().dispatch(request, *args, **kwargs)
            if hasattr(response, "render"):  # `find/` answers with a plain redirect
                response.render()
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=BROWSER_MAX_AGE)
        return response

    def handle_exception(self, exc):
        """Wagtail lets the database say that a field cannot hold what is looked for."""
        if isinstance(exc, ValueError | ValidationError):
            exc = BadRequestError("a parameter has a value that cannot be")
        return super().handle_exception(exc)


def fault_in(parameters):
    """Return what is wrong with parameters that Wagtail does not look at closely enough."""
    if parameters.get("lang", SOURCE) not in CODES:
        return f"lang must be one of {', '.join(CODES)}"
    if "site" in parameters:
        return "there is one site: leave site out"
    if len(parameters.get("offset", "")) > MOST_DIGITS:
        return "offset is too large"
    return ""


class Pages(OneLanguage, PagesAPIViewSet):
    listing_default_fields = [*PagesAPIViewSet.listing_default_fields, "heading", "shown_in"]


class Pictures(OneLanguage, ImagesAPIViewSet):
    body_fields = [*ImagesAPIViewSet.body_fields, "description"]


router = WagtailAPIRouter("content-api")
router.register_endpoint("pages", Pages)
router.register_endpoint("pictures", Pictures)
