""" "Was this useful?": readers answer below an article, editors see the answers in a report.

An answer comes without a cookie, a token or anything else that identifies the reader.
"""

from datetime import timedelta
from urllib.parse import urlsplit

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from cms.languages import NAMES, current
from cms.models import ArticlePage, UsefulTally
from cms.views import csrf_failure

A_YEAR = timedelta(days=365)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def was_useful(request, pk):
    """Count an answer; readers who open the address (perhaps in another language) get the article."""
    page = get_object_or_404(ArticlePage.objects.live(), pk=pk)
    address = f"/{current()}/{page.url_path.split('/', 2)[2]}"
    if request.method != "POST":
        return HttpResponseRedirect(address)
    if not is_same_origin(request):
        return csrf_failure(request)
    if request.POST.get("answer") in ("yes", "no"):
        UsefulTally.objects.count_answer(page, current(), request.POST["answer"] == "yes")
    return HttpResponseRedirect(f"{address}#terima-kasih", status=303)


def is_same_origin(request):
    """Return True if a page of this site sent the form, by the headers of the browser.

    With a token each copy of a cached page would be different. Old browsers name the page only in `Referer`.
    """
    headers = request.headers
    if "Sec-Fetch-Site" in headers:
        return headers["Sec-Fetch-Site"] == "same-origin"
    return urlsplit(headers.get("Origin") or headers.get("Referer", "")).netloc == request.get_host()


class UsefulnessReport(ReportView):
    page_title = _("Was this useful?")
    header_icon = "help"
    index_url_name = "usefulness"
    results_template_name = "cms/feedback.html"
    paginate_by = 40
    columns = [
        TitleColumn(
            "page__title",
            label=_("Article"),
            get_url=lambda row: reverse("wagtailadmin_pages:edit", args=[row["page"]]),
        ),
        Column("language", label=_("Language"), accessor=lambda row: NAMES[row["language"]]),
        Column("sum_yes", label=_("Yes")),
        Column("sum_no", label=_("No")),
    ]

    def get_queryset(self):
        return UsefulTally.objects.per_page(since=timezone.localdate() - A_YEAR)
