from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from quizzes.dashboard.rows import address_of
from quizzes.exports.rows import names_of

register = template.Library()


@register.filter
def number(value, unit=""):
    """A number of a dashboard with its `unit`; None is one that is hidden or not defined."""
    if value is None:
        return "–"
    places = 0 if isinstance(value, int) else 1
    # Rounded first: `number_format` would cut digits off.
    return number_format(round(value, places), decimal_pos=places, use_l10n=True, force_grouping=True) + unit


@register.simple_tag
def rows(code, filters):
    """The address of the rows behind the number of an indicator."""
    return address_of(code, filters)


register.simple_tag(names_of, name="chosen")


@register.filter
def signed(value):
    """A change: +12.5 or −3.0."""
    return f"{'−' if value < 0 else '+'}{number(abs(value))}"


@register.simple_tag
def people_link(row, code, sessions):
    """A count about people as a link to its rows in the list `sessions`; a hidden one says so."""
    value = row.reach.shown(code)
    if value is None:
        return _("hidden")
    return format_html('<a href="{}?{}&amp;show={}">{}</a>', sessions, row.query, code, number(value))
