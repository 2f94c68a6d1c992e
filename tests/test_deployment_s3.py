"""Uploads in S3-compatible storage: readers get them from the site itself, whose addresses never end."""

import re
import signal

import boto3
import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage, storages
from django.db.models import FileField
from playwright.sync_api import expect
from wagtail.documents.models import Document
from wagtail.images.tests.utils import get_test_image_file, get_test_image_file_jpeg

from cms.models import ArticlePage, Picture
from quizzes.models import Quiz
from tests.support.s3_stand_in import BUCKET, S3
from tests.support.sounds import recording

OPTIONS = {"bucket_name": BUCKET, "access_key": "uji", "secret_key": "rahasia-uji"}
ARTICLE = "/id/paspor/harga/"
MEDIA = re.compile(r'(?:src|srcset|href|content)="([^" ]*(?:images|media)/[^" ]*\.(?:avif|webp|jpg|mp3))')


@pytest.fixture(scope="module")
def server():
    server = S3()
    yield server
    server.stop(signal.SIGKILL)


@pytest.fixture
def s3(server, settings, monkeypatch):
    """All files of the site in the stand-in."""
    fields = [field for model in apps.get_models() for field in model._meta.get_fields()]
    private = {field for field in fields if getattr(field, "storage", None) is storages["private"]}
    private |= {field for field in fields if field.name == "file" and field.model.__name__ == "Export"}
    options = {**OPTIONS, "endpoint_url": server.address}
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "cms.deployment.s3.PublicFiles", "OPTIONS": {**options, "location": "media"}},
        "private": {
            "BACKEND": "cms.deployment.s3.PrivateFiles",
            "OPTIONS": {**options, "location": "private"},
        },
    }
    for field in fields:
        if isinstance(field, FileField) and isinstance(field.storage, FileSystemStorage):
            alias = "private" if field in private else "default"
            monkeypatch.setattr(field, "storage", storages[alias])
    cache.clear()  # Wagtail remembers the files of an earlier test's picture of the same number
    return server


@pytest.fixture
def article(site, s3):
    picture = Picture.objects.create(
        title="Loket", description_ind="Loket paspor.", file=get_test_image_file_jpeg(size=(720, 480))
    )
    article = ArticlePage.objects.get()
    article.picture, article.audio_ind = picture, recording()
    article.body_ind = [("paragraph", "<p>Biaya.</p>"), ("picture", {"image": picture, "caption": ""})]
    article.save()
    return article


@pytest.fixture
def stored(db, s3):
    """Return a function that stores a file under exactly this name."""
    return lambda name, content=b"0123456789": default_storage.save(name, ContentFile(content))


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_page_names_its_pictures_and_sounds_by_addresses_of_the_site(client, article):
    text = client.get(ARTICLE).content.decode()
    named = set(MEDIA.findall(text))
    assert len(named) >= 4
    for address in named:
        path = address.removeprefix("http://127.0.0.1:8000")
        assert path.startswith("/media/"), address
        assert client.get(path).status_code == 200
    assert "Signature" not in text


def test_the_api_and_the_quiz_of_a_phone_name_addresses_of_the_site(client, quiz, s3):
    draft = quiz.latest_revision.as_object()
    question = draft.questions.all()[0]
    question.picture = Picture.objects.create(title="L", description_ind="Loket", file=get_test_image_file())
    question.audio_ind = recording()
    draft.save_revision(clean=False).publish()
    whole = client.get("/id/kuis/coba/utuh/").content.decode()
    listed = client.get("/api/v2/pictures/").content.decode()
    assert "/media/images/" in whole
    assert "/media/media/" in whole
    for text in (whole, listed):
        assert s3.address not in text
        assert "Signature" not in text
    assert Quiz.objects.get(pk=quiz.pk).questions.all()[0].picture.file.url.startswith("/media/")


