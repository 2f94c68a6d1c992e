from dataclasses import dataclass

from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.languages import current
from cms.models import TopicPage
from cms.search.code_pages import code_pages
from cms.search.crisis import crisis_help
from cms.search.hits import Question, hits_of_others
from cms.search.index import headings
from cms.search.missed import count_missed
from cms.search.query import search as found
from cms.search.synonyms import dictionary
from cms.search.words import words

MAX_LENGTH = 80  # characters


@dataclass(frozen=True)
class ResultGroup:
    label: str
    results: list


@require_safe
@cache_control(private=True, max_age=60)
def search(request):
    query = " ".join(request.GET.get("q", "").split())[:MAX_LENGTH]
    context = {"query": query, **(answer(query, current()) if query else {})}
    if not context.get("number"):
        context["topics"] = TopicPage.objects.live()
    if not context.get("number") and not context.get("crisis"):
        count_missed(request, query, current())
    return render(request, "cms/search/results.html", context)


def answer(query, language):
    """Return what the page shows for `query`: help first, then what was found, by kind."""
    typed, synonyms = tuple(words(query)), dictionary(language)
    results = found(typed, language, synonyms, code_pages(language), headings())
    is_answered = bool(results) and results[0].has_all(typed)
    others = hits_of_others(Question(query, typed, language, is_answered))
    return {
        "crisis": crisis_help(typed, synonyms),
        "named": [group for group in others if group.is_named],
        "groups": by_kind(results),
        "others": [group for group in others if not group.is_named],
        "number": len(results) + sum(len(group.hits) for group in others),
    }


def by_kind(results):
    """Return the results in groups of a kind; the kind of the best result comes first."""
    labels, groups = headings(), {}
    for result in results:
        label = labels[result.document.kind]
        groups.setdefault(label, ResultGroup(label, [])).results.append(result)
    return list(groups.values())
