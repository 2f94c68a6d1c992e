"""Columns of the lists in the desk."""

from django.utils.formats import date_format
from wagtail.admin.ui.tables import BooleanColumn, Column


class DayColumn(Column):
    """A day in words: Wagtail's own column says "0 minutes ago" for a day to come."""

    def get_value(self, instance):
        day = super().get_value(instance)
        return date_format(day, "j M Y") if day else ""


class ValidColumn(BooleanColumn):
    """A cross where the check is overdue."""

    def get_value(self, instance):
        return not instance.is_expired
