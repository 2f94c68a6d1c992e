"""While a quiz is asked before a session, its right answers are in nothing that everybody may read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from quizzes.models import Round

WHOLE = "/id/kuis/coba/utuh/"
SECRETS = ("Sebab 1.", "Sebab 2.", "Sebab 3.", "data-right")


@pytest.fixture(autouse=True)
def empty_caches(empty_content_cache):
    pass


def reveals(response):
    return any(secret in response.content.decode() for secret in SECRETS)


def begin(client):
    return client.post("/id/kuis/coba/")["Location"].removesuffix("1/")


def public_addresses(client):
    begun = begin(client)
    yield from (
        "/id/kuis/",
        "/id/kuis/coba/",
        WHOLE,
        f"{begun}utuh/",
        "/en/kuis/coba/utuh/",
        "/jv/kuis/coba/utuh/",
    )
    yield from (f"{begun}{position}/" for position in (1, 2, 3))


def test_no_public_page_or_bundle_reveals_them_while_a_round_before_is_open(client, quiz, round_before):
    for address in public_addresses(client):
        assert not reveals(client.get(address)), address
    answer = client.get(WHOLE)
    assert answer.status_code == 409
    assert "satu soal per halaman" in answer.content.decode()


def test_somebody_alone_reads_the_explanation_once_the_answer_is_stored(client, quiz, round_before):
    begun = begin(client)
    assert not reveals(client.get(f"{begun}1/"))
    client.post(f"{begun}1/", {"choice": "a"})
    page = client.get(f"{begun}1/").content.decode()
    assert "Sebab 1." in page
    assert "Sebab 2." not in page
    assert not reveals(client.get(f"{begun}2/"))


def test_they_are_there_again_when_the_round_has_closed_also_by_itself(client, quiz, round_before):
    Round.objects.update(closed_at=timezone.now())
    assert reveals(client.get(WHOLE))
    Round.objects.update(closed_at=None, opened_at=timezone.now() - timedelta(hours=23, minutes=59))
    assert not reveals(client.get(WHOLE))
    Round.objects.update(opened_at=timezone.now() - timedelta(hours=24, minutes=1))
    assert reveals(client.get(WHOLE))
    assert not Round.objects.get().is_open


def test_a_round_after_a_session_hides_nothing(client, quiz, make_round):
    make_round("after")
    assert reveals(client.get(WHOLE))


def test_a_page_read_before_the_round_opened_is_not_served_from_memory(
    client, cast, signed_in, quiz, place, roles, django_capture_on_commit_callbacks
):
    assert reveals(client.get(WHOLE))
    client = signed_in(cast.educator)
    sent = {
        "quiz": quiz.pk,
        "phase": "before",
        "village": place.village.pk,
        "session": "6f1c1a52-2a54-4f5a-9d0e-0c6e6f0b7a11",
    }
    with django_capture_on_commit_callbacks(execute=True):
        opened = client.post("/lapangan/ronde/baru/", sent)
    assert opened.status_code == 302, opened.content
    client.logout()
    assert not reveals(client.get(WHOLE))
    round_ = Round.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(cast.educator).post(f"/lapangan/ronde/{round_.code}/", {"close": "1"})
    client.logout()
    assert reveals(client.get(WHOLE))
