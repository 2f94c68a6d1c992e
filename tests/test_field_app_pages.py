"""The field app as plain pages: sign in, my villages, log a session, change it; no JavaScript."""

import io
import re
import uuid as uuids
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone, translation
from PIL import Image

from tests.support.accounts import PASSWORD
from tests.support.field_app import form_entries
from tests.support.outbox_client import jpeg, put, session_payload
from villages.models import PhotoUpload, Session, SessionRevision, Village

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
NEW = "/lapangan/sesi/baru/"
SURE = {"photos-sure": "1"}


@pytest.fixture(autouse=True)
def noon(monkeypatch, client):
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    client.cookies["bahasa"] = "en"
    with translation.override("en"):
        yield


def test_an_educator_signs_in_for_ninety_days_and_sees_the_villages_assigned(client, cast, place, settings):
    answer = client.get("/lapangan/", follow=True)
    assert "Sign in" in answer.text
    data = {"username": "sari", "password": PASSWORD, "next": "/lapangan/"}
    answer = client.post("/lapangan/masuk/", data, follow=True)
    assert "Sukamaju" in answer.text
    assert "Bontoa" not in answer.text
    assert client.session.get_expiry_age() == 90 * 24 * 3600


def test_a_wrong_password_is_explained_and_leads_nowhere(client, cast):
    answer = client.post("/lapangan/masuk/", {"username": "sari", "password": "salah"})
    assert answer.status_code == 422
    assert "Name or password is wrong" in answer.text


