"""Columns of the lists in the desk."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin.ui.tables import BooleanColumn, Column


class DayColumn(Column):
    """A day in words: Wagtail's own column says "0 minutes ago" for a day to come.

    Of a moment it is the day where the row is, when it says so with a `zone`.
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
