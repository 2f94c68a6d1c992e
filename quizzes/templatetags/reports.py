from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def share(value):
    """Format a fraction in per cent; None (hidden or undefined) becomes a dash."""
    return "–" if value is None else f"{number_format(100 * value, decimal_pos=0)} %"


@register.filter
def figure(value, places=2):
    """Format a statistic; None (hidden or undefined) becomes a dash."""
    return "–" if value is None else number_format(value, decimal_pos=places)


@register.filter
def bar_width(value):
    """Return a fraction as the width of a bar, out of 100."""
    return round(100 * (value or 0), 1)
