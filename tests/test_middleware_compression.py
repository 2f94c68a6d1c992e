"""What is made for one person travels compressed; the cache compresses, once, what is for everybody."""

import gzip

import pytest
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from cms.middleware.compression import PAGE_CACHE_WAITS, CompressionMiddleware

PAGE = "<p>Tanya dulu, baru berangkat.</p>" * 40


def answered(response, **meta):
    request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip, br"}, **meta)
    return CompressionMiddleware(lambda request: response)(request)


def html(**headers):
    return HttpResponse(PAGE, headers=headers)


def test_a_page_for_one_person_is_compressed():
    answer = answered(html())
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    assert gzip.decompress(answer.content).decode() == PAGE
    assert len(answer.content) < len(PAGE) / 3


def test_a_page_for_everybody_is_left_to_the_page_cache_where_that_waits_for_it():
    public = {"Cache-Control": "public, max-age=300"}
    assert "Content-Encoding" not in answered(html(**public), **{PAGE_CACHE_WAITS: True})
    assert answered(html(**public))["Content-Encoding"] == "gzip"
    assert (
        answered(html(**{"Cache-Control": "private"}), **{PAGE_CACHE_WAITS: True})["Content-Encoding"]
        == "gzip"
    )


@pytest.mark.parametrize(
    "response",
    [
        lambda: HttpResponse(b"\xff\xd8" + b"\0" * 5000, content_type="image/jpeg"),
        lambda: StreamingHttpResponse(iter([PAGE.encode()]), content_type="text/csv"),
        lambda: FileResponse(iter([PAGE.encode()]), content_type="audio/mpeg"),
    ],
)
def test_pictures_sound_and_downloads_keep_their_bytes_and_size(response):
    assert "Content-Encoding" not in answered(response())


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/id/desa/", "/lapangan/masuk/", "/admin/login/"])
def test_the_site_compresses_its_own_pages(client, place, path):
    plain = client.get(path)
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 2