@pytest.mark.parametrize("storage", ["disk", "S3"])
def test_a_file_comes_with_all_that_a_browser_and_a_web_server_need(client, db, storage, request):
    if storage == "S3":
        request.getfixturevalue("s3")
    path = f"/media/{default_storage.save('media/suara.mp3', ContentFile(b'0123456789'))}"
    answer = client.get(path)
    assert (answer.status_code, body(answer)) == (200, b"0123456789")
    assert answer["Content-Type"] == "audio/mpeg"
    assert answer["Content-Length"] == "10"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Accept-Ranges"] == "bytes"
    assert not answer.cookies
    head = client.head(path)
    same = ("Content-Type", "Content-Length", "ETag", "Last-Modified", "Cache-Control")
    assert [head[name] for name in same] == [answer[name] for name in same]
    assert body(head) == b""
    for name, asked in {"ETag": "if-none-match", "Last-Modified": "if-modified-since"}.items():
        again = client.get(path, headers={asked: answer[name]})
        assert (again.status_code, body(again)) == (304, b"")
        assert again["ETag"] == answer["ETag"]
    part = client.get(path, headers={"range": "bytes=2-4", "if-range": answer["ETag"]})
    assert (part.status_code, body(part), part["Content-Range"]) == (206, b"234", "bytes 2-4/10")
    assert (part["Content-Type"], part["Content-Length"]) == ("audio/mpeg", "3")
    assert client.get(path, headers={"range": "bytes=2-4", "if-range": '"another"'}).status_code == 200
    assert client.get(path, headers={"range": "bytes=10-"}).status_code == 416
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("storage", ["disk", "S3"])
@pytest.mark.parametrize(
    "path",
    [
        "original_images/asli.jpg",
        "documents/surat.png",
        "images/../original_images/asli.jpg",
        "images/..\\original_images\\asli.jpg",
        "images/%2e%2e/original_images/asli.jpg",
        "images//../../private/photos/foto.jpg",
        "images/../../private/photos/foto.jpg",
        "private/photos/foto.jpg",
        "images/halaman.html",
        "images/gambar.svg",
        "images/tidak-ada.jpg",
        "images/",
        f"images/{'a' * 3000}.jpg",
    ],
)
def test_nothing_but_a_public_picture_or_recording_passes(client, db, storage, path, request):
    if storage == "S3":
        request.getfixturevalue("s3")
    for name in (
        "original_images/asli.jpg",
        "documents/surat.png",
        "images/halaman.html",
        "images/gambar.svg",
    ):
        default_storage.save(name, ContentFile(b"rahasia"))
    storages["private"].save("photos/foto.jpg", ContentFile(b"rahasia"))
    answer = client.get(f"/media/{path}")
    assert answer.status_code == 404
    assert b"rahasia" not in answer.content


def test_a_private_file_has_no_address(s3):
    with pytest.raises(ValueError, match="no address"):
        storages["private"].url("photos/foto.jpg")


def test_two_pictures_of_one_name_stay_two(stored):
    first, second = stored("images/loket.jpg", b"1"), stored("images/loket.jpg", b"2")
    assert first != second
    assert default_storage.open(first).read() == b"1"


def test_a_document_is_handed_out_by_its_own_view(client, site, s3):
    document = Document.objects.create(title="Surat", file=ContentFile(b"%PDF-1.4 surat", name="surat.pdf"))
    answer = client.get(document.url)
    assert (answer.status_code, body(answer)) == (200, b"%PDF-1.4 surat")
    assert "attachment" in answer["Content-Disposition"] or "inline" in answer["Content-Disposition"]


def test_while_the_storage_is_away_a_file_is_asked_for_again(client, stored, server, monkeypatch):
    """The test client raises what no view catches; a browser gets the page of `handler500`."""
    path = stored("images/loket.jpg")
    client.raise_request_exception = False
    server.stop(signal.SIGKILL)
    try:
        answer = client.get(f"/media/{path}")
    finally:
        server.start()
    assert answer.status_code == 503
    assert answer["Retry-After"]


def test_a_browser_shows_pictures_and_plays_sounds_that_are_in_the_storage(page, live_server, article):
    asked, refused = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: message.type == "error" and refused.append(message.text))
    answer = page.goto(live_server.url + ARTICLE)
    pictures = page.locator("picture img")
    expect(pictures).to_have_count(2)
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("(image) => image.naturalWidth") == 360
    loaded = """(sound) => new Promise((done) => {
        sound.onloadedmetadata = () => done(sound.duration);
        sound.onerror = () => done(sound.error.message);
        sound.preload = "metadata"; sound.load();
    })"""
    assert page.locator("audio").first.evaluate(loaded) == pytest.approx(65, abs=2)
    assert "img-src 'self' data: blob:" in answer.headers["content-security-policy"]
    assert {url.split("/")[2] for url in asked if url.startswith("http")} == {live_server.url.split("/")[2]}
    assert refused == []


def test_the_stand_in_holds_what_the_site_stored(stored, server):
    """So none of these tests looks at the disk by mistake."""
    stored("images/loket.jpg")
    client = boto3.client(
        "s3",
        endpoint_url=server.address,
        aws_access_key_id="uji",
        aws_secret_access_key="rahasia-uji",
        region_name="us-east-1",
    )
    keys = [row["Key"] for row in client.list_objects_v2(Bucket=BUCKET)["Contents"]]
    client.close()
    assert any(key.startswith("media/images/loket") for key in keys)
