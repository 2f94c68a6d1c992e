"""Indonesia's three time zones."""

from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Zone(models.TextChoices):
    """The value is the IANA name, the name of the member its abbreviation."""

    WIB = "Asia/Jakarta", _("WIB (Western Indonesia Time)")
    WITA = "Asia/Makassar", _("WITA (Central Indonesia Time)")
    WIT = "Asia/Jayapura", _("WIT (Eastern Indonesia Time)")

    @property
    def abbreviation(self):
        return self.name

    @property
    def tzinfo(self):
        return ZoneInfo(self.value)

    def today(self):
        """Return the date in this zone."""
        return timezone.localdate(timezone=self.tzinfo)
