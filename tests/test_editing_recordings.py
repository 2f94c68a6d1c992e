"""Texts read aloud: what may be uploaded, and what a phone gets of it."""

from contextlib import suppress
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction

from cms.editing.audio import MOST_READS, NotAudioError, read_audio
from cms.models import ArticlePage, Recording
from tests.support.sounds import m4a, mp3, opus, recording


@pytest.mark.parametrize(
    "data, kind",
    [
        (mp3(), "MP3"),
        (mp3(label=b"nama" * 50), "MP3"),
        (opus(), "Ogg"),
        (m4a(), "M4A"),
    ],
)
def test_a_sound_is_known_by_its_bytes_with_its_length(data, kind):
    audio = read_audio(BytesIO(data))
    assert audio.kind == kind
    assert audio.seconds == pytest.approx(2, abs=0.1)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MZ\x90 a programme",
        b"<html><script>alert(1)</script></html>",
        b"ID3" + bytes(400),
        b"OggS" + bytes(200),
        mp3()[:90],
        m4a(track=b"vide"),
        b"\0\0\0\x10ftypM4A \0\0\0\0",
        b"\0\0\0\x10ftypM4A " + bytes(300),
    ],
)
def test_what_is_no_sound_is_refused(data):
    with pytest.raises(NotAudioError):
        read_audio(BytesIO(data))


@pytest.fixture
def upload(client, person):
    """Return a function that sends a file to the admin as an administrator and returns the answer."""

    def send(name, data, kind="audio"):
        file = SimpleUploadedFile(name, data, content_type="audio/mpeg")
        address = reverse("wagtailmedia:add", args=[kind])
        return client.post(address, {"title": "Suara", "language": "jv", "file": file})

    client.force_login(
        person("kepala", is_superuser=True), backend="django.contrib.auth.backends.ModelBackend"
    )
    return send


