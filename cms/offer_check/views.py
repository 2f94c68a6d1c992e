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
    """Show the questions; answer a POST with the verdict, so that answers are not even in the address."""
    return show_verdict(request) if request.method == "POST" else show_questions(request)


@public_page
def show_questions(request):
    """Include every possible verdict in a `<template>`, for the script and for phones without a network."""
    everything = {
        "levels": rules.levels().values(),
        "signs": rules.questions(),
        "unknown": rules.questions(),
    }
    return render(
        request, "cms/offer_check/form.html", {**shared_context(), **everything, "for_script": True}
    )


@cache_control(no_store=True)
def show_verdict(request):
    answers = {question.code: request.POST.get(question.code, "") for question in rules.questions()}
    if not any(value in (rules.YES, rules.NO, rules.UNKNOWN) for value in answers.values()):
        return render(
            request, "cms/offer_check/form.html", {**shared_context(), "nothing_answered": True}, status=422
        )
    verdict = rules.verdict(answers)
    context = {"levels": [verdict.level], "signs": verdict.signs, "unknown": verdict.open}
    return render(request, "cms/offer_check/form.html", {**shared_context(), **context, "verdict": verdict})


def shared_context():
    return {
        "questions": rules.questions(),
        "answers": rules.ANSWERS,
        "strong": rules.STRONG,
        "enough": rules.ENOUGH,
        "helplines": Helpline.objects.published().filter(slug__in=rules.HELPLINES),
    }
