from django import template
from django.urls import reverse
from django.utils.formats import date_format, get_format, number_format
from django.utils.html import escape, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from quizzes.programme.dashboard.drill_down import drill_down_path, drill_down_url
from quizzes.programme.exports.session_rows import filter_labels
from villages.reach import indicators

REACH_COLUMNS = ("visited", "active", "sessions", "target", "participations", "women", "referrals")

register = template.Library()


@register.filter
def number(value, unit=""):
    """Format a number with its `unit`; None (hidden or undefined) becomes a dash."""
    if value is None:
        return "–"
    if isinstance(value, int):  # thousands of them on a page: `number_format` takes ten times as long
        return f"{value:,}".replace(",", get_format("THOUSAND_SEPARATOR")) + unit
    # Rounded first: `number_format` truncates.
    return number_format(round(value, 1), decimal_pos=1, use_l10n=True, force_grouping=True) + unit


register.simple_tag(drill_down_url)
register.simple_tag(filter_labels)


@register.filter
def signed(value):
    """Format a change: +12.5 or −3.0."""
    return f"{'−' if value < 0 else '+'}{number(abs(value))}"


@register.simple_tag
def reach_table_rows(rows):
    """The rows of a table of places, each number a link to what it counts, or the word "hidden".

    Built in Python: rendering a template for each of thousands of cells took longer than all the queries.
    """
    links = {
        code: '<td><a href="{}?{{}}{}">{{}}</a></td>'.format(*map(escape, drill_down_path(code)))
        for code in REACH_COLUMNS
    }
    hidden = f"<td>{_('hidden')}</td>"
    return format_html_join(
        "",
        '<tr><th scope="row"><a href="?{}">{}</a></th>{}</tr>',
        ((row.query, row.name, reach_cells(row, links, hidden)) for row in rows),
    )


def reach_cells(row, links, hidden):
    query, values = escape(row.query), {code: indicators.value(row.reach, code) for code in links}
    return mark_safe(  # noqa: S308 numbers and an escaped URL
        "".join(
            hidden if values[code] is None else link.format(query, number(values[code]))
            for code, link in links.items()
        )
    )


@register.simple_tag
def village_points(points, visited):
    """The villages of a map, each a link to its page and filled if visited; built in Python like the rows."""
    villages = reverse("dashboard:villages")
    return format_html_join(
        "",
        '<a href="{}{}/" tabindex="-1"><title>{}: {}</title><circle cx="{}" cy="{}" r="4" class="{}"/></a>',
        ((villages, *point_fields(point, visited)) for point in points),
    )


def point_fields(point, visited):
    village = point.village
    last = date_format(village.last_session_on, "j F Y") if village.last_session_on else _("never")
    css_class = "" if village.pk in visited else "dashboard__open"
    return village.code, village.name, last, point.x, point.y, css_class
