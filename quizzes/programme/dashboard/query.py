"""What the address of a page of the dashboard asks for."""

from wagtail.models import Page

from quizzes.programme.permissions import offices_of
from villages.reach.filters import FiltersForm


def filters_of(request):
    """Return (form, filters) of the address; a reviewer always looks at one office."""
    offices = offices_of(request.user)
    topics = Page.objects.live().filter(content_type__model="topicpage").values_list("slug", "title")
    form = FiltersForm(request.GET, offices, topics)
    filters = form.filters
    if offices is not None and filters.office is None:
        filters = form.narrowed(filters, offices.first())
    form.show(filters)
    return form, filters
