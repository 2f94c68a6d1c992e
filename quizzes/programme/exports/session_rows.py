"""Rows of the session and attendance tables, read in batches so memory use does not grow with them."""

from collections import defaultdict
from dataclasses import replace
from zoneinfo import ZoneInfo

from django.db.models import Sum

from cms.models import TopicPage
from quizzes.programme.exports.columns import GROUPS
from villages.models import Attendance, ImmigrationOffice, Province, Referral, Session

BATCH_SIZE = 1000
PLACE_FIELDS = ("village__code", "village__name", "village__regency__province__name", "office__name")
TIME_FIELDS = ("started_at", "ended_at", "received_at")
COUNT_FIELDS = ("participants", "disability_f", "disability_m", "first_time", "officials")
FIELDS = (
    "uuid",
    *PLACE_FIELDS,
    "time_zone",
    *TIME_FIELDS,
    "activity",
    "venue",
    "topics",
    *COUNT_FIELDS,
    "state",
)


def sessions_for(export_request):
    sessions = Session.objects.visible_to(export_request.user).matching(export_request.filters)
    return sessions if export_request.every_state else sessions.counted()


def indonesian_topic_names():
    """Return {slug: Indonesian name} of all topics, including unpublished ones."""
    return dict(TopicPage.objects.values_list("slug", "heading_ind"))


def filter_labels(filters):
    """Return the names of the province, office and topic in `filters`."""
    labels = [
        Province.objects.filter(pk=filters.province).values_list("name", flat=True).first(),
        ImmigrationOffice.objects.filter(pk=filters.office).values_list("name", flat=True).first(),
        indonesian_topic_names().get(filters.topic, filters.topic),
    ]
    return [label for label in labels if label]


def session_batches(export_request):
    """Yield lists of {field: value}, oldest session first.

    Each batch is a query of its own that starts where the last one ended: outside a transaction, PostgreSQL
    would write the whole result to disk before it returned the first row of a single long query.
    """
    remaining = sessions_by_date(export_request)
    while batch := list(remaining[:BATCH_SIZE]):
        yield batch
        day, uuid = batch[-1]["started_on"], batch[-1]["uuid"]
        # Replace the first day, not add a second bound: SQLite would scan from the earlier of two each time.
        export_request = replace(export_request, filters=replace(export_request.filters, first=day))
        remaining = sessions_by_date(export_request).exclude(started_on=day, uuid__lte=uuid)


def sessions_by_date(export_request):
    return sessions_for(export_request).order_by("started_on", "uuid").values("started_on", *FIELDS)


def local_times(session, fields):
    zone = ZoneInfo(session["time_zone"])
    return [session[field].astimezone(zone).isoformat() for field in fields]


def session_rows(export_request):
    return rows_of_batches(session_batches(export_request))


def session_rows_by_uuid(uuids):
    """Return the rows of the sessions `uuids`, which the caller found with `sessions_for`."""
    return rows_of_batches([Session.objects.filter(pk__in=uuids).values(*FIELDS)])


def rows_of_batches(batches):
    topic_names = indonesian_topic_names()
    for batch in batches:
        uuids = [session["uuid"] for session in batch]
        attendance = people_by_group(Attendance, uuids, "sex", "age")
        referrals = people_by_group(Referral, uuids, "category")
        for session in batch:
            yield session_row(session, topic_names, attendance, referrals)


def session_row(session, topic_names, attendance, referrals):
    uuid = session["uuid"]
    return [
        str(uuid),
        *(session[field] for field in PLACE_FIELDS),
        *local_times(session, TIME_FIELDS),
        session["activity"],
        session["venue"],
        "; ".join(topic_names.get(topic) or topic for topic in session["topics"]),
        *(session[field] for field in COUNT_FIELDS),
        session["state"],
        *(attendance.get((uuid, *group), 0) for group in GROUPS),
        *(referrals.get((uuid, category), 0) for category in Referral.Category.values),
    ]


def attendance_rows(export_request):
    for batch in session_batches(export_request):
        groups = defaultdict(list)
        uuids = [session["uuid"] for session in batch]
        for (uuid, sex, age), people in people_by_group(Attendance, uuids, "sex", "age").items():
            groups[uuid].append((sex, age, people))
        for session in batch:
            place = [session[field] for field in PLACE_FIELDS]
            for group in sorted(groups[session["uuid"]]):
                yield [str(session["uuid"]), *place, *local_times(session, TIME_FIELDS[:1]), *group]


def people_by_group(model, sessions, *group_fields):
    """Return {(session, *group): people} of the rows of `model` in `sessions`."""
    rows = model.objects.filter(session__in=sessions).values_list("session", *group_fields)
    return {tuple(key): people for *key, people in rows.annotate(people=Sum("count")).order_by()}
