"""A quiz alone or in a round, one question a page, without JavaScript or cookies.

The whole quiz in one document (`render_whole_quiz`) is for `static/js/quiz.js`, which shows it on the phone.
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
from quizzes.taking.answers import start_attempt, store_answer
from quizzes.taking.content import edition_content
from quizzes.taking.joining import SlowedDown, round_of_code, ticket_for
from quizzes.taking.progress import load_progress
from quizzes.taking.slim_pages import slim


class SeeOther(HttpResponseRedirect):
    status_code = 303


@require_safe
@public_page
def quiz_list(request):
    return render(request, "quizzes/taking/list.html", {"quizzes": Quiz.objects.published()})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request, slug):
    """The first page of a quiz; a POST begins an attempt."""
    found = get_object_or_404(Quiz.objects.published(), slug=slug)
    edition = found.current_edition
    if request.method == "POST":
        attempt = start_attempt(edition, current(), is_repeat="again" in request.POST)
        return SeeOther(step_url(slug, attempt.token, 1))
    return render_introduction(request, found, edition)


@public_page
def render_introduction(request, found, edition):
    context = {"quiz": found, "count": edition.items.count()}
    return render(request, "quizzes/taking/quiz.html", context)


@require_safe
@public_page
def whole_alone(request, slug):
    """All that one person alone needs to take the quiz without a network, its right answers included."""
    found = get_object_or_404(Quiz.objects.published(), slug=slug)
    if Round.objects.asking_before(found.pk).exists():
        return answers_are_secret(request)
    edition = found.current_edition
    return render_whole_quiz(request, edition_content(edition))


@slim
@require_safe
def whole_begun(request, slug, token):
    """The same for an attempt that has begun; before a session without keys and explanations."""
    progress = load_progress(token, slug)
    if progress is None:
        return page_not_found(request)
    if progress.round is None and Round.objects.asking_before(progress.content.quiz_id).exists():
        return answers_are_secret(request)
    return render_whole_quiz(request, progress.content, token, progress)


def answers_are_secret(request):
    """Somebody alone goes on with a page a question, which explains an answer once it is stored."""
    sentence = _("This quiz is being asked in a village now. Take it one question a page.")
    return render_message(request, sentence, 409)


@slim
@require_safe
def whole_round(request, slug, code):
    """The same for all who take it on this phone after the first person, with or without a network."""
    rounds = Round.objects.select_related("edition").filter(quiz__slug=slug)
    try:
        found = round_of_code(request, code, rounds)
    except SlowedDown:
        found = None
    if found is None:
        return page_not_found(request)
    if not found.is_open:
        return render_message(
            request, _("This round has closed. Ask the officer whether there is another code."), 410
        )
    content = edition_content(found.edition)
    return render_whole_quiz(request, content, round_=found)


def render_whole_quiz(request, content, token="", progress=None, round_=None):
    given = progress.given.items() if progress else ()
    of_round = round_ or (progress and progress.round)
    code = of_round.code if of_round else ""
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
        "has_feedback": progress.has_feedback if progress else has_feedback(round_),
        "place": token or code or content.slug,
        "token": token,
        "code": code,
        "ticket": ticket_for(round_) if round_ else "",
        "has_cards": round_ and Card.objects.filter(session=round_.session).exists(),
        "given": json.dumps({content.versions[position - 1].pk: key for position, key in given}),
        "links": language_links(request, content),
    }
    return render(request, "quizzes/taking/whole.html", context)


def has_feedback(round_):
    return round_ is None or round_.phase != Phase.BEFORE


def language_links(request, content):
    """Return the links to this page in the other languages of the quiz."""
    return [
        {"url": path_in(request.path, code), "code": code, "name": name}
        for code, name in content.languages
        if code != current()
    ]


@slim
@require_safe
def resume(request, slug, token):
    """Go on with the first question without an answer."""
    progress = load_progress(token, slug)
    if progress is None:
        return page_not_found(request)
    return SeeOther(next_url(progress, token))


@slim
@require_http_methods(["GET", "HEAD", "POST"])
def question(request, slug, token, position):
    position = int(position)
    progress = load_progress(token, slug)
    if progress is None or not 1 <= position <= len(progress.content):
        return page_not_found(request)
    if request.method == "POST":
        return answer_question(request, progress, token, position)
    return render_question(request, progress, token, position)


@slim
@require_safe
def result(request, slug, token):
    progress = load_progress(token, slug)
    if progress is None:
        return page_not_found(request)
    if not progress.is_finished:
        return SeeOther(next_url(progress, token))
    context = {
        "progress": progress,
        "token": token,
        "content": progress.content,
        "title": progress.content.title(current()),
    }
    return render(request, "quizzes/taking/result.html", context)


def answer_question(request, progress, token, position):
    if position not in progress.given:
        if not progress.accepts_answers:
            return render_message(request, _("This round has closed. Your answers are saved."), 410)
        try:
            store_answer(progress, position, request.POST.get("choice", ""))
        except ValueError:
            return render_question(request, progress, token, position, error=True)
    if progress.has_feedback:
        return SeeOther(request.path)
    return SeeOther(next_url(progress, token, after=position))


def render_question(request, progress, token, position, error=False):
    """Show the question, or its feedback once it has been answered."""
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


def page_not_found(request):
    return render_message(request, _("This quiz page does not exist. Nothing was saved."), 404)


def render_message(request, sentence, status):
    return render(request, "quizzes/taking/message.html", {"sentence": sentence}, status=status)


def step_url(slug, token, position):
    return reverse("quizzes-public:question", args=[slug, token, position])


def next_url(progress, token, after=None):
    """Return the URL of the first question without an answer (`after` has one now), or of the result."""
    waiting = [
        position
        for position in range(1, len(progress.content) + 1)
        if position not in progress.given and position != after
    ]
    if waiting:
        return step_url(progress.content.slug, token, waiting[0])
    return reverse("quizzes-public:result", args=[progress.content.slug, token])