def test_after_sign_in_nobody_is_sent_to_another_site(client, cast):
    data = {"username": "sari", "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post("/lapangan/masuk/", data)["Location"] == "/lapangan/"


def test_too_many_wrong_passwords_lock_the_account_for_a_while(client, cast):
    for _attempt in range(6):
        answer = client.post("/lapangan/masuk/", {"username": "sari", "password": "salah"})
    assert answer.status_code == 429
    answer = client.post("/lapangan/masuk/", {"username": "sari", "password": PASSWORD})
    assert "Too many" in answer.text


def test_an_account_without_the_role_is_refused_with_a_reason(signed_in, cast):
    answer = signed_in(cast.editor).get("/lapangan/")
    assert answer.status_code == 403
    assert "This account cannot log sessions" in answer.text


def test_signing_out_ends_the_session(signed_in, cast):
    client = signed_in(cast.educator)
    client.post("/lapangan/keluar/")
    assert client.get("/lapangan/").status_code == 302
    assert client.get("/lapangan/keluar/").status_code == 405


def test_a_changed_password_keeps_the_educator_signed_in(signed_in, cast):
    client = signed_in(cast.educator)
    new = "sawah-hijau-luas-2026"
    data = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert "Your password has been changed." in client.post("/lapangan/akun/sandi/", data).text
    assert client.get("/lapangan/akun/").status_code == 200
    assert client.post("/lapangan/akun/sandi/", data).status_code == 422


def test_my_villages_show_the_last_visit_the_next_one_and_the_target(signed_in, cast, place):
    place.village.yearly_target = 4
    place.village.save()
    client = signed_in(cast.educator)
    put(client, session_payload())
    text = client.get("/lapangan/").text
    assert "4 days since the last visit, on 20 November 2026." in text
    assert "Next visit by 19 February 2027." in text
    assert "1 of 4 sessions this year." in text
    assert "never visited." in text


def villages_shown(text, pattern=r"<h2>([^<]+)</h2>"):
    """Return names of villages in the order of the list (or of the picker), whitespace collapsed."""
    return re.findall(pattern, text)


def test_villages_come_longest_without_a_visit_first_and_say_why(signed_in, cast, place, make_session):
    def village(number, name, target=None):
        copy = Village.objects.get(pk=place.village.pk)
        copy.pk, copy.code, copy.name, copy.yearly_target = None, f"33.22.05.21{number:02}", name, target
        copy.save(force_insert=True)
        return copy

    today = timezone.localdate()
    for name, days, target in [
        ("Lama", 181, None),
        ("Baru", 3, None),
        ("Target", 95, 4),
        ("Cukup", 179, None),
    ]:
        make_session(
            village(days % 100, name, target), today - timedelta(days=days), women=1, state="submitted"
        )
    make_session(place.second_village, today, women=1, state="void")
    phone = signed_in(cast.educator)
    text = phone.get("/lapangan/").text
    assert villages_shown(text) == ["Mekarsari", "Sukamaju", "Lama", "Target", "Cukup", "Baru"]
    reasons = [" ".join(re.sub("<[^>]+>", " ", card).split()) for card in text.split("<h2>")[1:]]
    assert "Time for a visit: never visited." in reasons[0], "a void session is no visit"
    assert "Time for a visit: 181 days since the last visit" in reasons[2]
    assert "Time for a visit: 95 days since the last visit" in reasons[3]
    assert "Time for a visit" not in reasons[4]
    picker = phone.get(NEW).text
    options = villages_shown(picker, r'<opt(?:ion|group)[^>]*\slabel="([^",]+)')
    assert options == [
        "Time for a visit", "Mekarsari", "Sukamaju", "Lama", "Target", "Visited lately", "Cukup", "Baru",
    ]  # fmt: skip
    assert "(WIB) · never visited" in picker


def test_my_villages_cost_the_same_queries_for_two_and_for_many(
    signed_in, cast, place, django_assert_max_num_queries
):
    from villages.models import Village

    for number in range(10):
        place.village.pk = None
        place.village.code = f"33.22.05.21{number:02}"
        Village.objects.bulk_create([place.village])
    client = signed_in(cast.educator)
    with django_assert_max_num_queries(6):
        assert client.get("/lapangan/").text.count("data-zone") == 12


@pytest.fixture
def many_villages(place):
    """600 villages of the office beside its first two."""
    from villages.models import Village

    copies = []
    for number in range(600):
        fields = {"code": f"33.22.{number // 100 + 10}.2{number % 100:03}", "name": f"Desa {number:03}"}
        fields |= {name: getattr(place.village, name) for name in ["kind", "district", "regency", "office"]}
        copies.append(Village(evidence="stated", yearly_target=4, **fields))
    return Village.objects.bulk_create(copies)


def test_many_villages_come_in_pages_and_are_searched(
    signed_in, cast, many_villages, django_assert_max_num_queries
):
    client = signed_in(cast.educator)
    with django_assert_max_num_queries(6):
        first = client.get("/lapangan/").text
    assert first.count("data-zone") == 30
    assert "602 villages" in first
    assert 'href="?p=2"' in first
    last = client.get("/lapangan/", {"p": "21"}).text
    assert last.count("data-zone") == 2
    assert "Sukamaju" in last
    with django_assert_max_num_queries(6):
        found = client.get("/lapangan/", {"q": "maju"}).text
    assert found.count("data-zone") == 1
    assert "Sukamaju" in found
    by_code = client.get("/lapangan/", {"q": "33.22.15."}).text
    assert "100 villages" in by_code
    assert 'href="?q=33.22.15.&amp;p=2"' in by_code
    none = client.get("/lapangan/", {"q": "<b>x"}).text
    assert "None of your villages has “&lt;b&gt;x”" in none


def test_few_villages_have_no_search_box(signed_in, cast):
    assert 'type="search"' not in signed_in(cast.educator).get("/lapangan/").text


def test_the_form_holds_every_village_for_use_without_a_signal(
    signed_in, cast, many_villages, django_assert_max_num_queries
):
    phone = signed_in(cast.educator)
    with django_assert_max_num_queries(11):
        assert phone.get(NEW).text.count("data-zone-name") == 602


def test_a_session_logged_on_the_page_is_stored_as_a_phone_would_have_sent_it(signed_in, cast, place):
    client = signed_in(cast.educator)
    assert "Log a session" in client.get(NEW, {"desa": "33.22.05.2003"}).text
    answer = client.post(NEW, form_entries(), follow=True)
    session = Session.objects.get()
    assert (session.participants, session.author, session.office) == (12, cast.educator, place.office)
    assert session.referrals.get().count == 1
    assert session.receipt_code in answer.text
    assert "Sukamaju" in client.get("/lapangan/sesi/").text
    assert not Session.objects.visible_to(cast.other_reviewer).exists()
    assert Session.objects.visible_to(cast.reviewer).get() == session


def signed_out_meanwhile(client, address, posted):
    """Post after the sign-in ended; return what the sign-in page carries along."""
    client.logout()
    answer = client.post(address, {**posted, "author": "sari"})
    assert answer.status_code == 401
    return {"next": answer.context["next"], "entries": answer.context["entries"]}


def test_entries_posted_after_the_sign_in_ended_are_there_again_and_can_be_saved(signed_in, cast):
    client = signed_in(cast.educator)
    carried = signed_out_meanwhile(client, NEW, form_entries(notes="Ramai sekali."))
    wrong = client.post("/lapangan/masuk/", {"username": "sari", "password": "salah", **carried})
    assert wrong.context["entries"] == carried["entries"]
    answer = client.post("/lapangan/masuk/", {"username": "sari", "password": PASSWORD, **carried})
    assert "Ramai sekali." in answer.text
    assert f'action="{NEW}"' in answer.text
    assert 'name="attendance-f-18-24"' in answer.text
    assert answer.context["form"]["attendance"].value()
    assert not Session.objects.exists()
    client.post(NEW, form_entries(notes="Ramai sekali."))
    assert Session.objects.get().participants == 12


def test_entries_of_one_person_are_not_shown_to_another(signed_in, cast):
    client = signed_in(cast.educator)
    carried = signed_out_meanwhile(client, NEW, form_entries(notes="Hanya saya."))
    answer = client.post(
        "/lapangan/masuk/", {"username": "made", "password": PASSWORD, **carried}, follow=True
    )
    assert answer.redirect_chain == [("/lapangan/", 302)]
    assert "Hanya saya." not in answer.text


def test_a_change_resumed_after_somebody_else_changed_the_session_says_so(signed_in, cast):
    client = signed_in(cast.educator)
    client.post(NEW, form_entries())
    session = Session.objects.get()
    address = f"/lapangan/sesi/{session.pk}/ubah/"
    carried = signed_out_meanwhile(client, address, form_entries(base_revision="1", notes="Lagi."))
    Session.objects.update(revision=2)
    answer = client.post("/lapangan/masuk/", {"username": "sari", "password": PASSWORD, **carried})
    assert answer.context["conflict"] == "base"
    assert "Lagi." in answer.text


def test_entries_are_resumed_on_the_session_form_only(signed_in, cast):
    client = signed_in(cast.educator)
    carried = {"next": "//elsewhere.example/", "entries": "author=sari&notes=x"}
    answer = client.post("/lapangan/masuk/", {"username": "sari", "password": PASSWORD, **carried})
    assert answer["Location"] == "/lapangan/"


def test_passwords_posted_after_the_sign_in_ended_do_not_come_back_in_the_page(signed_in, cast):
    client = signed_in(cast.educator)
    client.logout()
    posted = {"old_password": "rahasia-lama", "new_password1": "rahasia-baru"}
    answer = client.post("/lapangan/akun/sandi/", posted)
    assert answer.status_code == 401
    assert "rahasia" not in answer.text
    assert answer.context["next"] == "/lapangan/akun/sandi/"


def test_a_double_tap_stores_the_session_once(signed_in, cast):
    client = signed_in(cast.educator)
    for _tap in range(2):
        assert client.post(NEW, form_entries()).status_code == 302
    assert SessionRevision.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"village": ""}, "Choose a village."),
        ({"village": "99.99.99.9999"}, "No village has the code 99.99.99.9999."),
        ({"attendance-f-18-24": "-3"}, "women and girls, 18 to 24: A count cannot be below 0."),
        (
            {"attendance-f-18-24": "tujuh"},
            "women and girls, 18 to 24: Write a whole number in digits, such as 12.",
        ),
        ({"ended_local": "2026-11-20T09:00"}, "The end is before the start."),
        (
            {"started_local": "2026-11-24T12:30"},
            "The start is in the future. It is 12.00 WIB in the village.",
        ),
        ({"notes": "Bu Siti, NIK 3322052003500001"}, "This looks like a NIK (16 digits)"),
        ({"first_time": "50"}, "50 came for the first time, but only 12 came."),
        ({"activity": ""}, "Choose an activity."),
        ({"referrals-0-count": ""}, "Passport: How many people?"),
    ],
)
def test_a_mistake_is_explained_beside_the_field_and_no_entry_is_lost(signed_in, cast, changes, sentence):
    answer = signed_in(cast.educator).post(NEW, form_entries(**changes))
    assert answer.status_code == 422
    assert answer.text.count(f">{sentence}") == 2  # in the summary and beside the field
    assert 'value="Kantor Imigrasi"' in answer.text
    assert 'name="attendance-m-35-59" inputmode="numeric"' in answer.text
    assert not Session.objects.exists()


