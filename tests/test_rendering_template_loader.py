"""Templates may be indented as people like to read them: it costs readers no byte."""

import pytest
from django.template.loader import get_template

from cms.rendering.template_loader import without_indentation


@pytest.mark.parametrize(
    "source,loaded",
    [
        ("<p>\n    One\n  <b>two</b></p>", "<p>\nOne\n<b>two</b></p>"),
        ("<p>One  \n</p>\n\n<p>", "<p>One  \n</p>\n\n<p>"),
        ("  <pre>\n    as it stands\n</pre>\n  <p>", "  <pre>\n    as it stands\n</pre>\n<p>"),
        ("<textarea>\n  a\n</textarea>", "<textarea>\n  a\n</textarea>"),
    ],
)
def test_line_breaks_stay_and_indentation_goes(source, loaded):
    assert without_indentation(source) == loaded


def test_our_templates_are_loaded_without_indentation_and_wagtails_as_they_are():
    assert "\n  " not in get_template("base.html").template.source
    assert "\n    " in get_template("wagtailadmin/skeleton.html").template.source
