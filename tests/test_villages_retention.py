"""`manage.py purge_expired`: deletes what has passed its deadline, and nothing else."""

import io
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session as SignIn
from django.core.management import call_command
from django.utils import timezone

from quizzes.models import Answer, Attempt
from tests.support.outbox_client import jpeg, put, put_photo, session_payload, sha256
from villages.models import PhotoUpload, Quarantine

NAMED, UNNAMED, FRESH = jpeg(colour="navy"), jpeg(colour="red"), jpeg(colour="green")


def ago(**time):
    return timezone.now() - timedelta(**time)


def purge(**options):
    out = io.StringIO()
    call_command("purge_expired", stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def photos(cast, signed_in):
    """Three photos of the educator: one named by a session, one by none, one by none but 29 days old."""
    phone = signed_in(cast.educator)
    report = session_payload(photos=[{"sha256": sha256(NAMED), "caption": ""}])
    assert put(phone, report).status_code == 201
    for picture in (NAMED, UNNAMED, FRESH):
        assert put_photo(phone, picture).status_code == 201
    PhotoUpload.objects.update(received_at=ago(days=31))
    PhotoUpload.objects.filter(sha256=sha256(FRESH)).update(received_at=ago(days=29))
    # Somebody else's report names the same photo; it is not theirs.
    other = session_payload(village="73.06.01.2001", photos=[{"sha256": sha256(UNNAMED), "caption": ""}])
    assert put(signed_in(cast.other_educator), other).status_code == 201


def stored():
    return set(PhotoUpload.objects.values_list("sha256", flat=True))


@pytest.mark.django_db(transaction=True)
def test_a_photo_that_no_session_of_its_author_names_goes_after_30_days_with_its_file(photos):
    gone = PhotoUpload.objects.get(sha256=sha256(UNNAMED)).file
    assert "over 30 days old: 1" in purge(dry_run=True)
    assert gone.storage.exists(gone.name)
    assert "over 30 days old: 1" in purge()
    assert stored() == {sha256(NAMED), sha256(FRESH)}
    assert not gone.storage.exists(gone.name)
    for upload in PhotoUpload.objects.all():
        assert upload.file.storage.exists(upload.file.name)


def test_a_refused_report_goes_after_180_days(cast):
    for name, days in [("old", 181), ("young", 179)]:
        stored = Quarantine.objects.store(cast.educator, f"/api/{name}", 422, {}, b"{")
        Quarantine.objects.filter(pk=stored.pk).update(received_at=ago(days=days))
    assert "over 180 days old: 1" in purge()
    assert Quarantine.objects.get().address == "/api/young"


def test_an_attempt_without_an_answer_goes_after_7_days(quiz):
    edition = quiz.current_edition
    week = timezone.localdate() - timedelta(days=7)
    old = {"edition": edition, "language": "id", "date": week - timedelta(days=1)}
    Attempt.objects.create(**old)
    answered = Attempt.objects.create(**old, answered=1)
    Answer.objects.create(
        attempt=answered, version=edition.items.first().version, choice="a", outcome="wrong"
    )
    young = Attempt.objects.create(**{**old, "date": week})
    assert "over 7 days old: 1" in purge()
    assert set(Attempt.objects.all()) == {answered, young}


def test_sign_ins_that_ended_go_and_a_dry_run_removes_nothing(db):
    for key, when in [("old", ago(days=1)), ("young", ago(days=-1))]:
        SignIn.objects.create(session_key=key, session_data="", expire_date=when)
    out = purge(dry_run=True)
    assert "have ended: 1" in out
    assert "nothing was removed" in out
    assert SignIn.objects.count() == 2
    purge()
    assert SignIn.objects.get().session_key == "young"


def test_an_import_that_nobody_confirmed_goes_after_a_day(db, settings):
    import os

    from django.core.files.base import ContentFile
    from django.core.files.storage import storages

    storage = storages["private"]
    old, new = (storage.save(f"imports/{name}.csv", ContentFile(b"code")) for name in ("old", "new"))
    yesterday = ago(hours=25).timestamp()
    os.utime(storage.path(old), (yesterday, yesterday))
    assert "nobody confirmed, over 1 day old: 1" in purge()
    assert not storage.exists(old)
    assert storage.exists(new)
