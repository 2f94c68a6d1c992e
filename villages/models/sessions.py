"""A session: one visit of an educator to a village, as counts of people and never as names."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from villages.models.overlaps import OverlappingModel, OverlapQuerySet
from villages.models.points import DECIMALS, EAST, FAR_KM, NORTH, SOUTH, WEST, kilometres_between, point_words
from villages.models.roster import ImmigrationOffice, Village
from villages.models.scopes import session_scope
from villages.models.session_workflow import ReviewedModel
from villages.models.timezones import Zone


def private_storage():
    return storages["private"]


class SessionQuerySet(OverlapQuerySet):
    def visible_to(self, user, on=None):
        """Sessions that `user` may see on the day `on` (today): every view reads sessions through this."""
        return self.filter(session_scope(user, on))

    def held(self):
        return self.filter(is_held=True)

    def counted(self):
        """Sessions that count in indicators: approved, not held."""
        return self.filter(state=Session.State.APPROVED, is_held=False)

    def matching(self, filters):
        """Sessions that match a `Filters`."""
        found = self.filter(started_on__gte=filters.first, started_on__lt=filters.end)
        found = found.filter(filters.where("village__regency__province"))
        if filters.topic:
            found = found.filter(topics__icontains=f'"{filters.topic}"')
        return found

    def for_list(self):
        return self.select_related("village__regency__province", "office", "author")


class Session(OverlappingModel, ReviewedModel):
    class Activity(models.TextChoices):
        COUNSELLING = "counselling", _("Counselling session")
        VISIT = "visit", _("Visit")
        COORDINATION = "coordination", _("Coordination with village officials")
        MOBILE_SERVICE = "mobile_service", _("Mobile passport service")

    class HeldBecause(models.TextChoices):
        VILLAGE = "village", _("the village is not, or no longer, this educator's")
        ACCOUNT = "account", _("the account has been disabled")

    class Venue(models.TextChoices):
        VILLAGE_HALL = "village_hall", _("Village hall")
        SCHOOL = "school", _("School")
        HOME = "home", _("Somebody's home")
        WORSHIP = "worship", _("Place of worship")
        OTHER = "other", _("Other")

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    revision = models.PositiveIntegerField(_("revision"), default=1)
    village = models.ForeignKey(Village, models.PROTECT, verbose_name=_("village"), related_name="sessions")
    # The office of the village when the session was received: a later transfer leaves it there,
    # a back-dated one takes along the sessions since its day (`villages.models.transfers`).
    office = models.ForeignKey(
        ImmigrationOffice, models.PROTECT, verbose_name=_("immigration office"), related_name="sessions"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("educator"), related_name="sessions"
    )
    # The date on the village's clock; start and end are instants, `time_zone` gives their wall clock.
    started_on = models.DateField(_("date"), db_index=True)
    started_at = models.DateTimeField(_("start"))
    ended_at = models.DateTimeField(_("end"))
    time_zone = models.CharField(_("time zone"), max_length=20, choices=Zone)
    activity = models.CharField(_("activity"), max_length=20, choices=Activity)
    topics = models.JSONField(_("topics"), default=list, blank=True)  # slugs of topic pages
    materials = models.JSONField(_("materials used"), default=list, blank=True)  # ids of pages
    venue = models.CharField(_("venue"), max_length=20, choices=Venue)
    disability_f = models.PositiveIntegerField(_("women and girls with a disability"), default=0)
    disability_m = models.PositiveIntegerField(_("men and boys with a disability"), default=0)
    first_time = models.PositiveIntegerField(_("here for the first time"), default=0)
    officials = models.PositiveIntegerField(_("officials, counted separately"), default=0)
    notes = models.TextField(_("notes"), blank=True, max_length=4000)
    # Where it was, rounded on the phone to about 100 m; never in somebody's home (`villages.models.points`).
    point_latitude = models.DecimalField(
        _("latitude"), max_digits=5, decimal_places=DECIMALS, null=True, blank=True
    )
    point_longitude = models.DecimalField(
        _("longitude"), max_digits=6, decimal_places=DECIMALS, null=True, blank=True
    )
    # Sum of the attendance rows, written with them.
    participants = models.PositiveIntegerField(_("participants"), default=0)

    state = models.CharField(
        _("state"),
        max_length=10,
        choices=ReviewedModel.State,
        default=ReviewedModel.State.SUBMITTED,
        db_index=True,
    )
    # Received although the village was not the author's any more, or the account was disabled meanwhile.
    is_held = models.BooleanField(_("held"), default=False)
    held_because = models.CharField(_("held because"), max_length=10, choices=HeldBecause, blank=True)
    review_comment = models.TextField(_("comment of the reviewer"), blank=True)
    body_sha256 = models.CharField(_("digest"), max_length=64, blank=True, editable=False)
    receipt_code = models.CharField(_("receipt code"), max_length=12, blank=True, editable=False)
    received_at = models.DateTimeField(_("received"), default=timezone.now, editable=False)
    # For clients that fetch what changed: every save, also of the state.
    updated_at = models.DateTimeField(_("changed"), auto_now=True, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__gt=F("started_at")), name="session_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(first_time__lte=F("participants")), name="session_first_time_fits"
            ),
            models.CheckConstraint(
                condition=Q(participants__gte=F("disability_f") + F("disability_m")),
                name="session_disability_fits",
            ),
            models.CheckConstraint(
                condition=Q(point_latitude__isnull=True, point_longitude__isnull=True)
                | Q(
                    ~Q(venue="home"),
                    point_latitude__isnull=False,
                    point_longitude__isnull=False,
                    point_latitude__range=(SOUTH, NORTH),
                    point_longitude__range=(WEST, EAST),
                ),
                name="session_point_is_whole_and_never_a_home",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "state", "-started_on"], name="session_for_review"),
            models.Index(fields=["author", "-started_on"], name="session_of_author"),
            models.Index(fields=["village", "-started_on"], name="session_of_village"),
            # Those held at the same time, of an educator and in a village.
            models.Index(fields=["author", "started_at"], name="session_hours_of_author"),
            models.Index(fields=["village", "started_at"], name="session_hours_in_village"),
            models.Index(fields=["office", "-received_at"], name="session_last_received"),
            models.Index(fields=["updated_at", "uuid"], name="session_by_change"),
            # Counting the approved sessions of a period, and its newest ones, without reading the others.
            models.Index(fields=["state", "-started_on", "is_held"], name="session_counted"),
        ]

    def __str__(self):
        return f"{self.village} {self.started_on:%Y-%m-%d}"

    @property
    def zone(self):
        return Zone(self.time_zone)

    @property
    def started_local(self):
        """Start on the village's clock, naive."""
        return self.started_at.astimezone(self.zone.tzinfo).replace(tzinfo=None)

    @property
    def ended_local(self):
        """End on the village's clock, naive."""
        return self.ended_at.astimezone(self.zone.tzinfo).replace(tzinfo=None)

    @property
    def is_held_back(self):
        """Return True if somebody has to accept it first; a void session needs nothing more."""
        return self.is_held and not self.is_locked

    @property
    def is_counted(self):
        """Return True if it is one of the `counted()`."""
        return self.state == self.State.APPROVED and not self.is_held

    @property
    def is_locked(self):
        """An approved or void session is changed by nobody until it is reopened."""
        return self.state in self.LOCKED_STATES

    @property
    def point(self):
        """(latitude, longitude), or None."""
        return None if self.point_latitude is None else (self.point_latitude, self.point_longitude)

    @property
    def point_words(self):
        return point_words(*self.point) if self.point else ""

    @property
    def point_distance(self):
        """Kilometres from the village's own coordinates if that is far away, else None."""
        if not self.point or self.village.latitude is None:
            return None
        distance = round(kilometres_between(self.point, (self.village.latitude, self.village.longitude)))
        return distance if distance > FAR_KM else None

    def clean(self):
        if self.started_at and self.ended_at and self.ended_at <= self.started_at:
            raise ValidationError({"ended_at": _("The end is before the start.")})

    def zone_time(self, instant):
        """Return `instant` on the village's clock."""
        return instant.astimezone(self.zone.tzinfo)

    def set_entries(self, data):
        """Set the fields from the cleaned data of a `SessionForm`; not saved."""
        village = data["village"]
        if self.village_id != village.pk:
            self.village, self.office, self.time_zone = village, village.office, village.zone
        for name in ["activity", "venue", "topics", "first_time", "officials", "notes"]:
            setattr(self, name, data[name])
        self.started_on = data["started_local"].date()
        self.started_at = data["started_local"].replace(tzinfo=self.zone.tzinfo)
        self.ended_at = data["ended_local"].replace(tzinfo=self.zone.tzinfo)
        self.materials = [int(page) for page in data["materials"]]
        point = data.get("point") or {"lat": None, "lon": None}
        self.point_latitude, self.point_longitude = point["lat"], point["lon"]
        self.disability_f, self.disability_m = data["disability"]["f"], data["disability"]["m"]
        self.participants = sum(row["count"] for row in data["attendance"])
        self.review_comment = ""


