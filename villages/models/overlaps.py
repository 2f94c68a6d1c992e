"""Sessions held at the same time in one village, or by one educator in two: perhaps one logged twice."""

from datetime import timedelta

from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q

from villages.models.session_workflow import ReviewedModel

LONGEST = timedelta(hours=24)  # of a session: a longer one is refused (see villages.forms.limits)
IN_FORCE = ~Q(state=ReviewedModel.State.VOID)
SAME_VILLAGE, SAME_EDUCATOR = Q(overlaps_in_village=True), Q(overlaps_of_author=True)


class OverlapQuerySet(models.QuerySet):
    def held_between(self, start, end):
        """Sessions, none of them void, that were held at some moment between two instants."""
        # Only those that began within the longest session before: an index finds them.
        began = self.filter(started_at__gt=start - LONGEST, started_at__lt=end)
        return began.filter(IN_FORCE, ended_at__gt=start)

    def with_overlaps(self):
        """Annotate `overlaps_in_village` and `overlaps_of_author` (the same educator in another village).

        One that begins when the other ends does not overlap. Instants are compared: clocks may differ.
        """
        others = self.model.objects.exclude(pk=OuterRef("pk"))
        others = others.held_between(OuterRef("started_at"), OuterRef("ended_at"))
        return self.annotate(
            overlaps_in_village=in_force(others.filter(village=OuterRef("village"))),
            overlaps_of_author=in_force(
                others.filter(author=OuterRef("author")).exclude(village=OuterRef("village"))
            ),
        )

    def possible_doubles(self):
        return self.with_overlaps().filter(SAME_VILLAGE | SAME_EDUCATOR)


def in_force(others):
    """Return an expression: True if the session is not void and one of `others` exists."""
    return ExpressionWrapper(IN_FORCE & Q(Exists(others)), output_field=BooleanField())


class OverlappingModel(models.Model):
    class Meta:
        abstract = True

    def overlapping(self):
        """Sessions in the same village or by the same educator that were held at the same time."""
        if self.state == ReviewedModel.State.VOID:
            return type(self).objects.none()
        others = type(self).objects.exclude(pk=self.pk).held_between(self.started_at, self.ended_at)
        same = Q(village=self.village_id) | Q(author=self.author_id)
        return others.filter(same).order_by(F("started_at"), "pk")
