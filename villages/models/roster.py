"""The roster: provinces, regencies, immigration offices and the villages they foster."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from operator import attrgetter

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from villages.models.former_codes import REPORTS_STAY_IN_PROVINCE, code_taken_message
from villages.models.points import EAST, NORTH, SOUTH, WEST
from villages.models.scopes import assigned_villages, office_scope, village_scope
from villages.models.timezones import Zone
from villages.models.village_search import DISTRICTS, VillageSearchQuerySet, plain_expression
from villages.models.visit_days import VisitDays


class Province(models.Model):
    code = models.CharField(
        _("Kemendagri code"), max_length=2, primary_key=True, validators=[RegexValidator(r"^\d{2}$")]
    )
    name = models.CharField(_("name"), max_length=80, unique=True)
    time_zone = models.CharField(_("time zone"), max_length=20, choices=Zone)

    class Meta:
        ordering = ["code"]
        verbose_name = _("province")
        verbose_name_plural = _("provinces")

    def __str__(self):
        return self.name

    @property
    def zone(self):
        return Zone(self.time_zone)


class Regency(models.Model):
    code = models.CharField(
        _("Kemendagri code"), max_length=5, primary_key=True, validators=[RegexValidator(r"^\d{2}\.\d{2}$")]
    )
    name = models.CharField(_("name"), max_length=80)
    province = models.ForeignKey(
        Province, models.PROTECT, verbose_name=_("province"), related_name="regencies"
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("regency or city")
        verbose_name_plural = _("regencies and cities")

    def __str__(self):
        return self.name


class ImmigrationOfficeQuerySet(models.QuerySet):
    def visible_to(self, user, on=None):
        return self.filter(office_scope(user, on))


class ImmigrationOffice(models.Model):
    name = models.CharField(_("name"), max_length=120, unique=True)
    office_class = models.CharField(_("class"), max_length=60, blank=True)
    city = models.CharField(_("city"), max_length=80)
    province = models.ForeignKey(Province, models.PROTECT, verbose_name=_("province"), related_name="offices")
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    whatsapp = models.CharField(_("WhatsApp"), max_length=40, blank=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)

    objects = ImmigrationOfficeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("immigration office")
        verbose_name_plural = _("immigration offices")

    def __str__(self):
        return self.name


@dataclass(frozen=True)
class VillageChoice(VisitDays):
    """A village in a list to choose from."""

    pk: int
    code: str
    name: str
    district: str
    time_zone: str
    latitude: Decimal | None
    longitude: Decimal | None
    yearly_target: int | None
    last_visit: date | None
    former: list = field(default_factory=list)  # codes

    @property
    def zone(self):
        return Zone(self.time_zone)


def started_this_year():
    """Return a `Q` on sessions of this year: in Papua it begins two hours earlier than in Java."""
    years = {zone: zone.today().year for zone in Zone}
    if len(set(years.values())) == 1:
        return Q(started_on__year=years[Zone.WIB])
    where = Q()
    for zone, year in years.items():
        where |= Q(time_zone=zone, started_on__year=year)
    return where


class VillageQuerySet(VillageSearchQuerySet):
    def active(self):
        return self.filter(status=Village.Status.ACTIVE)

    def matching(self, filters):
        """Villages of the office and province of a `Filters`."""
        return self.filter(filters.where("regency__province"))

    def invented(self):
        """Villages made by `scale_data`."""
        return self.filter(evidence=Village.Evidence.INVENTED)

    def located(self):
        """What a map needs of villages with coordinates, as named tuples: lighter than villages."""
        fields = ("pk", "code", "name", "latitude", "longitude", "last_session_on")
        return self.filter(latitude__isnull=False).order_by().values_list(*fields, named=True)

    def visible_to(self, user, on=None):
        """Villages that `user` may see on the day `on` (today): staff views read only these."""
        return self.filter(village_scope(user, on))

    def assigned_to(self, user, on=None):
        """Villages in which `user` is an educator on the day `on` (today)."""
        return self.filter(assigned_villages(user, on))

    def fostered_by(self, user):
        """Villages fostered today in which `user` is an educator."""
        # Not `active()`: SQLite would then read all active villages in place of those of the office.
        return self.exclude(status=Village.Status.ENDED).assigned_to(user)

    def choices(self):
        """Return each as a `VillageChoice`: ten times as fast as whole villages."""
        place = ("pk", "code", "name", "district", "regency__province__time_zone", "latitude", "longitude")
        rows = self.with_visits().values_list(*place, "yearly_target", "last_visit", "former_codes__code")
        found = {}
        for *row, former in rows:
            choice = found.setdefault(row[0], VillageChoice(*row))
            choice.former.extend(filter(None, [former]))
        return list(found.values())

    def by_need(self):
        """Return the `choices()`, overdue first, then by days since the last visit."""
        return sorted(self.choices(), key=attrgetter("visit_order"))

    def by_code(self, code):
        """Return the village that has this code, or had it before, or None."""
        return self.filter(code=code).first() or self.filter(former_codes__code=code).first()

    def with_visits(self):
        """Annotate `last_visit` and `visits_this_year` over all sessions that are not void."""
        session = apps.get_model("villages", "Session")
        held = session.objects.filter(village=OuterRef("pk")).exclude(state=session.State.VOID).order_by()
        this_year = held.filter(started_this_year()).values("village")
        return self.annotate(
            last_visit=Subquery(held.values("village").annotate(day=Max("started_on")).values("day")),
            visits_this_year=Coalesce(Subquery(this_year.annotate(n=Count("pk")).values("n")), 0),
        )

    def for_list(self):
        return self.select_related("regency__province", "office")

    def locked(self, pk):
        """Return the village and lock its row until the end of the transaction."""
        return self.for_list().select_for_update(of=("self",), no_key=True).get(pk=pk)


def plain_field(name, left_out=()):
    """A column, written by the database, with the field `name` as searches compare it."""
    return models.GeneratedField(
        expression=plain_expression(name, left_out),
        output_field=models.CharField(max_length=80),
        db_persist=True,
    )


class Village(VisitDays, models.Model):
    class Kind(models.TextChoices):
        DESA = "desa", _("desa")
        KELURAHAN = "kelurahan", _("kelurahan")

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        ENDED = "ended", _("no longer in the programme")

    class Evidence(models.TextChoices):
        STATED = "stated", _("stated: a public source names it a desa binaan")
        NAMED = "named", _("named: a session or officer there is reported")
        FORMATION = "formation", _("formation: a session to form it, or a target")
        INFERRED = "inferred", _("inferred: a source names the whole area, not this village")
        INVENTED = "invented", _("invented: made by `scale_data`, not a real village")

    code = models.CharField(
        _("Kemendagri code"),
        max_length=13,
        unique=True,
        validators=[RegexValidator(r"^\d{2}\.\d{2}\.\d{2}\.\d{4}$", _("A code looks like 33.22.05.2003."))],
    )
    name = models.CharField(_("name"), max_length=80)
    plain_name = plain_field("name")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    district = models.CharField(_("district"), max_length=80)
    plain_district = plain_field("district", DISTRICTS)
    regency = models.ForeignKey(
        Regency, models.PROTECT, verbose_name=_("regency or city"), related_name="villages"
    )
    office = models.ForeignKey(
        ImmigrationOffice, models.PROTECT, verbose_name=_("immigration office"), related_name="villages"
    )
    designated_on = models.DateField(_("designated on"), null=True, blank=True)
    evidence = models.CharField(_("evidence"), max_length=10, choices=Evidence)
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    source_date = models.CharField(_("date of the source"), max_length=20, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    yearly_target = models.PositiveSmallIntegerField(_("sessions a year (target)"), null=True, blank=True)
    # Of counted sessions; written by `villages.models.tallies`.
    last_session_on = models.DateField(_("last session"), null=True, blank=True, editable=False)
    # For clients that fetch what changed: this row, or the sums of its sessions.
    updated_at = models.DateTimeField(_("changed"), auto_now=True, editable=False)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(SOUTH), MaxValueValidator(NORTH)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(WEST), MaxValueValidator(EAST)],
    )

    objects = VillageQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("village")
        verbose_name_plural = _("villages")
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="village_has_both_coordinates_or_none",
            )
        ]
        indexes = [
            models.Index(fields=["status", "regency"], name="village_by_status_regency"),
            # The public lists, in the order of codes; searches read the name from the index.
            models.Index(fields=["status", "code", "name"], name="village_by_code_name"),
            # Active villages by the beginning of their name.
            models.Index(fields=["status", "plain_name"], name="village_by_name"),
            models.Index(fields=["status", "plain_district", "plain_name"], name="village_by_district"),
            # Covers the query for the coverage of offices and provinces, which then reads no row.
            models.Index(
                fields=["status", "office", "regency", "last_session_on", "yearly_target"],
                name="village_coverage",
            ),
            models.Index(fields=["code"], condition=Q(latitude__isnull=False), name="village_located"),
            models.Index(fields=["updated_at", "code"], name="village_by_change"),
            # Finds at once whether any village is invented.
            models.Index(fields=["evidence"], name="village_by_evidence"),
        ]

    def __str__(self):
        return f"{self.name} ({self.code})"

    def clean(self):
        if self.regency_id and self.regency_id != self.code[:5]:
            raise ValidationError({"regency": _("The code of the village begins with another regency.")})
        if other := Village.objects.filter(former_codes__code=self.code).exclude(pk=self.pk).first():
            raise ValidationError({"code": code_taken_message(other)})
        if self.counts_outside(self.code):
            raise ValidationError({"code": REPORTS_STAY_IN_PROVINCE})

    def counts_outside(self, code):
        """Return True if reports or rounds of the village are counted in a province other than `code`'s."""
        regency = Village.objects.filter(pk=self.pk).values_list("regency", flat=True).first()
        changes_province = regency and regency[:2] != code[:2]
        return changes_province and (self.sessions.exists() or self.rounds.exists())

    def add_former_code(self, before):
        """Record the code `before`: reports go on naming it."""
        self.former_codes.filter(code=self.code).delete()
        self.former_codes.create(code=before, changed_on=self.zone.today())

    @property
    def province(self):
        return self.regency.province

    @property
    def zone(self):
        """The village's time zone: that of its province."""
        return self.regency.province.zone

    @property
    def is_inferred(self):
        return self.evidence == self.Evidence.INFERRED

    @property
    def is_invented(self):
        return self.evidence == self.Evidence.INVENTED
