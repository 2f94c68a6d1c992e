"""Two years of invented sessions with attendance, referrals and review, and their tallies."""

from collections import Counter, defaultdict
from datetime import datetime, time, timedelta
from itertools import accumulate
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page

from quizzes.management.scale_data.bulk import Bulk
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
from villages.models.tallies import counts_of, month_of, province_of, topics_of
from villages.reach.rebuild import KEYS, VALUES, with_visit_fields

DAYS = 730
NEVER_VISITED_SHARE = 0.12  # of the villages
RECENT_DAYS = 21  # reports may still wait for review
GROUPS = [(sex, age) for sex in "fm" for age in ("12-17", "18-24", "25-34", "35-59", "60+")]
GROUP_WEIGHTS = [4, 9, 14, 16, 5, 3, 6, 8, 9, 4]
ACTIVITIES, ACTIVITY_WEIGHTS = Session.Activity.values, [70, 15, 10, 5]
VENUES, VENUE_WEIGHTS = Session.Venue.values, [60, 15, 8, 12, 5]
USUAL_TOPICS = ["jalur-resmi", "tppo", "paspor", "tawaran-kerja"]
NOTE = "Catatan contoh: warga bertanya tentang syarat paspor dan biaya penempatan."
TALLIES = (VillageTally, MonthTally, VisitTally)


