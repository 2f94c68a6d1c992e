"""Templates may be laid out as people like to read them: readers do not pay for it."""

import pytest
from django.template.loader import get_template

from cms.rendering.template_loader import without_layout


@pytest.mark.parametrize(
    "source,loaded",
    [
        ("<p>\n    One\n  <b>two</b></p>", "<p>\nOne\n<b>two</b></p>"),
        ("<p>One  \n</p>\n\n<p>", "<p>One\n</p>\n<p>"),
        (
            "<a></a>\n  {% if b %}\n    <b></b>\n  {% endif %}\n  c",
            "<a></a>\n{% if b %}<b></b>\n{% endif %}c",
        ),
        (
            "a\n{% for b in c %}{% if b %}\nb\n{% endif %}{% endfor %}\nc",
            "a\n{% for b in c %}{% if b %}b\n{% endif %}{% endfor %}c",
        ),
        ("a\n{% url 'b' as c %}\n{{ c }}\n", "a\n{% url 'b' as c %}{{ c }}"),
        ("\n{% if a %}\n<p>\n{% endif %}\n", "{% if a %}<p>\n{% endif %}"),
        ("a\n{% if b %}b{% endif %}\nc", "a\n{% if b %}b{% endif %}\nc"),
        ("a\n{% translate 'b' %}\nc\n{{ d }}\ne", "a\n{% translate 'b' %}\nc\n{{ d }}\ne"),
        ("a\n  <pre>\n    as it stands\n</pre>\n  <p>", "a\n<pre>\n    as it stands\n</pre>\n<p>"),
        ("<textarea>\n  a\n\n</textarea>", "<textarea>\n  a\n\n</textarea>"),
    ],
)
def test_the_layout_of_a_template_costs_no_white_space_that_shows(source, loaded):
    assert without_layout(source) == loaded


def test_our_templates_are_loaded_without_layout_and_wagtails_as_they_are():
    assert "\n  " not in get_template("base.html").template.source
    assert "\n    " in get_template("wagtailadmin/skeleton.html").template.source


def test_while_debugging_an_error_names_the_line_of_the_file(settings):
    settings.DEBUG = True
    loader = get_template("base.html").backend.engine.template_loaders[0].loaders[0]
    origin = get_template("base.html").origin
    assert "\n    " in loader.get_contents(origin)
