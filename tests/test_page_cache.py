import gzip
import time

import brotli
import pytest
from django.core.cache.backends.locmem import LocMemCache
from wagtail.models import Page, Site

from cms.models import HomePage, StandardPage
from cms.page_cache import content_version
from cms.page_cache.disk import OLDEST, PagesOnDisk
from cms.page_cache.middleware import PageCache, key_of
from tests.support.page_cache import Answer, CountingSite, cached, current_content_version


def test_the_second_reader_does_not_reach_django():
    site = CountingSite()
    cache = cached(site)
    assert [Answer(cache).body for _ in range(3)] == [site.body] * 3
    assert site.times == 1


def test_each_reader_gets_the_encoding_the_phone_takes():
    site = CountingSite()
    cache = cached(site)
    for _ in range(3):
        assert brotli.decompress(Answer(cache, HTTP_ACCEPT_ENCODING="gzip, br").body) == site.body
    assert gzip.decompress(Answer(cache, HTTP_ACCEPT_ENCODING="gzip").body) == site.body
    assert Answer(cache, HTTP_ACCEPT_ENCODING="identity").body == site.body


def test_a_phone_that_has_the_page_gets_no_body():
    cache = cached(CountingSite())
    tag = Answer(cache, HTTP_ACCEPT_ENCODING="br").headers["ETag"]
    again = Answer(cache, HTTP_IF_NONE_MATCH=tag, HTTP_ACCEPT_ENCODING="br")
    assert (again.status, again.body) == ("304 Not Modified", b"")
    assert again.headers["Vary"] == "Accept-Encoding"


def test_a_question_of_the_head_has_no_body_and_the_same_length():
    cache = cached(CountingSite())
    assert Answer(cache, method="HEAD").body == b""
    assert Answer(cache, method="HEAD").headers["Content-Length"] == str(len(Answer(cache).body))


@pytest.mark.parametrize(
    "headers",
    [{"Cache-Control": "private"}, {"Set-Cookie": "a=b"}, {"Vary": "Cookie"}, {"Cache-Control": "no-store"}],
)
def test_what_is_meant_for_one_reader_is_never_stored(headers):
    site = CountingSite(**headers)
    cache = cached(site)
    Answer(cache), Answer(cache)
    assert site.times == 2


def test_somebody_signed_in_passes_the_cache_by_and_sees_changes_at_once():
    site = CountingSite()
    cache = cached(site)
    answers = [Answer(cache, HTTP_COOKIE="sessionid=abc") for _ in range(2)]
    assert site.times == 2
    assert answers[0].headers["Cache-Control"] == "private, no-cache"


def test_a_language_cookie_does_not_defeat_the_cache():
    site = CountingSite()
    cache = cached(site)
    Answer(cache, HTTP_COOKIE="bahasa=jv"), Answer(cache)
    assert site.times == 1


def test_unknown_parameters_do_not_fill_the_cache_and_those_of_messengers_do_not_defeat_it():
    site = CountingSite()
    cache = cached(site)
    for number in range(5):
        Answer(cache, query=f"x={number}")
        Answer(cache, query=f"fbclid={number}")
    assert site.times == 6
    assert len(cache.pages) == 1


def test_the_cache_is_bounded():
    cache = cached(CountingSite(), capacity=20_000)
    for number in range(50):
        Answer(cache, path=f"/id/{number}/")
    assert cache.size <= 20_000
    assert 1 < len(cache.pages) < 10


def test_other_paths_are_left_alone():
    site = CountingSite()
    cache = cached(site)
    for path in ["/admin/", "/lapangan/", "/static/a.css", "/idaho/x/"]:
        Answer(cache, path=path), Answer(cache, path=path)
    assert site.times == 8


