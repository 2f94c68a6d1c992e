from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def share(value):
    """A fraction in per cent; None is one that is hidden or not defined."""
    return "–" if value is None else f"{number_format(100 * value, decimal_pos=0)} %"


@register.filter
def figure(value, places=2):
    """A figure of statistics; None is one that is hidden or not defined."""
    return "–" if value is None else number_format(value, decimal_pos=places)


@register.filter
def bar_width(value):
    """A fraction as the width of a bar out of 100."""
    return round(100 * (value or 0), 1)
