"""What an editor cannot publish by mistake."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file

from cms.models import ArticlePage, Picture
from tests.support.admin_forms import posted
from tests.test_translations_pages import body, desk, library  # noqa: F401 fixtures


def refused(desk, **typed):  # noqa: F811
    data = posted(desk.client.get(desk.edit_url), **typed, **{"action-publish": "1"})
    response = desk.client.post(desk.edit_url, data)
    assert response.status_code == 200
    return response.context["form"].errors


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail's temporary file
def test_a_picture_without_a_description_in_indonesian_is_not_published(desk):  # noqa: F811
    picture = Picture.objects.create(title="Loket", file=get_test_image_file(), description_en="A counter")
    assert "Loket" in refused(desk, picture=picture.pk)["picture"][0]
    desk.save(picture=picture.pk)  # as a draft it may wait
    picture.description_ind = "Loket imigrasi"
    picture.save()
    desk.publish(picture=picture.pk)
    assert desk.article.picture == picture


def test_a_link_to_an_unpublished_page_is_refused_with_its_name(desk, library):  # noqa: F811
    hidden = ArticlePage(slug="konsep", icon="money", heading_ind="Belum terbit", live=False)
    library.topic.add_child(instance=hidden)
    linked = body(f'Baca <a linktype="page" id="{hidden.pk}">ini</a>')
    assert "Belum terbit" in refused(desk, body_jv=linked)["body_jv"][0]
    desk.article.refresh_from_db()
    assert not desk.article.body_jv
    desk.publish(body_jv=body(f'Baca <a linktype="page" id="{desk.article.pk}">ini</a>'))
    assert desk.article.body_jv


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
    faults = [sentence for sentences in response.context["form"].errors.values() for sentence in sentences]
    assert len(faults) == 1
    assert "surat.pdf" in faults[0]
