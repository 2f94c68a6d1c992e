import re
from datetime import date

import pytest
from django.urls import reverse

from tests.support.accounts import PASSWORD
from tests.support.outbox_client import jpeg, put, put_photo, session_payload, sha256
from villages.models import ReviewNotAllowed, Session, VillageTally

STATES = ["submitted", "returned", "approved", "void"]
ALLOWED = {
    "approve": {"submitted": "approved"},
    "send_back": {"submitted": "returned"},
    "void": {"submitted": "void", "returned": "void"},
    "reopen": {"approved": "submitted", "void": "submitted"},
}


@pytest.fixture
def session(make_session, place, cast, roles):
    return make_session(place.village, date(2026, 3, 5), women=7, state="submitted", notes="Balai desa penuh")


def take(session, step, by, reason="Jumlah peserta belum cocok"):
    getattr(session, step)(by, *([] if step == "approve" else [reason]))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", ALLOWED)
def test_a_step_is_taken_only_from_the_states_it_belongs_to(session, cast, step, state):
    Session.objects.update(state=state)
    session.refresh_from_db()
    if state in ALLOWED[step]:
        if state == "approved":
            Session.objects.update(state="submitted")
            session.approve(cast.reviewer)
        take(session, step, cast.reviewer)
        assert session.state == ALLOWED[step][state]
        logged = session.transitions.last()
        assert (logged.actor, logged.from_state, logged.to_state) == (cast.reviewer, state, session.state)
    else:
        with pytest.raises(ReviewNotAllowed):
            take(session, step, cast.reviewer)
        session.refresh_from_db()
        assert session.state == state
        assert not session.transitions.exists()


@pytest.mark.parametrize("step", ALLOWED)
def test_nobody_decides_on_a_session_of_their_own(session, cast, step):
    Session.objects.update(author=cast.reviewer, state=next(iter(ALLOWED[step])))
    with pytest.raises(ReviewNotAllowed, match=r"yourself|sendiri"):
        take(session, step, cast.reviewer)


@pytest.mark.parametrize("who", ["educator", "other_reviewer", "analyst", "editor"])
def test_only_a_reviewer_of_the_office_decides(session, cast, who):
    Session.objects.update(author=cast.other_educator)
    with pytest.raises(ReviewNotAllowed):
        session.approve(getattr(cast, who))
    assert Session.objects.get().state == "submitted"


@pytest.mark.parametrize("step", ["send_back", "void", "reopen"])
def test_a_decision_against_a_session_needs_a_reason(session, cast, step):
    with pytest.raises(ReviewNotAllowed):
        take(session, step, cast.reviewer, reason="  ")


def test_the_reason_of_a_void_session_is_read_by_its_educator_until_it_is_reopened(session, cast, signed_in):
    Session.objects.update(is_held=True, held_because="village")
    session.void(cast.reviewer, "Tercatat dua kali.")
    for path in ["/lapangan/sesi/", f"/lapangan/sesi/{session.pk}/"]:
        page = signed_in(cast.educator).get(path).text
        assert "Tercatat dua kali." in page
        assert "state--void" in page
        assert "state--held" not in page
    page = signed_in(cast.reviewer).get(detail(session), HTTP_ACCEPT_LANGUAGE="en").text
    assert "Declared void: Tercatat dua kali." in " ".join(page.split())
    assert "This report is held" not in page
    session.reopen(cast.reviewer, "Ternyata dua sesi.")
    page = signed_in(cast.educator).get(f"/lapangan/sesi/{session.pk}/").text
    assert "Tercatat dua kali." not in page
    assert "state--held" in page


def test_a_held_report_is_accepted_before_it_is_approved(session, cast):
    Session.objects.update(is_held=True, held_because="village")
    with pytest.raises(ReviewNotAllowed):
        session.approve(cast.reviewer)
    session.release(cast.reviewer)
    assert (session.is_held, session.held_because) == (False, "")
    session.approve(cast.reviewer)
    assert session.state == "approved"
    with pytest.raises(ReviewNotAllowed):
        session.release(cast.reviewer)


def test_approving_counts_a_session_and_reopening_takes_it_out_again(session, cast):
    session.approve(cast.reviewer)
    assert VillageTally.objects.get(topic="").women == 7
    session.reopen(cast.reviewer, "Jumlah salah")
    assert not VillageTally.objects.filter(sessions__gt=0).exists()


def detail(session):
    return reverse("session_review:inspect", args=[session.pk])


def test_a_reviewer_reads_the_session_and_approves_it(session, cast, signed_in):
    client = signed_in(cast.reviewer)
    assert "Sukamaju" in client.get(reverse("session_review:index")).content.decode()
    page = client.get(detail(session)).content.decode()
    assert "Balai desa penuh" in page
    assert 'value="approve"' in page
    client.post(detail(session), {"step": "approve"})
    assert Session.objects.get().state == "approved"
    assert 'value="approve"' not in client.get(detail(session)).content.decode()


