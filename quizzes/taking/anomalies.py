"""Anomalies of a round: more phones than people, bursts, always the same position."""

from dataclasses import dataclass

from django.core.cache import cache

from quizzes.models import DONT_KNOW, Answer, Attempt
from quizzes.models.rounds import FEWEST_STRAIGHT, STRAIGHT_SHARE, TIME_TO_SEND

BURST_FROM = 60  # attempts begun in a round within a minute; a full hall scanning the code is fewer
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
    is_many = counts.straight >= FEWEST_STRAIGHT and counts.straight * STRAIGHT_SHARE >= counts.finished
    found = [
        (Attempt.ExclusionReason.TOO_MANY, is_crowd),
        (Attempt.ExclusionReason.BURST, counts.burst > 0),
        (Attempt.ExclusionReason.STRAIGHT, is_many),
    ]
    return [reason for reason, is_so in found if is_so]


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
    """Mark a finished attempt of a round that chose the same position all the way."""
    given = dict(Answer.objects.filter(attempt=attempt).values_list("version", "choice"))
    if is_straight(positions_of(versions, given)):
        Attempt.objects.filter(pk=attempt.pk).update(is_straight=True)


def starts_in_burst(round_, begun_at=None):
    """Count an attempt that starts now in `round_`; return True if too many started in the same minute.

    Counted in the cache, as no time is stored with an attempt. One that is sent later counts in the minute
    in which it was begun: phones that find a signal together are no burst.
    """
    minute = f":{int(begun_at.timestamp()) // MINUTE}" if begun_at else ""
    key = f"begun:{round_.pk}{minute}"
    if cache.add(key, 1, TIME_TO_SEND.total_seconds() if begun_at else MINUTE):
        return False
    try:
        return cache.incr(key) > BURST_FROM
    except ValueError:  # the minute ended just now
        return False
