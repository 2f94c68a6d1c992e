"""What search engines and messengers read, and files to download."""

import json
import re
from itertools import pairwise

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents.models import Document

from cms.blocks import TableBlock
from cms.rendering.faq import ANSWER_BLOCKS, BLOCKS_WITH_HEADING
from cms.starter import FOLDER, read_all
from tests.support.pages import publish_body


def test_the_sitemap_names_quizzes_and_villages_with_their_languages(client, library, quiz, place):
    sitemap = client.get("/sitemap.xml").content.decode()
    assert f"/en/kuis/{quiz.slug}/</loc>" in sitemap
    assert f'hreflang="en" href="http://127.0.0.1:8000/en/kuis/{quiz.slug}/"' in sitemap
    assert f"/id/desa/{place.village.code}/</loc>" in sitemap
    assert "/jv/paspor/harga/</loc>" not in sitemap  # only its heading is translated


def test_a_shared_page_shows_its_title_in_its_language(client, library):
    page = client.get("/en/paspor/harga/").content.decode()
    for name, content in [
        ("og:title", "Price of a passport"),
        ("og:locale", "en_GB"),
        ("og:locale:alternate", "id_ID"),
    ]:
        assert f'<meta property="{name}" content="{content}">' in page
    assert "og:image" in page


def structured_data(client, path):
    """Return the questions and answers in the page, or None where it is no FAQ."""
    page = client.get(path).content.decode()
    graph = json.loads(re.search(r"ld\+json\">(.*?)</script>", page)[1])["@graph"]
    pages = [part["mainEntity"] for part in graph if part["@type"] == "FAQPage"]
    return {asked["name"]: asked["acceptedAnswer"]["text"] for asked in pages[0]} if pages else None


def test_search_engines_get_each_question_with_what_stands_below_it(client, library):
    table = {
        "caption": "Tarif",
        "columns": ["Jenis", "5 tahun", "10 tahun"],
        "rows": [["Biasa", "1", "2"], []],
    }
    steps = {"heading": "Bagaimana caranya?", "steps": [{"title": "Isi formulir", "text": "<p>Di HP.</p>"}]}
    publish_body(
        library.article,
        ("heading", "Berapa harga paspor?"),
        ("key_message", "<p>Yang pertama <b>gratis</b>.</p>"),
        ("table", TableBlock.from_lists(table)),
        ("do_dont", {"do": ["Tanya"], "dont": ["Diam"]}),
        ("paragraph", "<p>Langkah berikutnya.</p>"),
        ("steps", steps),
        ("paragraph", "<ul><li>Menurut panduan;</li><li>tahun 2022.</li></ul>"),
        ("heading", "Bawa dokumen"),
        ("paragraph", "<p>KTP.</p>"),
    )
    assert structured_data(client, "/id/paspor/harga/") == {
        "Berapa harga paspor?": "Yang pertama gratis. Tarif. Biasa: 5 tahun 1, 10 tahun 2.",
        "Bagaimana caranya?": "Isi formulir. Di HP. Menurut panduan; tahun 2022.",
    }
    assert structured_data(client, "/en/paspor/harga/") is None


def test_a_question_that_nothing_answers_is_not_published(client, library):
    publish_body(
        library.article, ("heading", "Siapa membantu?"), ("do_dont", {"do": ["Tanya"], "dont": ["Diam"]})
    )
    assert structured_data(client, "/id/paspor/harga/") is None


def test_every_question_of_the_starter_articles_is_answered_in_each_of_their_languages():
    for data in read_all(FOLDER / "articles"):
        numbers = set()
        for code in {"id", "en", "jv", "su"} & data.keys():
            blocks = data[code]["body"]
            below = [
                answer["type"]
                for block, answer in pairwise(blocks)
                if block["type"] == "heading" and block["value"].endswith("?")
            ]
            assert set(below) <= set(ANSWER_BLOCKS), data["slug"]
            others = [block["value"]["heading"] for block in blocks if block["type"] in BLOCKS_WITH_HEADING]
            numbers.add(len(below) + sum(heading.endswith("?") for heading in others))
        assert len(numbers) == 1, data["slug"]


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


def test_each_page_names_the_one_address_it_wants_to_be_known_by(site, client):
    for address, known in [
        ("/id/", "/id/"),
        ("/id/cari/?q=paspor", "/id/cari/"),
        ("/en/bantuan/", "/en/bantuan/"),
    ]:
        link = f'<link rel="canonical" href="http://127.0.0.1:8000{known}">'
        assert client.get(address).content.decode().count(link) == 1
    assert 'rel="canonical"' not in client.get("/id/not-there/").content.decode()
