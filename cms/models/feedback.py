from django.conf import settings
from django.db import models
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class UsefulTallyQuerySet(models.QuerySet):
    def count_answer(self, page, language, useful):
        """Add one anonymous answer to today's row of `page` in `language`."""
        row, _made = self.get_or_create(page=page, language=language, day=timezone.localdate())
        column = "yes" if useful else "no"
        self.filter(pk=row.pk).update(**{column: F(column) + 1})

    def per_page(self, since):
        """Return `{"page", "page__title", "language", "sum_yes", "sum_no"}`, most often useless first."""
        rows = self.filter(day__gte=since).values("page", "page__title", "language")
        sums = rows.annotate(sum_yes=Sum("yes"), sum_no=Sum("no"))
        return sums.order_by("-sum_no", "page__title", "language")


class UsefulTally(models.Model):
    """How many readers of a page in a language found it useful, or not, on one day."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    day = models.DateField()
    yes = models.PositiveIntegerField(default=0)
    no = models.PositiveIntegerField(default=0)

    objects = UsefulTallyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "language", "day"], name="useful_tally_once_a_day")
        ]
        verbose_name = _("answers to “Was this useful?”")
