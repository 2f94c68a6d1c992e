"""A quiz alone or in a round, one question a page, without JavaScript or cookies.

The whole quiz in one document (`whole`) is for `static/js/quiz.js`, which takes it on the phone.
"""

import json

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cms.languages import current, path_in
from cms.page_cache.middleware import public_page
from quizzes.models import Card, Phase, Quiz, Round
from quizzes.taking.answers import give_answer, progress_of, start
from quizzes.taking.content import content_of
from quizzes.taking.joining import has_guessed_too_often, note_wrong_code, ticket_of
from quizzes.taking.slim_pages import lean, styled


class SeeOther(HttpResponseRedirect):
    status_code = 303


@require_safe
@public_page
def quiz_list(request):
    return render(
        request, "quizzes/taking/list.html", {"quizzes": Quiz.objects.published(), "section": "quiz"}
    )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request, slug):
    """The first page of a quiz; a POST begins an attempt."""
    found = get_object_or_404(Quiz.objects.published(), slug=slug)
    edition = found.current_edition
    if request.method == "POST":
        attempt = start(edition, current(), is_repeat="again" in request.POST)
        return SeeOther(step_url(slug, attempt.token, 1))
    return introduce(request, found, edition)


@public_page
def introduce(request, found, edition):
    context = {"quiz": found, "count": edition.items.count(), "section": "quiz"}
    return render(request, "quizzes/taking/quiz.html", context)


@styled
@require_safe
@public_page
def whole_alone(request, slug):
    """Everything somebody alone needs to take the quiz without network."""
    edition = get_object_or_404(Quiz.objects.published(), slug=slug).current_edition
    return whole(request, content_of(edition.pk, edition.stamp))


@lean
@require_safe
def whole_begun(request, slug, token):
    """The same for an attempt that has begun; before a session it holds neither keys nor explanations."""
    progress = progress_of(token, slug)
    if progress is None:
        return unknown(request)
    return whole(request, progress.content, token, progress)


@lean
@require_safe
def whole_round(request, slug, code):
    """The same for everybody who takes it on this phone after the first one, with or without network."""
    found = None if has_guessed_too_often(request) else round_at(code, slug)
    if found is None:
        note_wrong_code(request)
        return unknown(request)
    if not found.is_open:
        return plain(request, _("This round has closed. Ask the officer whether there is another code."), 410)
    content = content_of(found.edition_id, found.edition.stamp)
    return whole(request, content, round_=found)


def round_at(code, slug):
    return Round.objects.select_related("edition").filter(code=code, quiz__slug=slug).first()


def whole(request, content, token="", progress=None, round_=None):
    given = progress.given.items() if progress else ()
    taken_in = round_ or (progress and progress.round)
    code = taken_in.code if taken_in else ""
    questions = content.questions(current())
    request.has_pictures = any(question.has_pictures for question in questions)
    context = {
        "content": content,
        "title": content.title(current()),
        "questions": questions,
        "count": len(content),
        "scored": len(content.scored),
        # Filled in by the script.
        "right": mark_safe("<span data-right></span>"),
        "others": mark_safe("<b data-number></b>"),
        "has_feedback": progress.has_feedback if progress else explains(round_),
        "place": token or code or content.slug,
        "token": token,
        "code": code,
        "ticket": ticket_of(round_) if round_ else "",
        "has_cards": round_ and Card.objects.filter(session=round_.session).exists(),
        "given": json.dumps({content.versions[position - 1].pk: key for position, key in given}),
        "links": language_links(request, content),
    }
    return render(request, "quizzes/taking/whole.html", context)


def explains(round_):
    return round_ is None or round_.phase != Phase.BEFORE


def language_links(request, content):
    """The same place in the other languages of the quiz."""
    return [
        {"url": path_in(request.path, code), "code": code, "name": name}
        for code, name in content.languages
        if code != current()
    ]


@lean
@require_safe
def resume(request, slug, token):
    """Go on where one stopped."""
    progress = progress_of(token, slug)
    if progress is None:
        return unknown(request)
    return SeeOther(next_url(progress, token))


@lean
@require_http_methods(["GET", "HEAD", "POST"])
def question(request, slug, token, position):
    position = int(position)
    progress = progress_of(token, slug)
    if progress is None or not 1 <= position <= len(progress.content):
        return unknown(request)
    if request.method == "POST":
        return answer(request, progress, token, position)
    return show(request, progress, token, position)


@lean
@require_safe
def result(request, slug, token):
    progress = progress_of(token, slug)
    if progress is None:
        return unknown(request)
    if not progress.is_finished:
        return SeeOther(next_url(progress, token))
    context = {
        "progress": progress,
        "token": token,
        "content": progress.content,
        "title": progress.content.title(current()),
    }
    return render(request, "quizzes/taking/result.html", context)


def answer(request, progress, token, position):
    if position not in progress.given:
        if not progress.accepts_answers:
            return plain(request, _("This round has closed. What you answered is kept."), 410)
        try:
            give_answer(progress, position, request.POST.get("choice", ""))
        except ValueError:
            return show(request, progress, token, position, error=True)
    if progress.has_feedback:
        return SeeOther(step_url(progress.content.slug, token, position))
    return SeeOther(next_url(progress, token, after=position))


def show(request, progress, token, position, error=False):
    """Show the question, or the feedback where it has been answered."""
    shown = progress.content.question(position, current())
    key = progress.given.get(position)
    request.has_pictures = shown.has_pictures
    context = {
        "progress": progress,
        "title": progress.content.title(current()),
        "count": len(progress.content),
        "question": shown,
        "is_answered": key is not None,
        "chosen": shown.choice(key),
        "next_url": next_url(progress, token),
        "error": error,
        "links": language_links(request, progress.content),
    }
    return render(request, "quizzes/taking/question.html", context, status=422 if error else 200)


def unknown(request):
    return plain(request, _("This page of the quiz does not exist. Nothing was stored."), 404)


def plain(request, sentence, status):
    return render(request, "quizzes/taking/message.html", {"sentence": sentence}, status=status)


def step_url(slug, token, position):
    return reverse("quizzes-public:question", args=[slug, token, position])


def next_url(progress, token, after=None):
    """Address of the first question without an answer (`after` has just been answered), or of the result."""
    waiting = [
        position
        for position in range(1, len(progress.content) + 1)
        if position not in progress.given and position != after
    ]
    if waiting:
        return step_url(progress.content.slug, token, waiting[0])
    return reverse("quizzes-public:result", args=[progress.content.slug, token])
