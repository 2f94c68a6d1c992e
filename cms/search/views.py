from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.languages import current
from cms.models import Helpline, TopicPage
from cms.search.query import search as found

MAX_LENGTH = 80  # characters


@require_safe
@cache_control(private=True, max_age=60)
def search(request):
    query = " ".join(request.GET.get("q", "").split())[:MAX_LENGTH]
    results = found(query, current()) if query else []
    context = {"query": query, "results": results}
    if not results:
        context["topics"] = TopicPage.objects.live()
        context["helpline"] = Helpline.objects.published().first()
    return render(request, "cms/search/results.html", context)
