"""The pages of villages, for search engines."""

from cms.languages import WITH_INTERFACE
from cms.sitemaps import SitemapEntry
from villages.models import Village

MAX_VILLAGES = 5000  # a sitemap holds 50,000 addresses, four for each village


def village_places():
    yield SitemapEntry("/desa/", WITH_INTERFACE)
    for code in Village.objects.active().order_by("code").values_list("code", flat=True)[:MAX_VILLAGES]:
        yield SitemapEntry(f"/desa/{code}/", WITH_INTERFACE)
