"""The one door for attempts that were answered on the phone."""

import json

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from cms.languages import CODES, SOURCE
from quizzes.models import Attempt
from quizzes.taking.offline import RefusedError, SentForm, receive

MOST_BYTES = 4096


@csrf_exempt
@require_POST
@never_cache
def send(request):
    """201 stored, 200 the same again; anything else says why in the language of the phone."""
    sent = sent_json(request)
    language = sent.get("language")
    with override(language if language in CODES else SOURCE):
        form = SentForm(sent)
        if not form.is_valid():
            return refusal(_("This is not what our quiz page sends. Nothing was stored."), 422)
        try:
            attempt, is_new = receive(form.cleaned_data, form.content)
        except RefusedError as refused:
            return refusal(str(refused), refused.status)
    kept = {"kept": len(form.cleaned_data["answers"])}
    if attempt.aside_reason == Attempt.Aside.LATE:
        kept["late"] = attempt.set_aside
    return JsonResponse(kept, status=201 if is_new else 200)


def sent_json(request):
    """Return the JSON object that was sent; empty for anything else."""
    if request.content_type != "application/json" or len(request.body) > MOST_BYTES:
        return {}
    try:
        sent = json.loads(request.body)
        json.dumps(sent, ensure_ascii=False).encode()  # lone surrogates cannot be stored
    except (ValueError, RecursionError):
        return {}
    return sent if isinstance(sent, dict) else {}


def refusal(sentence, status):
    return JsonResponse({"error": sentence}, status=status)
