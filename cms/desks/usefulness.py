"""What readers answered to "Was this useful?"."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.desks.views import PER_PAGE
from cms.languages import NAMES
from cms.models import UsefulTally
from cms.rights import text_worker_required

A_YEAR = timedelta(days=365)


@require_safe
@text_worker_required
def usefulness(request):
    rows = UsefulTally.objects.per_page(since=timezone.localdate() - A_YEAR)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    for row in page:
        row["language_name"] = NAMES[row["language"]]
    return render(request, "cms/desks/usefulness.html", {"page": page})
