"""The language of a request: from the address, else from the cookie or Accept-Language."""

from django.conf import settings
from django.middleware.locale import LocaleMiddleware


class ReaderLocaleMiddleware(LocaleMiddleware):
    """Redirect `/bantuan/` to `/id/bantuan/`; a wrong address of the admin, field app or API stays a 404.

    Wagtail answers every address, so Django would take each of them for a page in some language.
    """

    def process_response(self, request, response):
        if response.status_code == 404 and request.path_info.startswith(settings.PATHS_WITHOUT_LANGUAGE):
            return response
        return super().process_response(request, response)
