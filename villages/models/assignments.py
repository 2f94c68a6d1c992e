from collections import defaultdict

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models import AuditEntry, User
from villages.models.scopes import assignment_scope
from villages.models.timezones import Zone


def in_force(day):
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))


def in_force_now():
    """In force today where the office or village is: at midnight in Papua it is still yesterday in Java."""
    zones = defaultdict(list)
    for zone in Zone:
        zones[zone.today()].append(zone)
    if len(zones) == 1:
        return in_force(*zones)
    where = Q()
    for day, same in zones.items():
        where |= in_zones(same) & in_force(day)
    return where


def in_zones(zones):
    return Q(office__province__time_zone__in=zones) | Q(village__regency__province__time_zone__in=zones)


class AssignmentQuerySet(models.QuerySet):
    def on(self, day=None):
        """Assignments in force on `day`, else today."""
        return self.filter(in_force(day) if day else in_force_now())

    def not_over(self):
        """Assignments in force or still to come, by the day where the office or village is."""
        where = Q(until__isnull=True)
        for zone in Zone:
            where |= in_zones([zone]) & Q(until__gte=zone.today())
        return self.filter(where)

    def ending_with(self, village, on):
        """Assignments to this one village that a move on the day `on` ends."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=on), village=village)

    def visible_to(self, user, on=None):
        return self.filter(assignment_scope(user, on))


class Assignment(models.Model):
    """The work of an educator or reviewer for an office or one village, for a period."""

    class Role(models.TextChoices):
        EDUCATOR = "educator", _("educator")
        REVIEWER = "reviewer", _("office reviewer")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("person"), related_name="assignments"
    )
    role = models.CharField(_("role"), max_length=10, choices=Role)
    office = models.ForeignKey(
        "villages.ImmigrationOffice",
        models.PROTECT,
        verbose_name=_("immigration office"),
        null=True,
        blank=True,
        related_name="assignments",
    )
    village = models.ForeignKey(
        "villages.Village",
        models.PROTECT,
        verbose_name=_("village"),
        null=True,
        blank=True,
        related_name="assignments",
    )
    since = models.DateField(_("from"), default=timezone.localdate)
    until = models.DateField(
        _("until"),
        null=True,
        blank=True,
        help_text=_("The last day. Leave it empty while the assignment runs."),
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["user__username", "since"]
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.CheckConstraint(
                condition=Q(office__isnull=False, village__isnull=True)
                | Q(office__isnull=True, village__isnull=False),
                name="assignment_to_office_or_village",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="assignment_ends_after_it_begins",
            ),
        ]

    def __str__(self):
        return f"{self.user} – {self.office or self.village}"

    def clean(self):
        if (self.office_id is None) == (self.village_id is None):
            raise ValidationError(_("Choose either an immigration office or a village."))
        if self.until and self.until < self.since:
            raise ValidationError({"until": _("The last day is before the first day.")})
        if self.role == self.Role.REVIEWER and self.village_id:
            raise ValidationError({"village": _("A reviewer works for an office, not for one village.")})

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        self.log("assigned")

    def delete(self, *args, **kwargs):
        self.log("assignment deleted")
        return super().delete(*args, **kwargs)

    def log(self, action):
        place = self.office or self.village
        days = {"since": self.since, "until": self.until}
        AuditEntry.objects.record(
            AuditEntry.Subject.RIGHTS, action, self.user, role=self.role, place=str(place), **days
        )


def reviewers_of(session, day=None):
    """Return the people who may decide on this session on `day` (today): whom its educator can ask."""
    running = Assignment.objects.on(day).filter(role=Assignment.Role.REVIEWER)
    people = User.objects.filter(
        is_active=True, pk__in=running.filter(office=session.office_id).values("user")
    )
    return people.exclude(pk=session.author_id).order_by("first_name", "username")