class SessionMaker:
    """Makes `number` sessions, village by village; calls `on_approved(session, place)` for approved ones."""

    def __init__(self, places, number, random, on_approved):
        self.places, self.number = places, number
        self.random, self.on_approved = random, on_approved
        self.bulk, self.today = Bulk(), timezone.localdate()
        table = self.bulk.table
        self.sessions = table(
            Session,
            *("uuid", "village_id", "office_id", "author_id", "started_on", "started_at", "ended_at"),
            *("time_zone", "activity", "topics", "venue", "disability_f", "disability_m", "first_time"),
            *("officials", "notes", "participants", "state", "received_at", "receipt_code"),
        )
        self.attendance = table(Attendance, "session_id", "sex", "age", "count")
        self.referrals = table(Referral, "session_id", "category", "agency", "count")
        self.transitions = table(
            SessionTransition, "session_id", "at", "from_state", "to_state", "revision", "reason"
        )
        self.tallies = {model: table(model, *KEYS[model], *VALUES[model]) for model in TALLIES}
        self.last_sessions = []
        self.months, self.visits, self.made = defaultdict(Counter), Counter(), 0
        topics = Page.objects.live().filter(content_type__model="topicpage").values_list("slug", flat=True)
        self.topics = list(topics) or USUAL_TOPICS
        # Later days get more sessions, as a programme grows.
        self.days = list(accumulate(0.5 + day / DAYS for day in range(DAYS)))

    def make(self, log):
        for place, count in self.sessions_per_village():
            self.make_village(place, count)
            if self.made % 1000 < count:
                self.bulk.flush_when_full()
            if self.made % 50_000 < count:
                log(f"sessions: {self.made:,} of {self.number:,}")
        self.save_tallies(MonthTally, self.months)
        self.save_tallies(VisitTally, {key: {"villages": number} for key, number in self.visits.items()})
        self.bulk.close()
        self.save_last_sessions()

    @transaction.atomic
    def save_last_sessions(self):
        table = Village._meta.db_table
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {table} SET last_session_on = %s WHERE id = %s",  # noqa: S608
                self.last_sessions,
            )

    def sessions_per_village(self):
        """Yield (place, number of sessions): some villages are visited often, some never."""
        random = self.random
        weights = [
            0 if random.random() < NEVER_VISITED_SHARE else 0.3 + random.expovariate(1) for _ in self.places
        ]
        weights[0] = 1
        counts = Counter(random.choices(range(len(self.places)), weights, k=self.number))
        for index, place in enumerate(self.places):
            if counts[index]:
                yield place, counts[index]

    def make_village(self, place, count):
        village, tallies, last = place.village, defaultdict(Counter), None
        for _ in range(count):
            session, attendance, referrals, returned = self.make_session(place)
            if session.state != Session.State.APPROVED:
                continue
            counts = counts_of(session, attendance, referrals, returned)
            last = max(last or session.started_on, session.started_on)
            month = month_of(session.started_on)
            for topic in topics_of(session):
                tallies[village.pk, topic, month, village.office_id].update(counts)
                self.months[topic, month, village.office_id, province_of(village)].update(counts)
            self.on_approved(session, place)
        self.save_tallies(VillageTally, with_visit_fields(tallies, {village.pk: village}, self.visits))
        if last:
            self.last_sessions.append((last, village.pk))

    def save_tallies(self, model, tallies):
        for key, counts in tallies.items():
            self.tallies[model].add(*key, *(counts[name] for name in VALUES[model]))

    def make_session(self, place):
        """Return (session, attendance, number of people referred, True if it was ever returned)."""
        people = max(3, int(self.random.gammavariate(5, 5)))
        groups = Counter(self.random.choices(GROUPS, GROUP_WEIGHTS, k=people))
        attendance = [(sex, age, number) for (sex, age), number in groups.items()]
        session = self.new_session(place, people)
        returned = self.review(session)
        self.sessions.add(*(getattr(session, field.attname) for field in self.sessions.fields[:20]))
        for sex, age, number in attendance:
            self.attendance.add(session.uuid, sex, age, number)
        return session, attendance, self.add_referral(session), returned

    def new_session(self, place, people):
        random, village = self.random, place.village
        started = self.start_time(place)
        ended = started + timedelta(minutes=random.randrange(60, 181, 5))
        delay = timedelta(minutes=int(random.expovariate(1 / 400)) + 5)
        women_with_disability = int(random.random() < 0.15)
        uuid = self.new_uuid()
        return Session(
            uuid=uuid,
            receipt_code=uuid.hex[:8].upper(),
            village_id=village.pk,
            office_id=village.office_id,
            author_id=random.choice(place.educators),
            started_on=started.date(),
            started_at=started,
            ended_at=ended,
            time_zone=place.zone.value,
            activity=random.choices(ACTIVITIES, ACTIVITY_WEIGHTS)[0],
            topics=random.sample(self.topics, random.choice([1, 1, 2])),
            venue=random.choices(VENUES, VENUE_WEIGHTS)[0],
            disability_f=women_with_disability,
            disability_m=int(random.random() < 0.1),
            first_time=int(people * random.uniform(0.3, 0.9)),
            officials=random.randrange(4),
            notes=NOTE if random.random() < 0.05 else "",
            participants=people,
            received_at=min(ended + delay, timezone.now()),
        )

    def start_time(self, place):
        day = self.random.choices(range(DAYS), cum_weights=self.days)[0]
        moment = time(self.random.randrange(8, 16), self.random.choice([0, 15, 30, 45]))
        date = self.today - timedelta(days=DAYS - day)
        return datetime.combine(date, moment, place.zone.tzinfo)

    def new_uuid(self):
        """Return random UUIDs in rising order: an index grows fastest at its end."""
        step = (1 << 128) // self.number
        low = self.made * step
        self.made += 1
        return UUID(int=low + self.random.randrange(step), version=4)

    def review(self, session):
        """Set the state of the session and add its transitions; return True if it was ever returned."""
        random, states = self.random, Session.State
        waits = (self.today - session.started_on).days < RECENT_DAYS and random.random() < 0.5
        returned, chance = random.random() < 0.06, random.random()
        if returned:
            reason = "Contoh: jumlah peserta belum lengkap."
            self.add_transition(session, states.SUBMITTED, states.RETURNED, 1, reason)
        if waits or chance < 0.01:
            session.state = states.RETURNED if returned else states.SUBMITTED
            return returned
        if returned:
            self.add_transition(session, states.RETURNED, states.SUBMITTED, 2)
        session.state = states.VOID if chance < 0.02 else states.APPROVED
        reason = "Contoh: tercatat dua kali." if session.state == states.VOID else ""
        self.add_transition(session, states.SUBMITTED, session.state, 3, reason)
        return returned

    def add_transition(self, session, before, after, days, reason=""):
        at = session.received_at + timedelta(days=days)
        self.transitions.add(session.uuid, at, before, after, 1, reason)

    def add_referral(self, session):
        if self.random.random() > 0.1:
            return 0
        people = self.random.randint(1, 3)
        category = self.random.choice(Referral.Category.values)
        self.referrals.add(session.uuid, category, "Lembaga contoh", people)
        return people