def test_without_scripts_the_first_part_is_open_or_each_part_with_a_mistake(signed_in, cast):
    def opened(answer):
        return re.findall(r'data-part="(\w+)"[^>]* open>', answer.text)

    phone = signed_in(cast.educator)
    assert opened(phone.get(NEW)) == ["when"]
    mistakes = {"venue": "", "notes": "0812-3456-7890"}
    assert opened(phone.post(NEW, form_entries(**mistakes))) == ["activity", "referrals"]


def test_a_session_is_changed_until_it_is_approved(signed_in, cast):
    client = signed_in(cast.educator)
    client.post(NEW, form_entries())
    session = Session.objects.get()
    edit = f"/lapangan/sesi/{session.pk}/ubah/"
    assert 'value="7"' in client.get(edit).text
    client.post(edit, form_entries(base_revision="1", **{"attendance-f-18-24": "9"}))
    session.refresh_from_db()
    assert (session.revision, session.participants) == (2, 14)
    Session.objects.update(state="approved")
    assert client.get(edit).status_code == 302
    client.post(edit, form_entries(base_revision="2", notes="Lain."))
    assert Session.objects.get().revision == 2


def test_the_comment_of_the_reviewer_stands_above_the_form(signed_in, cast):
    client = signed_in(cast.educator)
    client.post(NEW, form_entries())
    session = Session.objects.get()
    address = f"/lapangan/sesi/{session.pk}/ubah/"
    assert "The reviewer writes:" not in client.get(address).text.split("<template")[0]
    session.send_back(cast.reviewer, "Berapa perempuan?")
    assert "Berapa perempuan?" in client.get(address).text


