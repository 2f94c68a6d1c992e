"""The way into a round: its code, typed or scanned. Wrong codes are limited, right answers never."""

import re

from django.conf import settings
from django.core.cache import cache
from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from quizzes.models import Attempt, Round
from quizzes.taking.anomalies import comes_in_a_burst
from quizzes.taking.pairing import CardError, before_of

WRONG_CODES = 60
WINDOW = 600  # seconds
TICKET = "quizzes.ticket"
NONCE = re.compile(r"[\w-]{16,32}")


def tidy_code(text):
    """Return what somebody typed (`abc 2-3d`) as a code is written."""
    return re.sub(r"[^0-9A-Za-z]", "", text).upper()[:12]


def wrong_code_key(request):
    """Key of a counter that lives ten minutes; a keyed digest, as no address is stored anywhere."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    return f"wrong-code:{salted_hmac('quizzes.wrong-code', address).hexdigest()[:32]}"


def has_guessed_too_often(request):
    return cache.get(wrong_code_key(request), 0) >= WRONG_CODES


def note_wrong_code(request):
    key = wrong_code_key(request)
    if not cache.add(key, 1, WINDOW):
        cache.incr(key)


def ticket_of(round_):
    """Return what a phone that opened the round shows when it sends what others answered on it later."""
    return Signer(salt=TICKET).sign(round_.code)


def round_of(ticket):
    """Return the round of a ticket; None for one that we never gave."""
    try:
        code = Signer(salt=TICKET).unsign(ticket)
    except BadSignature:
        return None
    return Round.objects.select_related("village__regency__province").filter(code=code).first()


def join(round_, language, nonce, pair="", card=None):
    """Begin an attempt in an open round; the same nonce or the same phone again is the same attempt.

    `CardError` when somebody has used the card in this round.
    """
    nonce = nonce if NONCE.fullmatch(nonce) else None
    try:
        with transaction.atomic():
            return Attempt.objects.create(
                edition_id=round_.edition_id,
                round=round_,
                phase=round_.phase,
                language=language,
                date=round_.village.zone.today(),
                nonce=nonce,
                pair=pair,
                card=card,
                before=before_of(round_, pair, card),
                in_burst=comes_in_a_burst(round_),
            )
    except IntegrityError:
        return known_attempt(round_, nonce, pair, card)


def known_attempt(round_, nonce, pair, card):
    mine = Attempt.objects.filter(round=round_)
    again = mine.filter(nonce=nonce).first() if nonce else None
    if again is None and card is not None:
        raise CardError
    return again or (mine.filter(pair=pair).first() if pair else None)