class Attendance(models.Model):
    """People of one sex and age group; both may be `x`, not recorded."""

    class Sex(models.TextChoices):
        FEMALE = "f", _("women and girls")
        MALE = "m", _("men and boys")
        NOT_RECORDED = "x", _("not recorded")

    class Age(models.TextChoices):
        UNDER_12 = "u12", _("under 12")
        FROM_12 = "12-17", _("12 to 17")
        FROM_18 = "18-24", _("18 to 24")
        FROM_25 = "25-34", _("25 to 34")
        FROM_35 = "35-59", _("35 to 59")
        FROM_60 = "60+", _("60 and older")
        NOT_RECORDED = "x", _("not recorded")

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendance")
    sex = models.CharField(_("sex"), max_length=1, choices=Sex)
    age = models.CharField(_("age"), max_length=5, choices=Age)
    count = models.PositiveIntegerField(_("people"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "sex", "age"], name="attendance_once_per_group"),
            models.CheckConstraint(condition=Q(count__gt=0), name="attendance_counts_somebody"),
        ]


class Referral(models.Model):
    """How many people were sent on to which agency; never who."""

    class Category(models.TextChoices):
        PASSPORT = "passport", _("Passport")
        PLACEMENT = "placement", _("Legal placement")
        TRAFFICKING = "trafficking", _("Trafficking")
        HEALTH = "health", _("Health")
        OTHER = "other", _("Other")

    session = models.ForeignKey(Session, models.CASCADE, related_name="referrals")
    category = models.CharField(_("category"), max_length=20, choices=Category)
    agency = models.CharField(_("sent to"), max_length=120, blank=True)
    count = models.PositiveIntegerField(_("people"))

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(count__gt=0), name="referral_counts_somebody")]


class SessionPhoto(models.Model):
    """A photo named in a session; the bytes may arrive later and are private."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="photos")
    sha256 = models.CharField(_("digest"), max_length=64, db_index=True)
    caption = models.CharField(_("caption"), max_length=200, blank=True)
    file = models.FileField(
        _("file"), storage=private_storage, upload_to="photos/", max_length=200, blank=True
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "sha256"], name="photo_once_per_session"),
        ]


class SessionTransition(models.Model):
    """Who changed the state of a session, when and why."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="transitions")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)
    from_state = models.CharField(max_length=10, choices=Session.State, blank=True)
    to_state = models.CharField(max_length=10, choices=Session.State)
    revision = models.PositiveIntegerField()
    reason = models.TextField(_("why"), blank=True)

    class Meta:
        ordering = ["at", "pk"]
