"""The language of a request: from the address, else cookie and Accept-Language."""

from django.middleware.locale import LocaleMiddleware

WITHOUT_LANGUAGE = ("/admin/", "/api/", "/documents/", "/g/", "/lapangan/", "/media/", "/static/")


class ReaderLocaleMiddleware(LocaleMiddleware):
    """Lead `/bantuan/` to `/id/bantuan/`, but let a desk, field or API address that is not there be a 404.

    Wagtail answers every address, so Django would take each of them for a page in some language.
    """

    def process_response(self, request, response):
        if response.status_code == 404 and request.path_info.startswith(WITHOUT_LANGUAGE):
            return response
        return super().process_response(request, response)
