"""Published content for other programmes: Wagtail's API, read only, in one language (`?lang=jv`)."""

from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import override
from rest_framework.renderers import JSONRenderer
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.serializers import PageSerializer
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet

from cms.languages import CODES, SOURCE
from cms.page_cache.middleware import BROWSER_MAX_AGE

MAX_OFFSET_DIGITS = 9


class OneLanguageMixin:
    """Every text in the language asked for, else in Indonesian; `shown_in` names the one used."""

    renderer_classes = [JSONRenderer]
    authentication_classes = []
    known_query_parameters = PagesAPIViewSet.known_query_parameters | {"lang"}

    def dispatch(self, request, *args, **kwargs):
        error = error_in(request.GET)
        if error:
            return JsonResponse({"message": error}, status=400)
        with override(request.GET.get("lang", SOURCE)):
            response = super().dispatch(request, *args, **kwargs)
            if hasattr(response, "render"):  # not the plain redirect of `find/`
                response.render()
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=BROWSER_MAX_AGE)
        return response

    def handle_exception(self, exc):
        """Wagtail leaves it to the database to reject a value that a field cannot hold."""
        if isinstance(exc, ValueError | ValidationError):
            exc = BadRequestError("a parameter has a value that cannot be")
        return super().handle_exception(exc)


def error_in(parameters):
    """Return what is wrong with parameters that Wagtail does not check closely enough, or ""."""
    if parameters.get("lang", SOURCE) not in CODES:
        return f"lang must be one of {', '.join(CODES)}"
    if "site" in parameters:
        return "there is one site: leave site out"
    if len(parameters.get("offset", "")) > MAX_OFFSET_DIGITS:
        return "offset is too large"
    return ""


class PublicPageSerializer(PageSerializer):
    def to_representation(self, page):
        """Nothing of a picture that is private, not even its name."""
        shown = super().to_representation(page)
        if "picture" in shown and not page.shown_picture:
            shown["picture"] = None
        return shown


class Pages(OneLanguageMixin, PagesAPIViewSet):
    base_serializer_class = PublicPageSerializer
    listing_default_fields = [*PagesAPIViewSet.listing_default_fields, "heading", "shown_in"]


class Pictures(OneLanguageMixin, ImagesAPIViewSet):
    body_fields = [*ImagesAPIViewSet.body_fields, "description"]

    def get_queryset(self):
        return super().get_queryset().filter(is_private=False)


router = WagtailAPIRouter("content-api")
router.register_endpoint("pages", Pages)
router.register_endpoint("pictures", Pictures)
