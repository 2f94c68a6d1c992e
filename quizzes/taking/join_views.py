from django.conf import settings
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.languages import WITH_INTERFACE, current
from quizzes.models import Card, Round
from quizzes.models.attempts import new_token
from quizzes.taking.joining import WINDOW, SlowedDown, join, round_of_code, tidy_code
from quizzes.taking.pairing import (
    SHARED,
    CardError,
    card_of,
    hand_on_phone,
    has_attempt,
    new_pair,
    pair_from_cookie,
    set_pair_cookie,
)
from quizzes.taking.slim_pages import slim
from quizzes.taking.views import SeeOther

MAX_TOKENS = 5  # a phone is given one attempt by the server, then opens the others itself


@slim
@require_safe
def code_form(request):
    """The form for the code."""
    code = tidy_code(request.GET.get("kode", ""))
    if code:
        return HttpResponseRedirect(reverse("quizzes:join", args=[code]))
    return ask_for_code(request)


@slim
@require_http_methods(["GET", "HEAD", "POST"])
def join_round(request, code):
    rounds = Round.objects.select_related("edition", "quiz", "village__regency__province")
    try:
        found = round_of_code(request, code, rounds)
    except SlowedDown:
        sentence = _("Too many wrong codes. Wait ten minutes, or ask the officer.")
        return slowed_down(ask_for_code(request, sentence, 429))
    if found is None:
        # Not 404: the language middleware would redirect to a page in the language of the reader.
        return ask_for_code(request, _("No round has this code. Check the code with the officer."), 422)
    if not found.is_open:
        return ask_for_code(
            request, _("This round has closed. Ask the officer whether there is another code."), 410
        )
    if request.method == "POST" and "next" in request.POST:
        return start_next_person(request, found)
    if request.method == "POST":
        return begin_attempt(request, found)
    return render_join_page(request, found)


def render_join_page(request, found, error=""):
    """The page that starts the quiz; on a phone that has begun, with links to go on or hand it on."""
    pair = pair_from_cookie(request, found)
    begun = found.attempts.filter(pair=pair).first() if pair not in ("", SHARED) else None
    context = {
        "round": found,
        "title": edition_title(found),
        "nonce": new_token(),
        "offered": offered_languages(found),
        "language": choose_language(request, found),
        "has_cards": Card.objects.filter(session=found.session).exists(),
        "begun": begun,
        "error": error,
        "card": request.POST.get("card", "")[:8],
    }
    if begun:
        context["resume"] = resume_url(found, begun, begun.language)
    return render(request, "quizzes/taking/join.html", context, status=422 if error else 200)


def begin_attempt(request, found):
    language = choose_language(request, found)
    pair = pair_from_cookie(request, found) or new_pair()
    try:
        card = card_of(found, request.POST.get("card", ""))
        own = "" if card or pair == SHARED else pair
        attempt = join(found, language, request.POST.get("nonce", ""), own, card)
    except CardError:
        error = _("This card number is unknown or already used. Check it, or leave it empty.")
        return render_join_page(request, found, error)
    if attempt is None:
        return ask_for_code(request, _("No round has this code. Check the code with the officer."), 422)
    response = SeeOther(resume_url(found, attempt, language))
    if own and attempt.pair == own:
        set_pair_cookie(response, found, own)
    return response


def start_next_person(request, found):
    """Clear what the phone stores of the person before; it pairs nobody from now on in this session."""
    hand_on_phone(found, pair_from_cookie(request, found), request.POST.getlist("token")[:1])
    response = SeeOther(reverse("quizzes:join", args=[found.code]))
    set_pair_cookie(response, found, SHARED)
    return response


@csrf_exempt
@require_POST
@never_cache
def handed_on(request, code):
    """The same, sent later by a phone that was handed on without a signal; the round may have closed."""
    tokens = request.POST.getlist("token")[:MAX_TOKENS]
    try:
        found = round_taken_part_in(request, code, tokens) or round_of_code(request, code)
    except SlowedDown:
        return slowed_down(JsonResponse({}, status=429))
    if found is None:
        return JsonResponse({"shared": False}, status=422)
    hand_on_phone(found, pair_from_cookie(request, found), tokens)
    response = JsonResponse({"shared": True, "open": found.is_open})
    set_pair_cookie(response, found, SHARED)
    return response


def round_taken_part_in(request, code, tokens):
    """Return the round of `code` if the phone proves, by its cookie or an attempt, that it took part."""
    found = Round.objects.filter(code=tidy_code(code)).first()
    took_part = found and (pair_from_cookie(request, found) or has_attempt(found, tokens))
    return found if took_part else None


def slowed_down(response):
    response["Retry-After"] = str(WINDOW)
    return response


def resume_url(found, attempt, language):
    path = reverse("quizzes-public:resume", args=[found.quiz.slug, attempt.token])
    return f"/{language}/{path.lstrip('/').partition('/')[2]}"


def ask_for_code(request, sentence="", status=200):
    """Ask for the code; one in the address stays in the form to be corrected."""
    code = tidy_code(request.resolver_match.kwargs.get("code", ""))
    return render(request, "quizzes/taking/code.html", {"sentence": sentence, "code": code}, status=status)


def edition_title(found):
    return found.edition.titles.get(current()) or found.edition.titles["id"]


def offered_languages(found):
    titles = found.edition.titles
    return [(code, name) for code, name in settings.LANGUAGES if code in titles or code in WITH_INTERFACE[:1]]


def choose_language(request, found):
    """Return the language that was chosen, else that of the page, else the first that is offered."""
    codes = [code for code, _name in offered_languages(found)]
    return next(code for code in (request.POST.get("language"), current(), *codes) if code in codes)
