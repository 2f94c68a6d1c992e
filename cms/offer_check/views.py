from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.models import Helpline
from cms.offer_check import rules
from cms.page_cache.middleware import public_page


@csrf_exempt  # nothing is stored or changed, so there is nothing to forge
@require_http_methods(["GET", "HEAD", "POST"])
def check_offer(request):
    """Ten questions; the answer comes with the response and is kept nowhere, not even in the address bar."""
    return answered(request) if request.method == "POST" else asked(request)


@public_page
def asked(request):
    """Show the questions, and in a template all the answers there can be, for a phone without network."""
    everything = {
        "levels": rules.levels().values(),
        "signs": rules.questions(),
        "unknown": rules.questions(),
    }
    return render(request, "cms/offer_check/form.html", {**shared(), **everything, "for_script": True})


@cache_control(no_store=True)
def answered(request):
    answers = {question.code: request.POST.get(question.code, "") for question in rules.questions()}
    if not any(value in (rules.YES, rules.NO, rules.UNKNOWN) for value in answers.values()):
        return render(
            request, "cms/offer_check/form.html", {**shared(), "nothing_answered": True}, status=422
        )
    verdict = rules.verdict(answers)
    context = {"levels": [verdict.level], "signs": verdict.signs, "unknown": verdict.open}
    return render(request, "cms/offer_check/form.html", {**shared(), **context, "verdict": verdict})


def shared():
    return {
        "questions": rules.questions(),
        "answers": rules.ANSWERS,
        "strong": rules.STRONG,
        "enough": rules.ENOUGH,
        "helplines": Helpline.objects.published().filter(slug__in=rules.HELPLINES),
    }
