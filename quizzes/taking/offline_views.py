"""Where a phone sends attempts that were answered on it."""

import json

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from cms.deployment.unavailable import busy_words, guard, status_and_code, with_retry_after
from cms.languages import CODES, SOURCE
from quizzes.models import Attempt
from quizzes.taking.offline import AttemptRejected, SentAttemptForm, receive_attempt

MAX_BYTES = 4096
NUMBER_STORED = "kept"  # the name that phones know


@csrf_exempt
@require_POST
@never_cache
def store_sent_attempt(request):
    """201 stored, 200 the same again; any other response has the reason in the language of the phone."""
    sent = read_json(request)
    language = sent.get("language")
    with override(language if language in CODES else SOURCE):
        return guard(answer_to_attempt, unavailable_answer)(sent)


def answer_to_attempt(sent):
    form = SentAttemptForm(sent)
    if not form.is_valid():
        return error_response(_("What was sent does not match our quiz page. Nothing was saved."), 422)
    try:
        attempt, is_new = receive_attempt(form.cleaned_data, form.content)
    except AttemptRejected as rejected:
        return error_response(str(rejected), rejected.status)
    stored = {NUMBER_STORED: len(form.cleaned_data["answers"])}
    if attempt.aside_reason == Attempt.ExclusionReason.LATE:
        stored["late"] = attempt.set_aside
    return JsonResponse(stored, status=201 if is_new else 200)


def unavailable_answer(_sent, error):
    return with_retry_after(error_response(busy_words(), status_and_code(error)[0]))


def read_json(request):
    """Return the JSON object that was sent; empty for anything else."""
    if request.content_type != "application/json" or len(request.body) > MAX_BYTES:
        return {}
    try:
        sent = json.loads(request.body)
        json.dumps(sent, ensure_ascii=False).encode()  # lone surrogates cannot be stored
    except (ValueError, RecursionError):
        return {}
    return sent if isinstance(sent, dict) else {}


def error_response(message, status):
    return JsonResponse({"error": message}, status=status)
