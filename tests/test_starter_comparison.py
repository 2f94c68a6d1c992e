"""Editors of a site in use see what a newer starter content has otherwise, and take it page by page."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cms.models import GlossaryTerm, Helpline, StandardPage


def compare(*arguments):
    out = StringIO()
    call_command("compare_starter", *arguments, stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def privacy(db, settings, tmp_path):
    """A site with the starter content, and its page about privacy."""
    settings.MEDIA_ROOT = tmp_path
    call_command("load_starter", verbosity=0, stdout=StringIO())
    return StandardPage.objects.get(slug="privasi")


def test_editors_see_what_differs_and_take_a_page_as_a_draft(privacy):
    assert compare() == []
    body = privacy.body_ind
    privacy.body_ind = [("paragraph", "<p>Teks lama.</p>")]
    privacy.heading_en = "About you"
    privacy.save_revision().publish()
    GlossaryTerm.objects.filter(slug="calo").update(definition_ind="Perantara.")
    Helpline.objects.get(slug="kemlu").numbers.all().delete()
    assert compare() == [
        "standardpage privasi: body_ind, heading_en",
        "glossaryterm calo: definition_ind",
        "helpline kemlu: numbers",
    ]
    assert compare("--draft", "privasi") == ["privasi: saved as a draft"]
    privacy.refresh_from_db()
    assert "Teks lama" in str(privacy.body_ind)
    draft = privacy.get_latest_revision_as_object()
    assert str(draft.body_ind) == str(body)
    assert draft.heading_en != "About you"
    with pytest.raises(CommandError, match="draft of an editor"):
        compare("--draft", "privasi")
    draft.save_revision().publish()
    assert "privasi" not in "".join(compare())


def test_a_page_that_is_not_in_the_starter_content_cannot_be_taken(site):
    with pytest.raises(CommandError, match="no page"):
        compare("--draft", "harga")
