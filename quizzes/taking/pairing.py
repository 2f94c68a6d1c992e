"""Before and after of the same person, without knowing who: by the phone's round cookie or a paper card."""

import re
import secrets

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from quizzes.models import Attempt, Card, KnowledgeTally, Phase
from quizzes.models.attempts import new_token
from quizzes.models.knowledge_tallies import pair_changes

COOKIE = "ronde"
COOKIE_AGE = 12 * 3600
SHARED = "bersama"
PAIR = re.compile(r"[\w-]{22}")
WEIGHTS = (1, 3, 7, 9)
MAX_CARDS = 200


class CardError(ValueError):
    """No card of this session has the number, or it was used in this round."""


def session_mark(session):
    """Return what the cookie holds of the session: enough to recognise it, but not its uuid."""
    return salted_hmac("quizzes.round-cookie", session.hex).hexdigest()[:16]


def pair_from_cookie(request, round_):
    """Return the phone's random pair in this session, SHARED for a shared phone, "" when there is none."""
    mark, _dot, pair = request.COOKIES.get(COOKIE, "").partition(".")
    known = mark == session_mark(round_.session) and (pair == SHARED or PAIR.fullmatch(pair))
    return pair if known else ""


def new_pair():
    return secrets.token_urlsafe(16)


def set_pair_cookie(response, round_, pair):
    """Store the pair on the phone; it is sent to the join pages only."""
    response.set_cookie(
        COOKIE,
        f"{session_mark(round_.session)}.{pair}",
        max_age=COOKIE_AGE,
        path="/g/",
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


@transaction.atomic
def hand_on_phone(round_, pair, tokens=()):
    """Clear the pair of a phone that is handed on, as it no longer stands for one person.

    The finished attempts of the phone, known by `pair` or `tokens`, get another token: Back on the phone
    does not show their answers to the next person.
    """
    of_pair = Q(pair=pair) if PAIR.fullmatch(pair) else Q(pk__in=[])
    known = Attempt.objects.filter(Q(token__in=tokens) | of_pair, round__session=round_.session)
    locked = list(known.locked().values_list("pk", flat=True))
    replace_tokens(known.filter(Q(token__in=tokens) | Q(round=round_)))
    mine = Attempt.objects.filter(of_pair, pk__in=locked)
    changes = pair_changes(lock_pairs(list(mine.values_list("pk", flat=True))))
    KnowledgeTally.objects.add_knowledge(changes, sign=-1)
    mine.update(pair="", before=None)


def has_attempt(round_, tokens):
    """Return True if one of `tokens` is of an attempt in the session of `round_`."""
    return Attempt.objects.filter(token__in=tokens, round__session=round_.session).exists()


def replace_tokens(attempts):
    for key in list(attempts.filter(is_finished=True).values_list("pk", flat=True)):
        Attempt.objects.filter(pk=key).update(token=new_token())


def lock_pairs(attempts):
    """Return the paired attempts that have one of `attempts` (ids, locked by the caller) before or after.

    A change of either attempt of a pair locks the earlier one before it reads the other, so that two
    changes at once cannot both miss, or both count, the pair.
    """
    earlier = Attempt.objects.filter(after__in=attempts).locked()
    list(earlier.values_list("pk"))
    return Attempt.objects.paired().filter(Q(pk__in=attempts) | Q(before__in=attempts))


def card_of(round_, number):
    """Return the `Card` with the typed `number`, None for an empty one; `CardError` for any other."""
    number = re.sub(r"\s", "", number)
    if not number:
        return None
    card = Card.objects.filter(session=round_.session, number=number[:4]).first()
    if card is None or len(number) > 4:
        raise CardError
    return card


def find_before_attempt(round_, pair, card):
    """Return the attempt of the same phone or card before the session, unless another is paired with it."""
    if round_.phase != Phase.AFTER or not (pair or card):
        return None
    found = Attempt.objects.filter(
        round__session=round_.session, round__quiz=round_.quiz_id, phase=Phase.BEFORE, after__isnull=True
    )
    return found.filter(card=card).first() if card else found.filter(pair=pair, card=None).first()


def pair_later_attempt(attempt):
    """Pair a new attempt before the session with the one after it, if that was sent first."""
    if attempt.phase == Phase.BEFORE and attempt.card_id:
        Attempt.objects.filter(
            round__session=attempt.round.session,
            round__quiz=attempt.round.quiz_id,
            phase=Phase.AFTER,
            card=attempt.card_id,
            before=None,
        ).update(before=attempt)


@transaction.atomic
def issue_cards(session, count):
    """Give the session `count` more cards with random numbers, at most `MAX_CARDS` in all."""
    taken = set(Card.objects.filter(session=session).values_list("number", flat=True))
    numbers = (f"{number}" for number in range(1000, 10000))
    free = [number for number in numbers if is_card_number(number) and number not in taken]
    chosen = secrets.SystemRandom().sample(free, max(0, min(count, MAX_CARDS - len(taken))))
    Card.objects.bulk_create(
        (Card(session=session, number=number) for number in chosen), ignore_conflicts=True
    )


def is_card_number(text):
    """Return True if the weighted digits add up to a multiple of ten: no typing error is another card."""
    return sum(weight * int(digit) for weight, digit in zip(WEIGHTS, text, strict=True)) % 10 == 0
