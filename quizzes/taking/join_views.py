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
from quizzes.taking.joining import has_guessed_too_often, join, note_wrong_code, tidy_code
from quizzes.taking.pairing import SHARED, CardError, card_of, keep_pair, kept_pair, new_pair, share_phone
from quizzes.taking.slim_pages import lean
from quizzes.taking.views import SeeOther

MOST_TOKENS = 5  # a phone is given one attempt by the server, then opens the others itself


@lean
@require_safe
def code_form(request):
    """Where the code is typed."""
    code = tidy_code(request.GET.get("kode", ""))
    if code:
        return HttpResponseRedirect(reverse("quizzes:join", args=[code]))
    return ask(request)


@lean
@require_http_methods(["GET", "HEAD", "POST"])
def join_round(request, code):
    if has_guessed_too_often(request):
        return ask(request, _("Too many wrong codes. Wait ten minutes, or ask the officer."), 429)
    rounds = Round.objects.select_related("edition", "quiz", "village__regency__province")
    found = rounds.filter(code=tidy_code(code)).first()
    if found is None:
        note_wrong_code(request)
        # Not 404: the language middleware would send the reader on to a page in her language.
        return ask(
            request, _("There is no round with this code. Check the six letters with the officer."), 422
        )
    if not found.is_open:
        return ask(request, _("This round has closed. Ask the officer whether there is another code."), 410)
    if request.method == "POST" and "next" in request.POST:
        return hand_on(request, found)
    if request.method == "POST":
        return begin(request, found)
    return welcome(request, found)


def welcome(request, found, error=""):
    """The page that starts the quiz; on a phone that has begun, go on or hand on."""
    pair = kept_pair(request, found)
    begun = found.attempts.filter(pair=pair).first() if pair not in ("", SHARED) else None
    context = {
        "round": found,
        "title": title_of(found),
        "nonce": new_token(),
        "offered": offered(found),
        "language": language_of(request, found),
        "has_cards": Card.objects.filter(session=found.session).exists(),
        "begun": begun,
        "error": error,
        "card": request.POST.get("card", "")[:8],
    }
    if begun:
        context["resume"] = resume_url(found, begun, begun.language)
    return render(request, "quizzes/taking/join.html", context, status=422 if error else 200)


def begin(request, found):
    language = language_of(request, found)
    pair = kept_pair(request, found) or new_pair()
    try:
        card = card_of(found, request.POST.get("card", ""))
        own = "" if card or pair == SHARED else pair
        attempt = join(found, language, request.POST.get("nonce", ""), own, card)
    except CardError:
        error = _("This card number is not known here, or somebody has used it. Check it, or leave it empty.")
        return welcome(request, found, error)
    if attempt is None:
        return ask(
            request, _("There is no round with this code. Check the six letters with the officer."), 422
        )
    response = SeeOther(resume_url(found, attempt, language))
    if own and attempt.pair == own:
        keep_pair(response, found, own)
    return response


def hand_on(request, found):
    """Next person: the phone forgets who was before, and pairs nobody from now on in this session."""
    share_phone(found, kept_pair(request, found), request.POST.getlist("token")[:1])
    response = SeeOther(reverse("quizzes:join", args=[found.code]))
    keep_pair(response, found, SHARED)
    return response


@csrf_exempt
@require_POST
@never_cache
def handed_on(request, code):
    """The same, said by a phone that was handed on without a signal; the round may have closed meanwhile."""
    found = None if has_guessed_too_often(request) else Round.objects.filter(code=tidy_code(code)).first()
    if found is None:
        note_wrong_code(request)
        return JsonResponse({"shared": False}, status=422)
    share_phone(found, kept_pair(request, found), request.POST.getlist("token")[:MOST_TOKENS])
    response = JsonResponse({"shared": True, "open": found.is_open})
    keep_pair(response, found, SHARED)
    return response


def resume_url(found, attempt, language):
    path = reverse("quizzes-public:resume", args=[found.quiz.slug, attempt.token])
    return f"/{language}/{path.lstrip('/').partition('/')[2]}"


def ask(request, sentence="", status=200):
    """Ask for the code; the one in the address, if there is one, stays to be mended."""
    code = tidy_code(request.resolver_match.kwargs.get("code", ""))
    return render(request, "quizzes/taking/code.html", {"sentence": sentence, "code": code}, status=status)


def title_of(found):
    return found.edition.titles.get(current()) or found.edition.titles["id"]


def offered(found):
    titles = found.edition.titles
    return [(code, name) for code, name in settings.LANGUAGES if code in titles or code in WITH_INTERFACE[:1]]


def language_of(request, found):
    """The language that was chosen, else that of the page, else the first that is offered."""
    codes = [code for code, _name in offered(found)]
    return next(code for code in (request.POST.get("language"), current(), *codes) if code in codes)
