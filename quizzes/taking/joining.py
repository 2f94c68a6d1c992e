"""Joining a round with its code, typed or scanned. The right code always works, only misses are counted."""

import re

from django.core.cache import cache
from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from cms.accounts.sign_in_limits import client_network
from quizzes.models import Attempt, Round
from quizzes.taking.anomalies import where_joined
from quizzes.taking.pairing import CardError, find_before_attempt

WRONG_CODES = 60
WINDOW = 600  # seconds
TICKET = "quizzes.ticket"
NONCE = re.compile(r"[\w-]{16,32}")


def tidy_code(text):
    """Return a typed code (`abc 2-3d`) in the form `ABC23D`."""
    return re.sub(r"[^0-9A-Za-z]", "", text).upper()[:12]


def wrong_code_cache_key(request):
    """Return the cache key of a counter: a keyed digest, as no address is stored anywhere."""
    address = client_network(request)
    return f"wrong-code:{salted_hmac('quizzes.wrong-code', address).hexdigest()[:32]}"


def has_guessed_too_often(request):
    return cache.get(wrong_code_cache_key(request), 0) >= WRONG_CODES


def count_wrong_code(request):
    key = wrong_code_cache_key(request)
    if not cache.add(key, 1, WINDOW):
        cache.incr(key)


class SlowedDown(Exception):
    """Too many wrong codes came from this address."""


def round_of_code(request, code, rounds=None):
    """Return the round of a typed code, None for a wrong one, which counts.

    An open round is found from every address. One that has guessed too often learns of no closed round:
    `SlowedDown`, as for a wrong code.
    """
    rounds = Round.objects.all() if rounds is None else rounds
    found = rounds.filter(code=tidy_code(code)).first()
    if found is not None and found.is_open:
        return found
    if has_guessed_too_often(request):
        raise SlowedDown
    if found is None:
        count_wrong_code(request)
    return found


def ticket_for(round_):
    """Return what a phone sends to prove that it had opened the round, with answers given on it later."""
    return Signer(salt=TICKET).sign(round_.code)


def round_of_ticket(ticket):
    """Return the round of a ticket; None for one that is not ours."""
    try:
        code = Signer(salt=TICKET).unsign(ticket)
    except BadSignature:
        return None
    return Round.objects.select_related("village__regency__province").filter(code=code).first()


def join(round_, language, nonce, pair="", card=None):
    """Begin an attempt in an open round; the same nonce or the same phone again is the same attempt.

    `CardError` if the card was used in this round before.
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
                before=find_before_attempt(round_, pair, card),
                **where_joined(round_),
            )
    except IntegrityError:
        return known_attempt(round_, nonce, pair, card)


def known_attempt(round_, nonce, pair, card):
    mine = Attempt.objects.filter(round=round_)
    again = mine.filter(nonce=nonce).first() if nonce else None
    if again is None and card is not None:
        raise CardError
    return again or (mine.filter(pair=pair).first() if pair else None)
