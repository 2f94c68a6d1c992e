"""Sums of counted sessions, written in the same transaction as the session they count.

No page adds up sessions: `MonthTally` holds the sums of offices and provinces, `VisitTally` the number of
villages visited, `VillageTally` the sums of one village. `manage.py rebuild_tallies --check` must find no
difference.
"""

from collections import Counter
from datetime import date, timedelta
from functools import cache

from django.db import connection, models, transaction
from django.db.models import Max, Q
from django.utils import timezone

from villages.models.roster import ImmigrationOffice, Village

NEVER = date(1900, 1, 1)  # the month "before" the first visit
NOWHERE = (NEVER, None, "")  # the `visit_` fields of a row that is no visit
ALL_TOPICS = ""
PROMPT = timedelta(hours=24)
TALLY_LOCK = 30_185  # number of the advisory lock


class Counts(models.Model):
    """What is counted of sessions. People are participations: one person at two sessions counts twice."""

    sessions = models.IntegerField(default=0)
    participations = models.IntegerField(default=0)
    women = models.IntegerField(default=0)
    men = models.IntegerField(default=0)
    under_18 = models.IntegerField(default=0)
    over_60 = models.IntegerField(default=0)
    age_recorded = models.IntegerField(default=0)
    disability = models.IntegerField(default=0)
    first_time = models.IntegerField(default=0)
    officials = models.IntegerField(default=0)
    referrals = models.IntegerField(default=0)
    delay_minutes = models.BigIntegerField(default=0)  # from the end of the session to its receipt
    prompt = models.IntegerField(default=0)  # sessions received within `PROMPT`
    returned = models.IntegerField(default=0)  # sessions sent back at least once before approval

    class Meta:
        abstract = True


COUNTS = tuple(field.name for field in Counts._meta.local_fields)


class VillageTally(Counts):
    """One village in one month and office that held its sessions, for all topics ("") and for each topic.

    So `MonthTally` is the sum of these rows of a province, also after a village moved. The `visit_` fields
    name the row of `VisitTally` that counts this one now; without an office none does.
    """

    village = models.ForeignKey(Village, models.CASCADE, related_name="tallies", db_index=False)
    topic = models.SlugField(max_length=80, blank=True)
    month = models.DateField()  # its first day
    office = models.ForeignKey(ImmigrationOffice, models.CASCADE, related_name="+", db_index=False)
    visit_previous = models.DateField(default=NEVER)
    visit_office = models.ForeignKey(
        ImmigrationOffice, models.CASCADE, null=True, related_name="+", db_index=False
    )
    visit_province = models.CharField(max_length=2, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["village", "topic", "month", "office"], name="village_tally_once"
            ),
        ]
        # Holds all that the sums of a period by village and office need, so that no row is read for them.
        indexes = [
            models.Index(
                fields=["topic", "month", "village", "office", "sessions", "participations"],
                name="village_tally_sum",
            )
        ]


class MonthTally(Counts):
    """One office in one province in one month, for all topics ("") and for each topic."""

    topic = models.SlugField(max_length=80, blank=True)
    month = models.DateField()
    office = models.ForeignKey(ImmigrationOffice, models.CASCADE, related_name="+")
    province = models.CharField(max_length=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "month", "office", "province"], name="month_tally_once"),
        ]
        # Holds all that the trend, the topics and the public tables need, so that no row is read for them.
        indexes = [
            models.Index(
                fields=["topic", "month", "province", "office", "sessions", "participations"],
                name="month_tally_sum",
            )
        ]


class VisitTally(models.Model):
    """How many active villages had a session in `month` and the one before that in `previous`.

    The villages visited in a period are then a plain sum, each counted once: the rows with `month` in the
    period and `previous` before it.
    """

    topic = models.SlugField(max_length=80, blank=True)
    month = models.DateField()
    previous = models.DateField(default=NEVER)
    office = models.ForeignKey(ImmigrationOffice, models.CASCADE, related_name="+")
    province = models.CharField(max_length=2)
    villages = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "month", "previous", "office", "province"], name="visit_tally_once"
            ),
        ]
        # Holds all that the sum of a period needs, so that no row is read for it.
        indexes = [
            models.Index(
                fields=["topic", "month", "previous", "province", "office", "villages"],
                name="visit_tally_sum",
            )
        ]


def province_of(village):
    """Return the code of the province of `village` without a query."""
    return village.regency_id[:2]


def month_of(day):
    return day.replace(day=1)


