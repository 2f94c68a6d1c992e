""" "Was this useful?": the answers of readers and the list of them for editors.

An answer comes without a cookie, a token or anything that tells who gave it.
"""

from datetime import timedelta
from urllib.parse import urlsplit

from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cms.accounts.permissions import text_worker_required
from cms.languages import NAMES, current
from cms.models import ArticlePage, UsefulTally
from cms.translations.views import PER_PAGE
from cms.views import csrf_failure


def is_from_here(request):
    """Say whether a page of this site sent the form: the browser tells, a page kept in a cache cannot.

    A token would make each copy of the page different. Old browsers name the page only in `Referer`.
    """
    sent = request.headers
    if "Sec-Fetch-Site" in sent:
        return sent["Sec-Fetch-Site"] == "same-origin"
    return urlsplit(sent.get("Origin") or sent.get("Referer", "")).netloc == request.get_host()


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def was_useful(request, pk):
    """Count an answer; who only opens the address, say in another language, comes to the article."""
    page = get_object_or_404(ArticlePage.objects.live(), pk=pk)
    address = f"/{current()}/{page.url_path.split('/', 2)[2]}"
    if request.method != "POST":
        return HttpResponseRedirect(address)
    if not is_from_here(request):
        return csrf_failure(request)
    if request.POST.get("answer") in ("yes", "no"):
        UsefulTally.objects.count_answer(page, current(), request.POST["answer"] == "yes")
    return HttpResponseRedirect(f"{address}#terima-kasih", status=303)


A_YEAR = timedelta(days=365)


@require_safe
@text_worker_required
def usefulness(request):
    rows = UsefulTally.objects.per_page(since=timezone.localdate() - A_YEAR)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    for row in page:
        row["language_name"] = NAMES[row["language"]]
    return render(request, "cms/feedback.html", {"page": page})
