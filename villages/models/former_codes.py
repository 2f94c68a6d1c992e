"""Codes that villages had before: phones and printed sheets go on using them for a long time."""

from django.db import models
from django.utils.translation import gettext_lazy as _

REPORTS_STAY_IN_PROVINCE = _(
    "Reports from this village are already counted in its province. Add the village again under the new code."
)


def code_taken_message(village):
    """Return the message for a code that `village` had before."""
    return _(
        "%(village)s had this code before, and reports may still name it. "
        "If nobody has used it, release it on the page of that village."
    ) % {"village": village}


class FormerCode(models.Model):
    """A code stays with the village that had it first, until somebody releases it."""

    village = models.ForeignKey("villages.Village", models.CASCADE, related_name="former_codes")
    code = models.CharField(_("Kemendagri code"), max_length=13, unique=True)
    changed_on = models.DateField(_("changed on"))

    class Meta:
        ordering = ["-changed_on", "code"]
        verbose_name = _("former code")
        verbose_name_plural = _("former codes")

    def __str__(self):
        return self.code