def counts_of(session, attendance, referrals, returned):
    """Return `{count: number}` of one session; `attendance` is a list of (sex, age, people)."""
    delay = session.received_at - session.ended_at

    def people(matches):
        return sum(number for sex, age, number in attendance if matches(sex, age))

    return {
        "sessions": 1,
        "participations": session.participants,
        "women": people(lambda sex, age: sex == "f"),
        "men": people(lambda sex, age: sex == "m"),
        "under_18": people(lambda sex, age: age in {"u12", "12-17"}),
        "over_60": people(lambda sex, age: age == "60+"),
        "age_recorded": people(lambda sex, age: age != "x"),
        "disability": session.disability_f + session.disability_m,
        "first_time": session.first_time,
        "officials": session.officials,
        "referrals": referrals,
        "delay_minutes": max(0, int(delay.total_seconds() // 60)),
        "prompt": int(delay <= PROMPT),
        "returned": int(returned),
    }


def topics_of(session):
    """Return "" and each topic of the session once, as long as a tally can hold it."""
    longest = VillageTally._meta.get_field("topic").max_length
    return [ALL_TOPICS, *dict.fromkeys(topic[:longest] for topic in session.topics if topic)]


def lock_tallies():
    """Let nobody else change tallies until the end of the transaction; SQLite does so anyway.

    Villages share the sums of their office, so no order of row locks prevents every deadlock. Call it before
    any row is locked; then lock the village and its sessions, in that order.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TALLY_LOCK])


def add_to_tallies(session):
    """Count a session that becomes approved.

    Call it in the transaction that changes the state, after `lock_tallies()`. A held session does not count.
    """
    if not session.is_held:
        _change_tallies(session, +1)


def remove_from_tallies(session):
    """Take out a session that stops being approved; call it as `add_to_tallies`."""
    if not session.is_held:
        _change_tallies(session, -1)


@transaction.atomic
def _change_tallies(session, sign):
    village = Village.objects.locked(session.village_id)
    counts = {name: sign * number for name, number in _stored_counts(session).items()}
    month = month_of(session.started_on)
    by_village = {"village_id": village.pk, "office_id": session.office_id}
    by_province = {"office_id": session.office_id, "province": province_of(village)}
    add_sums(VillageTally, [_row(counts, topic, month, **by_village) for topic in topics_of(session)])
    add_sums(MonthTally, [_row(counts, topic, month, **by_province) for topic in topics_of(session)])
    MonthTally.objects.filter(sessions=0, month=month, **by_province).delete()
    update_visit_tallies(village)
    _update_last_session(village, session, sign)


def update_visit_tallies(village):
    """Bring `VisitTally` in line with the tallies, office, province and status of `village`.

    Call it after a village moved to another office or province, ended, or was taken up again, in a
    transaction that began with `lock_tallies()`.
    """
    changes, changed, empty = Counter(), [], []
    for row, after in _visits_now(village):
        before = (row.visit_previous, row.visit_office_id, row.visit_province)
        if not row.sessions:
            empty.append(row.pk)
        if before != after:
            changes[row.topic, row.month, *before] -= 1
            changes[row.topic, row.month, *after] += 1
            row.visit_previous, row.visit_office_id, row.visit_province = after
            changed.append(row)
    VillageTally.objects.bulk_update(changed, ["visit_previous", "visit_office", "visit_province"])
    VillageTally.objects.filter(pk__in=empty).delete()
    _store_visit_changes(changes)


def _visits_now(village):
    """Yield each tally of `village` with the values that its `visit_` fields should have."""
    active, previous = village.status == Village.Status.ACTIVE, {}
    where = (village.office_id, province_of(village)) if active else (None, "")
    for row in VillageTally.objects.filter(village=village).order_by("topic", "month", "office_id"):
        before = previous.get(row.topic, NEVER)
        if not row.sessions or before == row.month:  # the same month under another office is one visit
            yield row, NOWHERE
        else:
            previous[row.topic] = row.month
            yield row, (before, *where)


def _store_visit_changes(changes):
    keys = ("topic", "month", "previous", "office_id", "province")
    # In one order for everybody: two villages that change places do not wait for each other.
    rows = [
        {**dict(zip(keys, key, strict=True)), "villages": number}
        for key, number in sorted(item for item in changes.items() if item[1] and item[0][3])
    ]
    add_sums(VisitTally, rows)
    if any(row["villages"] < 0 for row in rows):
        VisitTally.objects.filter(villages=0).delete()


def _stored_counts(session):
    attendance = list(session.attendance.values_list("sex", "age", "count"))
    referrals = sum(session.referrals.values_list("count", flat=True))
    returned = session.transitions.filter(to_state=session.State.RETURNED).exists()
    return counts_of(session, attendance, referrals, returned)


def _row(counts, topic, month, **where):
    return {**counts, "topic": topic, "month": month, **where}


def _update_last_session(village, session, sign):
    if sign > 0:
        last = max(filter(None, [village.last_session_on, session.started_on]))
    else:
        others = village.sessions.counted().filter(~Q(pk=session.pk))
        last = others.aggregate(last=Max("started_on"))["last"]
    Village.objects.filter(pk=village.pk).update(last_session_on=last, updated_at=timezone.now())


def is_sum_field(model, field):
    """A whole number that is no key and points nowhere."""
    is_key = field.name in model._meta.constraints[0].fields
    return isinstance(field, models.IntegerField) and not is_key


@cache
def upsert_parts(model):
    """Return ([(field, its default)], start of the statement, end of the statement) of `add_sums`."""
    quote, table = connection.ops.quote_name, connection.ops.quote_name(model._meta.db_table)
    fields = [field for field in model._meta.concrete_fields if not (field.primary_key or field.generated)]
    columns = ", ".join(quote(field.column) for field in fields)
    key = ", ".join(quote(model._meta.get_field(name).column) for name in model._meta.constraints[0].fields)
    sums = [quote(field.column) for field in fields if is_sum_field(model, field)]
    changes = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in sums)
    end = f"ON CONFLICT ({key}) DO UPDATE SET {changes}"
    return [(field, field.get_default()) for field in fields], f"INSERT INTO {table} ({columns}) VALUES", end


def prepared(field, value):
    """Return `value` as the database takes it: numbers and texts as they are, which is most of them."""
    return value if type(value) in (int, str) else field.get_db_prep_save(value, connection)


def add_sums(model, rows):
    """Add the sums of `rows` to the stored ones in one statement; a missing row is created.

    The first constraint of `model` names its key; its other whole numbers are the sums.
    """
    if not rows:
        return
    fields, start, end = upsert_parts(model)
    marks = f"({', '.join(['%s'] * len(fields))})"
    values = [prepared(field, row.get(field.attname, default)) for row in rows for field, default in fields]
    with connection.cursor() as cursor:
        cursor.execute(f"{start} {', '.join([marks] * len(rows))} {end}", values)
