"""The filters of a dashboard page, read from its query string."""

from wagtail.models import Page

from quizzes.programme.permissions import visible_offices
from villages.reach.filters import FiltersForm


def read_filters(request):
    """Return (form, filters); office staff always see one office."""
    offices = visible_offices(request.user)
    topics = Page.objects.live().filter(content_type__model="topicpage").values_list("slug", "title")
    form = FiltersForm(request.GET, offices, topics)
    filters = form.filters
    if offices is not None and filters.office is None:
        filters = form.narrowed(filters, offices.first())
    form.show(filters)
    return form, filters
