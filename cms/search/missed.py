"""Counting searches that found nothing, without anything about who searched.

A count must not slow the page, and nobody's private matter may end up in it. Browsers ask again for the same
search only after a minute (the page is cached so long), so quick repetitions do not count.
"""

import logging
import re
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction

from cms.feedback import is_same_origin
from cms.models import MissedSearch
from cms.search.words import words

MOST_WORDS, MOST_LETTERS, MOST_DIGITS = 4, 40, 5
LONGEST_WAIT = 50  # milliseconds for a lock
ROBOT = re.compile(r"bot\b|crawl|spider|slurp|preview", re.IGNORECASE)
logger = logging.getLogger(__name__)


def countable(query):
    """Return `query` as it is counted, or "": a sentence, a number or an address may be about somebody."""
    typed = words(query)
    text = " ".join(typed)
    is_short = 0 < len(typed) <= MOST_WORDS and 2 < len(text) <= MOST_LETTERS
    has_number = sum(letter.isdigit() for letter in text) > MOST_DIGITS
    return text if is_short and not has_number and "@" not in query else ""


def is_asked_by_a_reader(request):
    """Return True if somebody sent the form of this site: no robot, no browser that fetches ahead."""
    headers = request.headers
    is_ahead = "prefetch" in headers.get("Sec-Purpose", headers.get("Purpose", ""))
    is_robot = ROBOT.search(headers.get("User-Agent", ""))
    return request.method == "GET" and not is_ahead and not is_robot and is_same_origin(request)


def count_missed(request, query, language):
    text = countable(query)
    if not text or not is_asked_by_a_reader(request):
        return
    try:
        with short_transaction():
            MissedSearch.objects.count_search(text, language)
    except DatabaseError:  # somebody else writes: the page is worth more than the count
        logger.info("A search without a result was not counted.")


@contextmanager
def short_transaction():
    """A transaction that waits only briefly for a lock."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with transaction.atomic():
                cursor.execute(f"SET LOCAL lock_timeout = {LONGEST_WAIT}")
                yield
            return
        cursor.execute("PRAGMA busy_timeout")
        before = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {LONGEST_WAIT}")
        try:
            with transaction.atomic():  # takes the lock of the database at once
                yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {before}")
