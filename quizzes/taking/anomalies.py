"""Anomalies of a round: more phones than people, bursts, always the same position.

What is odd is set apart (`quizzes.taking.exclusions`) and counts once a reviewer accepts it. Only the time of
receipt is looked at, never that of a phone.
"""

from dataclasses import dataclass

from django.core.cache import cache

from quizzes.models import DONT_KNOW, Answer, Attempt, Round
from quizzes.models.attempts import exclusion
from quizzes.models.rounds import FEWEST_STRAIGHT, MOST_PEOPLE, STRAIGHT_SHARE

COUNTER = "begun"  # of the cache
BURST_FROM = 60  # attempts received within a minute; a full hall scanning the code is fewer
MINUTE = 60
FEWEST_QUESTIONS = 3


@dataclass(frozen=True)
class RoundCounts:
    """Attempts of a round that are not excluded. `people` is None until the session has arrived."""

    answered: int
    finished: int
    burst: int
    straight: int
    people: int | None = None


def find_anomalies(counts):
    """Return each `Attempt.ExclusionReason` for which a reviewer should look at the round."""
    is_crowd = counts.people and 2 * counts.answered > 3 * counts.people
    is_many = are_many_straight(counts.straight, counts.finished)
    found = [
        (Attempt.ExclusionReason.TOO_MANY, is_crowd),
        (Attempt.ExclusionReason.BURST, counts.burst > 0),
        (Attempt.ExclusionReason.STRAIGHT, is_many),
    ]
    return [reason for reason, is_so in found if is_so]


def are_many_straight(straight, finished):
    return straight >= FEWEST_STRAIGHT and straight * STRAIGHT_SHARE >= finished


def is_straight(positions):
    """Return True if all positions are the same; None is "I don't know yet", which is honest."""
    return len(positions) >= FEWEST_QUESTIONS and None not in positions and len(set(positions)) == 1


def positions_of(versions, given):
    """Return the position (from 0) of each given choice; `given` is {version: key}."""
    return [
        None if given[version.pk] == DONT_KNOW else version.choice_keys.index(given[version.pk])
        for version in versions
        if version.pk in given
    ]


def mark_straight_line(attempt, versions):
    """Mark a finished attempt of a round that chose the same position all the way; return True if it did."""
    given = dict(Answer.objects.filter(attempt=attempt.pk).values_list("version", "choice"))
    if not is_straight(positions_of(versions, given)):
        return False
    Attempt.objects.filter(pk=attempt.pk).update(is_straight=True)
    return True


def starts_in_burst(place):
    """Count an attempt received now in `place`; return True if too many came within the same minute.

    Counted in the cache, as no time is stored with an attempt.
    """
    key = f"{COUNTER}:{place}"
    if cache.add(key, 1, MINUTE):
        return False
    try:
        return cache.incr(key) > BURST_FROM
    except ValueError:  # the minute ended just now
        return False


def fits_hall(number, people):
    """Return True if `number` attempts are no more than 1.5 for each of the `people` present.

    While the session has not arrived nobody knows them, and a hall has at most `MOST_PEOPLE`.
    """
    return 2 * number <= 3 * people if people else number <= MOST_PEOPLE


def hall_of(round_):
    """Return (people present or None, attempts begun) in one query."""
    return Round.objects.with_hall().values_list("people", "begun").get(pk=round_.pk)


def where_joined(round_):
    """Return the fields of an attempt that somebody begins now, with a network."""
    people, begun = hall_of(round_)
    in_burst = starts_in_burst(f"round-{round_.pk}")
    if not fits_hall(begun + 1, people):
        return {"in_burst": in_burst, **exclusion(Attempt.ExclusionReason.TOO_MANY)}
    if in_burst:
        return {"in_burst": True, **exclusion(Attempt.ExclusionReason.BURST)}
    return {}


def where_sent(round_, card):
    """Return the fields of an attempt that was begun on a phone without a network and arrives now.

    What comes after a gap in the signal is one batch, checked against the people present; each paper card
    stands for one of them. A burst of it is marked until the session tells how many they were.
    """
    people, begun = hall_of(round_)
    in_burst = starts_in_burst(f"round-{round_.pk}") and not people
    if card or fits_hall(begun + 1, people):
        return {"in_burst": in_burst and not card}
    return {"in_burst": in_burst, **exclusion(Attempt.ExclusionReason.TOO_MANY)}


def where_alone(edition_id):
    """Return the fields of an attempt of one person alone: many of a quiz within a minute are set apart."""
    if not starts_in_burst(f"alone-{edition_id}"):
        return {}
    return {"in_burst": True, **exclusion(Attempt.ExclusionReason.BURST)}
