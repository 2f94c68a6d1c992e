"""Every text tells who changed what, shows the difference by language, and goes back to what it was."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import ModelLogEntry

from cms.models import Fact, GlossaryTerm, Helpline, Picture, Place, Recording
from tests.support.admin_forms import edit_url, posted, submit_edit
from tests.support.sounds import mp3 as speech

TEXTS = [(GlossaryTerm, "term"), (Helpline, "name"), (Place, "name"), (Fact, "statement")]


def address(obj, view, *args):
    return reverse(obj.snippet_viewset.get_url_name(view), args=[obj.pk, *args])


@pytest.mark.parametrize(("kind", "field"), TEXTS)
def test_the_first_change_of_a_text_can_be_compared_and_taken_back(review_client, kind, field):
    client = review_client("kepala", is_superuser=True)
    before = getattr(kind.objects.get(), f"{field}_ind")
    typed = {f"{field}_ind": "Kata baru", f"{field}_jv": "Tembung anyar"}
    submit_edit(client, kind.objects.get(), **typed, **{"action-publish": "action-publish"})
    text = kind.objects.get()
    first, changed = text.revisions.order_by("pk")
    history = client.get(address(text, "history")).content.decode()
    assert address(text, "revisions_revert", first.pk) in history

    compared = client.get(address(text, "revisions_compare", first.pk, changed.pk)).content.decode()
    assert "Tembung anyar" in compared
    assert "[jv]" in compared or "Basa Jawa" in compared

    back = address(text, "revisions_revert", first.pk)
    taken_back = posted(client.get(back), **{"revision": first.pk, "action-publish": "action-publish"})
    client.post(edit_url(text), taken_back)
    text = kind.objects.get()
    assert (getattr(text, f"{field}_ind"), getattr(text, f"{field}_jv") or "") == (before, "")


@pytest.mark.parametrize(("kind", "field"), TEXTS)
def test_a_text_is_previewed_in_each_language_before_it_is_saved(review_client, kind, field):
    client = review_client("ningsih", "editor")
    text = kind.objects.get()
    typed = posted(client.get(edit_url(text)), **{f"{field}_jv": "Tembung anyar"})
    preview = address(text, "preview_on_edit")
    assert client.post(preview, typed).json()["is_valid"]
    shown = client.get(f"{preview}?mode=jv").content.decode()
    assert "Tembung anyar" in shown
    assert "data-later" not in shown, "a preview is not stored on the phone"
    assert "Tembung anyar" not in client.get(f"{preview}?mode=id").content.decode()


def test_a_fact_taken_off_the_site_is_no_source_any_more(review_client, library, client):
    fact = Fact.objects.get()
    library.article.article_facts.create(fact=fact)
    library.article.save_revision().publish()
    sources = "/id/paspor/harga/sumber/"
    assert "Gratis." in client.get(sources).content.decode()
    fact.unpublish()
    assert client.get(sources).status_code == 404


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail's temporary file
def test_the_log_shows_the_former_texts_of_a_picture(review_client):
    picture = Picture.objects.create(title="Loket", file=get_test_image_file(), description_ind="Loket.")
    client = review_client("ningsih", "editor", is_superuser=True)
    edit = reverse("wagtailimages:edit", args=[picture.pk])
    client.post(edit, {"title": "Loket", "description_ind": "Loket paspor.", "collection": 1})
    entry = ModelLogEntry.objects.get(action="cms.values_changed")
    assert (entry.user.username, entry.data["changes"]) == (
        "ningsih",
        {"description_ind": ["Loket.", "Loket paspor."]},
    )
    report = client.get(reverse("wagtailadmin_reports:site_history")).content.decode()
    assert "“Loket.” → “Loket paspor.”" in report


def test_the_log_shows_the_former_texts_of_a_recording(review_client):
    recording = Recording.objects.create(title="Paspor", file=ContentFile(speech(), "paspor.mp3"), duration=3)
    client = review_client("ningsih", "editor", is_superuser=True)
    typed = {"title": "Paspor", "language": "jv", "transcript": "Gratis.", "collection": 1}
    client.post(reverse("wagtailmedia:edit", args=[recording.pk]), typed)
    entry = ModelLogEntry.objects.get(action="cms.values_changed")
    assert entry.user.username == "ningsih"
    assert entry.data["changes"] == {"language": ["id", "jv"], "transcript": ["", "Gratis."]}
