"""What search engines and messengers are told, and files to download."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from test_translated_pages import library  # noqa: F401 a fixture
from wagtail.documents.models import Document


def test_the_sitemap_names_quizzes_and_villages_with_their_languages(client, library, quiz, place):  # noqa: F811
    said = client.get("/sitemap.xml").content.decode()
    assert f"/en/kuis/{quiz.slug}/</loc>" in said
    assert f'hreflang="en" href="http://127.0.0.1:8000/en/kuis/{quiz.slug}/"' in said
    assert f"/id/desa/{place.village.code}/</loc>" in said
    assert "/jv/paspor/harga/</loc>" not in said  # only its heading is translated


def test_a_shared_page_shows_its_title_in_its_language(client, library):  # noqa: F811
    page = client.get("/en/paspor/harga/").content.decode()
    for name, content in [
        ("og:title", "Price of a passport"),
        ("og:url", "http://127.0.0.1:8000/en/paspor/harga/"),
        ("og:locale", "en_GB"),
        ("og:locale:alternate", "id_ID"),
    ]:
        assert f'<meta property="{name}" content="{content}">' in page
    assert "og:image" in page


@pytest.mark.parametrize(
    "name, data, taken",
    [
        ("panduan.pdf", b"%PDF-1.7\n" + bytes(50), True),
        ("panduan.pdf", b"<html><script>alert(1)</script></html>", False),
        ("panduan.pdf", b"\x89PNG\r\n\x1a\n" + bytes(50), False),
        ("foto.jpeg", b"\xff\xd8\xff\xe0" + bytes(50), True),
        ("panduan.html", b"<html></html>", False),
    ],
)
def test_a_file_to_download_is_what_its_name_says(client, signed_in, person, name, data, taken):
    signed_in(person("kepala", is_superuser=True))
    file = SimpleUploadedFile(name, data)
    client.post(reverse("wagtaildocs:add"), {"title": "Panduan", "file": file})
    assert Document.objects.exists() is taken