def test_a_change_on_a_stale_page_is_not_stored_but_shown_with_a_way_on(signed_in, cast):
    client = signed_in(cast.educator)
    client.post(NEW, form_entries())
    edit = f"/lapangan/sesi/{form_entries()['uuid']}/ubah/"
    client.post(edit, form_entries(base_revision="1", notes="Satu."))
    answer = client.post(edit, form_entries(base_revision="1", notes="Dua."))
    assert answer.status_code == 409
    assert "changed in the meantime" in answer.text
    assert "Dua." in answer.text
    assert 'name="base_revision" value="2"' in answer.text
    assert client.post(edit, form_entries(base_revision="2", notes="Dua.")).status_code == 302


def test_nobody_else_sees_or_changes_my_session(signed_in, cast):
    signed_in(cast.educator).post(NEW, form_entries())
    address = f"/lapangan/sesi/{form_entries()['uuid']}/"
    for user in [cast.other_educator, cast.admin]:
        client = signed_in(user)
        assert client.get(address, follow=True).status_code == 404
        assert client.get(address + "ubah/", follow=True).status_code == 404
    answer = signed_in(cast.other_educator).post(NEW, form_entries(village="73.06.01.2001"))
    assert answer.status_code == 409
    assert Session.objects.get().author == cast.educator


def picture(size=(3000, 2000), kind="PNG"):
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return SimpleUploadedFile("foto.png", out.getvalue())


def test_a_photo_uploaded_on_the_page_is_made_small_and_private(signed_in, cast):
    client = signed_in(cast.educator)
    client.post(NEW, form_entries(photo=picture(), **SURE))
    session = Session.objects.get()
    assert session.photos.get().file
    with PhotoUpload.objects.get().file.open() as file:
        assert Image.open(file).size == (1280, 853)
    address = f"/lapangan/foto/{session.photos.get().pk}/"
    answer = client.get(address)
    assert answer["Content-Type"] == "image/jpeg"
    assert signed_in(cast.other_educator).get(address, follow=True).status_code == 404
    assert signed_in(cast.reviewer).get(address).status_code == 403
    client.logout()
    assert client.get(address).status_code == 302