@pytest.mark.parametrize("beginning", [b"", b"ID3\x03\0\0\0\0\0\0", b"OggS", b"\0\0\0\x08ftypM4A "])
@pytest.mark.parametrize("filler", [b"\xff", b"\xff\xfa\xf0", b"\0\0\0\x08free", b"OggS"])
def test_no_file_holds_up_who_reads_it(beginning, filler):
    """Eight megabytes of 0xFF took a quarter of a minute: every byte might begin a frame."""
    size = 8 * 1024 * 1024
    file = CountedReads((beginning + filler * (size // len(filler)))[:size])
    with suppress(NotAudioError):
        read_audio(file)
    assert file.reads <= MOST_READS + 200, "the rest looks for a film, 64 kB at a time"


class CountedReads(BytesIO):
    reads = 0

    def read(self, size=-1):
        self.reads += 1
        return super().read(size)


def test_a_recording_is_stored_with_length_and_size(upload):
    assert upload("Delapan Dokumen.MP3", mp3(65)).status_code == 302
    stored = Recording.objects.get()
    assert (stored.language, stored.length, stored.type) == ("jv", "1:05", "audio")
    assert stored.size == len(mp3(65))
    assert stored.file.name.startswith("media/delapan-dokumen-")


@pytest.mark.parametrize(
    "name, data, message",
    [
        ("suara.mp3", b"<html>", "tidak bisa diputar di HP"),
        ("suara.exe", mp3(), "MP3, Ogg, Opus, atau M4A"),
        ("suara.mp3", opus(), "isinya Ogg"),
        ("suara.m4a", m4a(track=b"vide"), "tidak bisa diputar di HP"),
        ("suara.mp3", mp3(2200), "lebih dari 8 MB"),
    ],
)
@pytest.mark.parametrize("kind", ["audio", "video"])
def test_an_upload_of_another_format_is_refused_with_a_reason(upload, kind, name, data, message):
    response = upload(name, data, kind)
    assert response.status_code == 200
    assert message in response.context["form"].errors["file"][0]
    assert not Recording.objects.exists()


def test_an_outsider_uploads_nothing(client, cast, signed_in):
    signed_in(cast.educator)
    file = SimpleUploadedFile("suara.mp3", mp3())
    response = client.post(reverse("wagtailmedia:add", args=["audio"]), {"title": "S", "file": file})
    assert response.status_code in (302, 403)
    assert not Recording.objects.exists()


def test_the_admin_offers_sound_but_no_film(upload, client):
    recording()
    listed = client.get(reverse("wagtailmedia:index")).content.decode()
    assert reverse("wagtailmedia:add", args=["audio"]) in listed
    assert reverse("wagtailmedia:add", args=["video"]) not in listed


def test_a_recording_is_heard_on_its_page_and_never_loaded_before(client, page_editor):
    page_editor.publish(audio_ind=recording(transcript="Bayar di bank.").pk)
    page = client.get("/id/paspor/harga/").content.decode()
    assert 'preload="none"' in page
    assert f'<a href="{Recording.objects.get().url}">' in page
    assert "1:05,\n25" in page  # kilobytes
    assert "Bayar di bank." in page


def test_without_a_recording_in_her_language_the_reader_reads_its_language(client, page_editor):
    page_editor.publish(audio_ind=recording().pk, audio_jv=recording("jv").pk)
    assert "Bahasa Indonesia, 1:05" in client.get("/en/paspor/harga/").content.decode()
    assert "Basa Jawa, 1:05" not in client.get("/jv/paspor/harga/").content.decode()


def test_a_recording_inside_a_text_names_its_language_only_where_it_is_another(client, page_editor):
    page = page_editor.article
    block = [{"type": "audio", "value": recording().pk}]
    page.body_ind = page._meta.get_field("body_ind").to_python(block)
    page.save()
    assert "Bahasa Indonesia, 1:05" not in client.get("/id/paspor/harga/").content.decode()
    assert "Bahasa Indonesia, 1:05" in client.get("/jv/paspor/harga/").content.decode()


def test_a_new_voice_makes_no_translation_out_of_date(page_editor):
    before = ArticlePage.objects.get().source_digest()
    page_editor.publish(audio_ind=recording().pk)
    assert ArticlePage.objects.get().source_digest() == before


def test_an_article_with_two_recordings_needs_few_queries(client, page_editor, django_assert_max_num_queries):
    page = page_editor.article
    field = page._meta.get_field("body_ind")
    page.body_ind = field.to_python([{"type": "audio", "value": recording().pk}])
    page.audio_ind = recording(title="Semua")
    page.save()
    client.logout()
    with django_assert_max_num_queries(8):
        assert client.get("/id/paspor/harga/").content.count(b"<audio") == 2


def test_a_phone_may_ask_for_a_part_of_a_sound(db, client, settings):
    folder = settings.MEDIA_ROOT / "media"
    folder.mkdir(parents=True)
    (folder / "suara.mp3").write_bytes(b"0123456789")

    def part(wanted):
        return client.get("/media/media/suara.mp3", headers={"range": wanted})

    first = part("bytes=0-3")
    assert (first.status_code, first.content, first["Content-Range"]) == (206, b"0123", "bytes 0-3/10")
    assert first["Content-Length"] == "4"
    assert part("bytes=7-").content == b"789"
    assert part("bytes=20-").status_code == 416
    assert b"".join(part("bytes=1-2,4-5").streaming_content) == b"0123456789"


def test_a_recording_of_a_private_collection_is_not_served(db, client, django_assert_num_queries):
    outer = Collection.get_first_root_node().add_child(name="Internal")
    found = recording(collection=outer.add_child(name="Lama"))
    address = found.file.url
    assert client.get(address).status_code == 200
    restriction = CollectionViewRestriction.objects.create(collection=outer, restriction_type="login")
    for verb in (client.get, client.head):
        assert verb(address).status_code == 404
    restriction.delete()
    with django_assert_num_queries(2):
        assert client.get(address).status_code == 200
