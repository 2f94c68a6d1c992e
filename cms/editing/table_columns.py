"""Columns of the lists in the admin."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin.ui.tables import BooleanColumn, Column


class DayColumn(Column):
    """A day in words: Wagtail's own column shows "0 minutes ago" for a future day.

    A moment is shown as the day in the time zone of the row, if it has a `zone`.
    """

    def get_value(self, instance):
        day = super().get_value(instance)
        if isinstance(day, datetime):
            day = timezone.localtime(day, getattr(instance, "zone", None) and instance.zone.tzinfo)
        return date_format(day, "j M Y") if day else ""


class ValidColumn(BooleanColumn):
    """A cross where the check is overdue."""

    def get_value(self, instance):
        return not instance.is_expired