def test_an_uploaded_photo_survives_a_mistake_elsewhere_on_the_page(signed_in, cast):
    client = signed_in(cast.educator)
    answer = client.post(NEW, form_entries(photo=picture(), village=""))
    sha256 = PhotoUpload.objects.get().sha256
    assert f'name="photos-0-sha256" value="{sha256}"' in answer.text
    client.post(NEW, form_entries(**{"photos-0-sha256": sha256, "photos-0-caption": "Balai"} | SURE))
    assert Session.objects.get().photos.get().caption == "Balai"


def test_a_photo_is_taken_only_when_its_sender_has_looked_at_it(signed_in, cast):
    client = signed_in(cast.educator)
    answer = client.post(NEW, form_entries(photo=picture()))
    assert answer.status_code == 422
    assert answer.text.count(">Check your photos, then tick that") == 2
    sha256 = PhotoUpload.objects.get().sha256
    again = form_entries(**{"photos-0-sha256": sha256})
    assert client.post(NEW, again).status_code == 422
    assert client.post(NEW, again | {"photos-0-remove": "1"}).status_code == 302


def test_the_same_form_saved_again_after_back_makes_no_second_session(signed_in, cast):
    client = signed_in(cast.educator)
    saved = client.post(NEW, form_entries())["Location"]
    assert client.post(NEW, form_entries())["Location"] == saved
    # A browser that keeps no pages asks for the form again, and puts the entries into one with a new number.
    assert client.post(NEW, form_entries(uuid=str(uuids.uuid4())))["Location"] == saved
    assert Session.objects.count() == SessionRevision.objects.count() == 1
    day_before = {"started_local": "2026-11-19T09:30", "ended_local": "2026-11-19T11:00"}
    other = form_entries(uuid=str(uuids.uuid4()), **day_before)
    assert client.post(NEW, other)["Location"] != saved
    assert Session.objects.count() == 2


def test_two_educators_of_one_village_may_log_equal_sessions(signed_in, cast):
    signed_in(cast.educator).post(NEW, form_entries())
    signed_in(cast.other_educator).post(NEW, form_entries(uuid=str(uuids.uuid4())))
    assert Session.objects.count() == 2


def test_the_form_tells_without_script_what_was_saved_a_moment_ago(signed_in, cast):
    client = signed_in(cast.educator)
    assert "You have just saved a session" not in client.get(NEW).text
    saved = client.post(NEW, form_entries())["Location"]
    page = client.get(NEW).text
    assert f'<a href="{saved}">Look at it or change it</a>' in page
    Session.objects.update(received_at=NOON - timedelta(hours=2))
    assert "You have just saved a session" not in client.get(NEW).text


def test_the_code_on_a_sheet_opens_its_session_once_it_is_there(signed_in, cast):
    client, sheet = signed_in(cast.educator), {"desa": "33.22.05.2003", "uuid": form_entries()["uuid"]}
    assert f'name="uuid" value="{form_entries()["uuid"]}"' in client.get(NEW, sheet).text
    client.post(NEW, form_entries())
    assert client.get(NEW, sheet)["Location"] == f"/lapangan/sesi/{form_entries()['uuid']}/"


def test_a_file_that_is_no_photo_is_refused_in_words(signed_in, cast):
    answer = signed_in(cast.educator).post(NEW, form_entries(photo=SimpleUploadedFile("a.jpg", b"nothing")))
    assert answer.status_code == 422
    assert "a.jpg is not a JPEG, PNG or WebP photo." in answer.text