@pytest.mark.parametrize("step", ["approve", "send_back", "void"])
def test_a_version_that_came_while_the_reviewer_read_is_not_decided_on(session, cast, signed_in, step):
    client = signed_in(cast.reviewer)
    seen = re.search(r'name="revision" value="(\d+)"', client.get(detail(session)).content.decode())[1]
    Session.objects.update(revision=2)
    data = {"step": step, "reason": "Jumlah peserta belum cocok", "revision": seen}
    page = client.post(detail(session), data)
    assert page.status_code == 422
    assert 'name="revision" value="2"' in page.content.decode()
    assert ">Jumlah peserta belum cocok</textarea>" in page.content.decode()
    assert Session.objects.get().state == "submitted"
    with pytest.raises(ReviewNotAllowed, match="lebih baru"):
        session.approve(cast.reviewer)


@pytest.mark.parametrize("step", ["send_back", "void"])
def test_a_comment_with_a_private_number_is_refused(session, cast, signed_in, step):
    data = {"step": step, "reason": "Tanya Ibu S, 0812\u20113456\u20117890", "revision": 1}
    page = signed_in(cast.reviewer).post(detail(session), data)
    assert page.status_code == 422
    assert "nomor telepon" in page.text
    assert Session.objects.get().state == "submitted"


def test_a_refused_decision_says_why_and_changes_nothing(session, cast, signed_in):
    for data in [{"step": "void", "reason": ""}, {"step": "delete"}, {}]:
        page = signed_in(cast.reviewer).post(detail(session), data)
        (message,) = page.context["messages"]
        assert f'id="refused">{message}</p>' in page.content.decode()
        assert Session.objects.get().state == "submitted"


@pytest.mark.parametrize("who", ["other_reviewer", "editor"])
def test_an_outsider_gets_no_session_and_no_decision(session, cast, signed_in, who):
    client = signed_in(getattr(cast, who))
    assert "Sukamaju" not in client.get(reverse("session_review:index"), follow=True).content.decode()
    response = client.get(detail(session), follow=True)
    assert response.status_code == 404 or "Balai desa penuh" not in response.content.decode()
    assert response.status_code == 404 or who == "editor"
    assert client.post(detail(session), {"step": "approve"}).status_code in (302, 404)
    assert Session.objects.get().state == "submitted"


def test_the_list_of_sessions_takes_the_same_queries_for_one_as_for_many(
    session, make_session, place, cast, signed_in, django_assert_max_num_queries
):
    client = signed_in(cast.reviewer)
    client.get(reverse("session_review:index"))
    for day in range(10, 22):
        make_session(place.second_village, date(2026, 3, day), women=3, state="submitted")
    with django_assert_max_num_queries(20):
        assert client.get(reverse("session_review:index") + "?queue=new").status_code == 200


def test_held_sessions_have_a_queue_of_their_own(session, cast, signed_in):
    client = signed_in(cast.reviewer)
    held = reverse("session_review:index") + "?queue=held"
    assert "Sukamaju" not in client.get(held).content.decode()
    Session.objects.update(is_held=True)
    assert "Sukamaju" in client.get(held).content.decode()


def test_a_photo_that_has_not_arrived_is_named_without_a_picture(session, cast, signed_in):
    session.photos.create(sha256="0" * 64, caption="Balai desa dari luar")
    page = signed_in(cast.reviewer).get(detail(session)).content.decode()
    assert "Balai desa dari luar" in page
    assert "<figure" in page
    assert "lapangan/foto" not in page


def test_a_reviewer_sees_what_a_second_revision_changed_and_an_outsider_nothing(
    place, cast, roles, signed_in
):
    uuid, picture = "5f0c3a51-6a4f-4f0e-9a52-0f7f0a6f1a11", jpeg()
    photos = [{"sha256": sha256(picture), "caption": "Balai desa"}]
    phone = signed_in(cast.educator)
    assert put(phone, session_payload(notes="Hujan deras", photos=photos), uuid).status_code == 201
    again = session_payload(revision=2, base_revision=1, notes="Cuaca cerah", photos=photos)
    assert put(phone, again, uuid).status_code == 201
    assert put_photo(phone, picture).status_code == 201
    session = Session.objects.get()
    photo = reverse("session_photo", args=[session.photos.get().pk])

    page = signed_in(cast.reviewer).get(detail(session)).content.decode()
    assert "<del>Hujan deras</del>" in page
    assert "<ins>Cuaca cerah</ins>" in page
    assert page.count("<del>") == 1
    assert f'<img src="{photo}"' in page
    assert signed_in(cast.reviewer).get(photo).status_code == 200
    for address in [detail(session), photo]:
        assert signed_in(cast.other_reviewer).get(address, follow=True).status_code == 404


def test_the_long_sign_in_of_the_field_app_opens_no_photo_for_a_reviewer(session, cast, client):
    photo = session.photos.create(sha256="0" * 64, caption="Balai desa")
    client.post("/lapangan/masuk/", {"username": cast.reviewer.username, "password": PASSWORD})
    in_admin = client.get(reverse("session_photo", args=[photo.pk]))
    assert (in_admin.status_code, in_admin["Location"].split("?")[0]) == (302, "/admin/login/")
    assert client.get(reverse("villages:photo", args=[photo.pk])).status_code == 403
