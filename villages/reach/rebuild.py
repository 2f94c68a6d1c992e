"""Counts all tallies again from the sessions, a few hundred villages at a time."""

from collections import Counter, defaultdict
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Sum
from django.utils import timezone

from cms.page_cache.content_version import content_changed
from villages.models import (
    Attendance,
    MonthTally,
    Referral,
    Session,
    SessionTransition,
    Village,
    VillageTally,
    VisitTally,
)
from villages.models.tallies import (
    COUNTS,
    NEVER,
    NOWHERE,
    counts_of,
    lock_tallies,
    month_of,
    province_of,
    topics_of,
)

KEYS = {
    VillageTally: (
        "village_id",
        "topic",
        "month",
        "office_id",
        "visit_previous",
        "visit_office_id",
        "visit_province",
    ),
    MonthTally: ("topic", "month", "office_id", "province"),
    VisitTally: ("topic", "month", "previous", "office_id", "province"),
}
VALUES = {VillageTally: COUNTS, MonthTally: COUNTS, VisitTally: ("villages",)}
BATCH, LOG_EVERY = 500, 5000  # villages


def rebuild_tallies(log):
    """Replace all tallies by sums of the sessions, in one transaction."""
    with transaction.atomic():
        lock_tallies()
        for model in KEYS:
            model.objects.all().delete()
        months, visits = defaultdict(Counter), Counter()
        for villages, tallies in recount(months, visits, log):
            store_tallies(VillageTally, tallies)
            Village.objects.bulk_update(villages, ["last_session_on"])
        store_tallies(MonthTally, months)
        store_tallies(VisitTally, {key: {"villages": number} for key, number in visits.items()})
        Village.objects.update(updated_at=timezone.now())
        content_changed()


def block_writers(*models):
    """Make writers to the tables of `models` wait until the caller's transaction ends; readers go on.

    What is not counted yet is added afterwards by the writers that waited. SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")


# Not `atomic()`: its transactions may write, and on SQLite other writers would wait.
SNAPSHOT = {"postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY", "sqlite": "BEGIN"}


@contextmanager
def read_snapshot():
    """Read everything as it is now while sessions and answers go on arriving; nobody waits."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(SNAPSHOT[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def tally_differences(log):
    """Yield a line for every tally that differs from the sum of its sessions."""
    months, visits = defaultdict(Counter), Counter()
    for villages, tallies in recount(months, visits, log):
        ids = {village.pk: village.last_session_on for village in villages}
        yield from compare(VillageTally, VillageTally.objects.filter(village__in=ids), tallies)
        for pk, last in Village.objects.filter(pk__in=ids).values_list("pk", "last_session_on"):
            if last != ids[pk]:
                yield f"village {pk}: last session {last}, should be {ids[pk]}"
    yield from compare(MonthTally, MonthTally.objects.all(), months)
    visits = {key: {"villages": number} for key, number in visits.items()}
    yield from compare(VisitTally, VisitTally.objects.all(), visits)


def compare(model, stored, wanted):
    wanted = {key: tuple(counts[name] for name in VALUES[model]) for key, counts in wanted.items()}
    for row in stored.values_list(*KEYS[model], *VALUES[model]).iterator(2000):
        key, numbers = row[: len(KEYS[model])], row[len(KEYS[model]) :]
        should = wanted.pop(key, None)
        if numbers != should:
            yield f"{model.__name__} {key}: {numbers}, should be {should}"
    for key, should in wanted.items():
        yield f"{model.__name__} {key}: missing, should be {should}"


def store_tallies(model, tallies):
    rows = [model(**dict(zip(KEYS[model], key, strict=True)), **counts) for key, counts in tallies.items()]
    model.objects.bulk_create(rows, 1000)


def recount(months, visits, log):
    """Yield (villages, tallies) for `BATCH` villages at a time and add up `months` and `visits` meanwhile."""
    villages = Village.objects.only("pk", "status", "office_id", "regency_id").order_by("pk")
    done, total, batch = 0, villages.count(), list(villages[:BATCH])
    while batch:
        yield batch, recount_batch(batch, months, visits)
        done += len(batch)
        if done % LOG_EVERY == 0:
            log(f"villages: {done:,} of {total:,}")
        batch = list(villages.filter(pk__gt=batch[-1].pk)[:BATCH])


def recount_batch(batch, months, visits):
    by_id = {village.pk: village for village in batch}
    tallies = defaultdict(Counter)
    for village in batch:
        village.last_session_on = None
    for session, counts in counted_sessions(by_id):
        village, month = by_id[session.village_id], month_of(session.started_on)
        village.last_session_on = max(filter(None, [village.last_session_on, session.started_on]))
        for topic in topics_of(session):
            tallies[village.pk, topic, month, session.office_id].update(counts)
            months[topic, month, session.office_id, province_of(village)].update(counts)
    return with_visit_fields(tallies, by_id, visits)


def with_visit_fields(tallies, by_id, visits):
    """Give each tally its `visit_` fields as part of the key, and count it in `visits`."""
    previous, result = {}, {}
    for (village_id, topic, month, office), counts in sorted(tallies.items(), key=lambda item: item[0]):
        village = by_id[village_id]
        before = previous.get((village_id, topic), NEVER)
        previous[village_id, topic] = month
        active = village.status == Village.Status.ACTIVE
        visit = (before, village.office_id, province_of(village)) if active else (before, None, "")
        if before == month:  # the same month under another office is one visit
            visit = NOWHERE
        elif active:
            visits[topic, month, *visit] += 1
        result[village_id, topic, month, office, *visit] = counts
    return result


def counted_sessions(village_ids):
    """Yield (session, counts) of the counted sessions of some villages; four statements.

    They filter by village only: with a filter on the state, SQLite would read all approved sessions.
    """
    keys = list(village_ids)
    returned = SessionTransition.objects.filter(session=OuterRef("pk"), to_state=Session.State.RETURNED)
    sessions = Session.objects.filter(village__in=keys).annotate(was_returned=Exists(returned)).order_by()
    attendance = defaultdict(list)
    groups = Attendance.objects.filter(session__village__in=keys)
    for pk, *group in groups.values_list("session", "sex", "age", "count"):
        attendance[pk].append(group)
    referred = Referral.objects.filter(session__village__in=keys).values_list("session")
    referrals = dict(referred.annotate(Sum("count")).order_by())
    for session in sessions.defer("notes"):
        if session.is_counted:
            people, referred_people = attendance[session.pk], referrals.get(session.pk, 0)
            yield session, counts_of(session, people, referred_people, session.was_returned)