def test_a_session_is_refused_without_the_token_of_its_form(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.educator, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(NEW, form_entries()).status_code == 403
    assert not Session.objects.exists()


MOST = 12_000_000


def photo_of(size):
    """A photo of `size` bytes; readers ignore what follows the end of a JPEG."""
    return SimpleUploadedFile("foto.jpg", jpeg().ljust(size, b"\0"))


def test_a_photo_of_more_than_12_megabytes_is_refused_in_words_and_not_stored(signed_in, cast):
    client = signed_in(cast.educator)
    answer = client.post(NEW, form_entries(photo=photo_of(MOST + 1), **SURE))
    assert answer.status_code == 422
    assert "foto.jpg is too large: at most 12 MB." in answer.text
    assert not PhotoUpload.objects.exists()
    assert client.post(NEW, form_entries(photo=photo_of(MOST), **SURE)).status_code == 302


def test_a_fourth_photo_is_refused_in_words(signed_in, cast):
    photos = [picture((8, number)) for number in (5, 6, 7, 8)]
    answer = signed_in(cast.educator).post(NEW, form_entries(photo=photos, **SURE))
    assert answer.status_code == 422
    assert "foto.png was not added: at most 3 photos." in answer.text
    assert PhotoUpload.objects.count() == 3


def heic():
    """The beginning of a file as phones of one maker store photos."""
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64)


def huge():
    """A PNG of 8000 x 8000 pixels, in few bytes."""
    out = io.BytesIO()
    Image.new("1", (8000, 8000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    "content, reason",
    [
        (heic(), "is a HEIC photo, which cannot be opened here."),
        (jpeg()[:200], "is damaged and cannot be opened."),
        (b"", "is damaged and cannot be opened."),
        (b"GIF89a", "is not a JPEG, PNG or WebP photo."),
        (huge(), "is too large: at most 50 million pixels."),
    ],
)
def test_each_refused_photo_is_named_with_its_reason_and_the_others_stay(signed_in, cast, content, reason):
    uploads = [
        SimpleUploadedFile("IMG_7.jpg", content),
        picture((8, 6)),
        SimpleUploadedFile("a.pdf", b"%PDF"),
    ]
    answer = signed_in(cast.educator).post(NEW, form_entries(photo=uploads, **SURE))
    assert answer.status_code == 422
    assert f"IMG_7.jpg {reason}" in answer.text
    assert "a.pdf is not a JPEG, PNG or WebP photo." in answer.text
    assert f'value="{PhotoUpload.objects.get().sha256}"' in answer.text


def test_a_removed_photo_makes_room_for_another(signed_in, cast):
    client = signed_in(cast.educator)
    photos = [picture((8, number)) for number in (5, 6, 7)]
    client.post(NEW, form_entries(photo=photos, village=""))
    stored = [upload.sha256 for upload in PhotoUpload.objects.order_by("pk")]
    rows = {f"photos-{number}-sha256": sha256 for number, sha256 in enumerate(stored)}
    again = form_entries(photo=picture((8, 9)), **rows | SURE | {"photos-1-remove": "1"})
    assert client.post(NEW, again).status_code == 302
    names = set(Session.objects.get().photos.values_list("sha256", flat=True))
    assert len(names) == 3
    assert stored[1] not in names


def test_a_session_sent_by_a_phone_opens_on_the_page(signed_in, cast):
    client = signed_in(cast.educator)
    uuid = uuids.uuid4()
    put(client, session_payload(photos=[{"sha256": "a" * 64, "caption": "Balai"}]), uuid)
    assert "A photo has not arrived yet." in client.get(f"/lapangan/sesi/{uuid}/").text
    assert "a" * 64 in client.get(f"/lapangan/sesi/{uuid}/ubah/").text
    assert jpeg()


def test_each_empty_entry_has_its_own_label(signed_in, cast):
    text = signed_in(cast.educator).post(NEW, form_entries(started_local="", ended_local="")).text
    assert text.count(">Fill in when it started.<") == 2  # on top and beside the field
    assert text.count(">Fill in when it ended.<") == 2


def test_villages_of_an_educator_are_found_through_the_office_and_not_among_all(cast, place, on_sqlite):
    found = Village.objects.fostered_by(cast.educator)
    assert set(found) == {place.village, place.second_village}
    if on_sqlite:  # which has no statistics, and takes what is active for few
        assert "(office_id=?)" in found.explain()
        assert "(status=?)" not in found.explain()
    Village.objects.filter(pk=place.second_village.pk).update(status="ended")
    assert [village.code for village in found.choices()] == [place.village.code]