@pytest.fixture
def pages(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    home = HomePage(heading_ind="Migrasi Aman", slug="beranda", title="Migrasi Aman")
    Page.objects.get(depth=1).add_child(instance=home)
    Site.objects.update(root_page=home)
    about = home.add_child(instance=StandardPage(heading_ind="Tentang", slug="tentang", title="Tentang"))
    content_version.renew()
    return about


def changes_the_version(action, commit):
    before = current_content_version()
    with commit(execute=True):
        action()
    return current_content_version() != before


def test_publishing_and_unpublishing_are_seen_by_every_worker(pages, django_capture_on_commit_callbacks):
    pages.heading_ind = "Tentang kami"
    revision = pages.save_revision()
    assert changes_the_version(revision.publish, django_capture_on_commit_callbacks)
    assert changes_the_version(pages.unpublish, django_capture_on_commit_callbacks)
    assert changes_the_version(pages.delete, django_capture_on_commit_callbacks)


def test_saving_a_draft_leaves_the_cache_alone(pages, django_capture_on_commit_callbacks):
    assert not changes_the_version(pages.save_revision, django_capture_on_commit_callbacks)


def test_a_changed_version_asks_django_again():
    site = CountingSite()
    versions = iter(["one", "one", "two"])
    cache = PageCache(site, current_version=lambda: next(versions))
    for _ in range(3):
        Answer(cache)
    assert site.times == 2


def test_while_pages_cannot_be_made_the_last_ones_are_shown_with_their_age():
    site = CountingSite()
    versions = iter(["one", "two", "two", "two"])
    cache = PageCache(site, current_version=lambda: next(versions))
    fresh = Answer(cache)
    site.status = "503 Service Unavailable"
    stale = Answer(cache)
    assert (stale.status, stale.body) == ("200 OK", fresh.body)
    assert stale.headers["Age"] == "0"
    assert "stale-if-error" in stale.headers["Cache-Status"]
    assert Answer(cache, path="/id/other/").status == "503 Service Unavailable"
    site.status = "200 OK"
    assert "Age" not in Answer(cache).headers


def test_a_worker_that_starts_while_pages_cannot_be_made_shows_what_another_stored(tmp_path, monkeypatch):
    site = CountingSite()
    fresh = Answer(worker(site, tmp_path))
    site.status = "503 Service Unavailable"
    stale = Answer(worker(site, tmp_path))
    assert (stale.status, stale.body) == ("200 OK", fresh.body)
    assert (stale.headers["Age"], stale.headers["Cache-Control"]) == ("0", "public, max-age=10")
    assert Answer(worker(site, tmp_path), path="/id/other/").status == site.status
    now = time.time() + OLDEST + 1
    monkeypatch.setattr(time, "time", lambda: now)
    assert Answer(worker(site, tmp_path)).status == site.status, "a week old"


@pytest.mark.parametrize("left", [b"", b"\x1f\x8b\x08", b"not compressed"])
def test_a_stored_page_that_is_damaged_is_left_out(tmp_path, left):
    site = CountingSite()
    Answer(worker(site, tmp_path))
    (file,) = tmp_path.iterdir()
    file.write_bytes(left)
    site.status = "503 Service Unavailable"
    assert Answer(worker(site, tmp_path)).status == site.status


def test_pages_in_files_have_a_limit_and_need_no_room(tmp_path, monkeypatch):
    monkeypatch.setattr("cms.page_cache.disk.SLOTS", 2)
    cache = worker(CountingSite(), tmp_path)
    for number in range(9):
        assert Answer(cache, path=f"/id/{number}/").status == "200 OK"
    assert len(list(tmp_path.iterdir())) == 2
    taken = tmp_path / "taken"
    taken.write_text("no folder")
    assert Answer(worker(CountingSite(), taken)).status == "200 OK"


def worker(site, folder):
    return PageCache(site, current_version=lambda: "same", disk=PagesOnDisk(folder))


def test_a_content_version_changes_on_a_full_disk(settings, tmp_path, monkeypatch):
    def full(*args):
        raise OSError("No space left on device")

    settings.DATA_DIR = tmp_path
    content_version.replace_file()
    before = content_version.file_version()
    monkeypatch.setattr("pathlib.Path.replace", full)
    content_version.replace_file()
    assert content_version.file_version() != before
    assert len(list(tmp_path.iterdir())) == 1


def test_what_changed_while_redis_was_away_is_seen_once_it_is_back(monkeypatch):
    cache = LocMemCache("redis", {})
    monkeypatch.setattr(content_version, "cache", cache)
    monkeypatch.setattr(content_version, "REDIS_INTERVAL", 0)
    monkeypatch.setattr(content_version.settings, "CACHE_URL", "redis://")
    cache.set(content_version.REDIS_KEY, "before")
    version = content_version.RedisVersion()
    assert version() == "before"
    cache.is_away = True
    version()
    cache.is_away = False
    assert version() not in ("before", None)


def test_a_page_is_for_everybody_sets_no_cookie_and_needs_few_queries(
    client, pages, django_assert_max_num_queries
):
    client.get("/id/tentang/")
    with django_assert_max_num_queries(8):
        response = client.get("/id/tentang/")
    assert "public" in response["Cache-Control"]
    assert response["Vary"] == "Accept-Encoding"
    assert not response.cookies


@pytest.mark.parametrize(
    "trusted, stated, expected",
    [
        (None, "https", False),
        (("HTTP_X_FORWARDED_PROTO", "https"), "https", True),
        (("HTTP_X_FORWARDED_PROTO", "https"), "https, http", True),
        (("HTTP_X_FORWARDED_PROTO", "https"), "http", False),
        (("HTTP_X_FORWARDED_PROTO", "https"), "HTTPS", False),
    ],
)
def test_the_protocol_that_a_proxy_states_is_read_as_django_reads_it(settings, rf, trusted, stated, expected):
    settings.SECURE_PROXY_SSL_HEADER = trusted
    request = rf.get("/id/", headers={"x-forwarded-proto": stated})
    assert request.is_secure() is expected
    assert key_of(request.environ)[0] is expected
