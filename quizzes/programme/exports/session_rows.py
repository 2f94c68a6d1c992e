"""The rows of each table, read in pieces so that a million of them need no more memory than a thousand."""

from collections import defaultdict
from dataclasses import replace
from zoneinfo import ZoneInfo

from django.db.models import Sum

from cms.models import TopicPage
from quizzes.programme.exports.columns import GROUPS
from villages.models import Attendance, ImmigrationOffice, Province, Referral, Session

PIECE = 1000
WHERE = ("village__code", "village__name", "village__regency__province__name", "office__name")
WHEN = ("started_at", "ended_at", "received_at")
NUMBERS = ("participants", "disability_f", "disability_m", "first_time", "officials")
FIELDS = ("uuid", *WHERE, "time_zone", *WHEN, "activity", "venue", "topics", *NUMBERS, "state")


def chosen_sessions(order):
    sessions = Session.objects.visible_to(order.user).matching(order.filters)
    return sessions if order.every_state else sessions.counted()


def topic_names():
    """Return {slug: Indonesian name} of all topics, also of those no longer published."""
    return dict(TopicPage.objects.values_list("slug", "heading_ind"))


def names_of(filters):
    """Return the names of the province, office and topic that `filters` ask for."""
    words = [Province.objects.filter(pk=filters.province).values_list("name", flat=True).first()]
    words += [ImmigrationOffice.objects.filter(pk=filters.office).values_list("name", flat=True).first()]
    words += [topic_names().get(filters.topic, filters.topic)]
    return [word for word in words if word]


def sessions_in_pieces(order):
    """Yield lists of {field: value} in the order of time.

    Each is asked for anew, where the last one ended: to read on in one answer outside a transaction,
    PostgreSQL would first write down all of it.
    """
    rest = in_time(order)
    while piece := list(rest[:PIECE]):
        yield piece
        day, key = piece[-1]["started_on"], piece[-1]["uuid"]
        # In place of the beginning: of two, SQLite would walk from the earlier one each time.
        order = replace(order, filters=replace(order.filters, first=day))
        rest = in_time(order).exclude(started_on=day, uuid__lte=key)


def in_time(order):
    return chosen_sessions(order).order_by("started_on", "uuid").values("started_on", *FIELDS)


def instants(session, fields):
    zone = ZoneInfo(session["time_zone"])
    return [session[field].astimezone(zone).isoformat() for field in fields]


def session_rows(order):
    return rows_of(sessions_in_pieces(order))


def session_rows_of(keys):
    """Return the rows of the sessions `keys`; whoever asks has found them through `chosen_sessions`."""
    return rows_of([Session.objects.filter(pk__in=keys).values(*FIELDS)])


def rows_of(found):
    names = topic_names()
    for piece in found:
        keys = [session["uuid"] for session in piece]
        people = counts(Attendance, keys, "sex", "age")
        referred = counts(Referral, keys, "category")
        for session in piece:
            key = session["uuid"]
            yield [
                str(key),
                *(session[field] for field in WHERE),
                *instants(session, WHEN),
                session["activity"],
                session["venue"],
                "; ".join(names.get(topic) or topic for topic in session["topics"]),
                *(session[field] for field in NUMBERS),
                session["state"],
                *(people.get((key, *group), 0) for group in GROUPS),
                *(referred.get((key, value), 0) for value in Referral.Category.values),
            ]


def attendance_rows(order):
    for piece in sessions_in_pieces(order):
        people = defaultdict(list)
        keys = [session["uuid"] for session in piece]
        for (key, sex, age), number in counts(Attendance, keys, "sex", "age").items():
            people[key].append((sex, age, number))
        for session in piece:
            where = [session[field] for field in WHERE]
            for group in sorted(people[session["uuid"]]):
                yield [str(session["uuid"]), *where, *instants(session, WHEN[:1]), *group]


def counts(model, sessions, *groups):
    """Return {(session, *group): people} of the rows of `model` in `sessions`."""
    rows = model.objects.filter(session__in=sessions).values_list("session", *groups)
    return {tuple(key): number for *key, number in rows.annotate(number=Sum("count")).order_by()}
