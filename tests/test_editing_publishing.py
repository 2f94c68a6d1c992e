"""What an editor cannot publish by mistake."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file

from cms.models import ArticlePage, Picture
from tests.support.admin_forms import posted
from tests.support.pages import paragraphs


def refused(page_editor, **typed):
    data = posted(page_editor.client.get(page_editor.edit_url), **typed, **{"action-publish": "1"})
    response = page_editor.client.post(page_editor.edit_url, data)
    assert response.status_code == 200
    return response.context["form"].errors


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail's temporary file
def test_a_picture_without_a_description_in_indonesian_is_not_published(page_editor):
    picture = Picture.objects.create(title="Loket", file=get_test_image_file(), description_en="A counter")
    assert "Loket" in refused(page_editor, picture=picture.pk)["picture"][0]
    page_editor.save(picture=picture.pk)  # as a draft it may wait
    picture.description_ind = "Loket imigrasi"
    picture.save()
    page_editor.publish(picture=picture.pk)
    assert page_editor.article.picture == picture


def test_a_link_to_an_unpublished_page_is_refused_with_its_name(page_editor, library):
    hidden = ArticlePage(slug="konsep", icon="money", heading_ind="Belum terbit", live=False)
    library.topic.add_child(instance=hidden)
    linked = paragraphs(f'Baca <a linktype="page" id="{hidden.pk}">ini</a>')
    assert "Belum terbit" in refused(page_editor, body_jv=linked)["body_jv"][0]
    page_editor.article.refresh_from_db()
    assert not page_editor.article.body_jv
    page_editor.publish(body_jv=paragraphs(f'Baca <a linktype="page" id="{page_editor.article.pk}">ini</a>'))
    assert page_editor.article.body_jv


@pytest.mark.parametrize("name", ["foto.png", "foto.jpg", "foto.svg"])
def test_an_upload_that_is_no_picture_is_refused(client, person, name):
    client.force_login(
        person("kepala", is_superuser=True), backend="django.contrib.auth.backends.ModelBackend"
    )
    fake = SimpleUploadedFile(name, b"<html><script>alert(1)</script></html>", content_type="image/png")
    response = client.post(reverse("wagtailimages:add"), {"title": "Foto", "file": fake})
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not Picture.objects.exists()


def test_a_document_that_is_something_else_is_refused_with_one_sentence(client, person):
    client.force_login(
        person("kepala", is_superuser=True), backend="django.contrib.auth.backends.ModelBackend"
    )
    fake = SimpleUploadedFile("surat.pdf", b"<html>no</html>", content_type="application/pdf")
    response = client.post(reverse("wagtaildocs:add"), {"title": "Surat", "file": fake})
    errors = [sentence for sentences in response.context["form"].errors.values() for sentence in sentences]
    assert len(errors) == 1
    assert "surat.pdf" in errors[0]
