"""Refused reports in the admin: a superuser reads and downloads them, for anybody else they do not exist."""

import pytest
from django.urls import reverse

from cms.models import AuditEntry
from tests.support.outbox_client import put, raw, session_payload
from villages.models import Quarantine

BAD = session_payload(venue="kapal", notes="<script>alert(1)</script> Ibu-ibu PKK")


@pytest.fixture
def report(cast, roles, signed_in):
    assert put(signed_in(cast.educator), BAD).status_code == 422
    return Quarantine.objects.get()


def addresses(report):
    return [
        reverse("rejected_reports"),
        reverse("rejected_report", args=[report.pk]),
        reverse("rejected_payload", args=[report.pk]),
    ]


def test_an_administrator_reads_that_nothing_was_refused(cast, signed_in):
    page = signed_in(cast.admin).get(reverse("rejected_reports"), HTTP_ACCEPT_LANGUAGE="en").text
    assert "No report was refused." in page
    assert 'class="listing"' not in page
    assert "whose reports have not arrived" not in page


def test_a_superuser_finds_a_refused_report_in_the_menu_reads_and_downloads_it(report, cast, signed_in):
    client = signed_in(cast.admin)
    assert reverse("rejected_reports") in client.get(reverse("session_review:index")).content.decode()
    index, page, download = addresses(report)
    listed = client.get(index).content.decode()
    assert page in listed
    assert "Tempat: " in listed
    shown = client.get(page).content.decode()
    assert "Ibu-ibu PKK" in shown
    assert "<script>alert" not in shown
    assert "422" in shown
    assert "&quot;venue&quot;: &quot;kapal&quot;,\n" in shown
    answer = client.get(download)
    assert answer.content == raw(BAD)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert client.post(page).status_code == 405


def test_who_looks_at_a_refused_report_or_downloads_it_is_recorded(report, cast, signed_in):
    client, (_index, page, download) = signed_in(cast.admin), addresses(report)
    for address in (page, download):
        assert client.get(address).status_code == 200
    looks = AuditEntry.objects.filter(subject=AuditEntry.Subject.PHOTOS, actor_key=cast.admin.pk)
    assert {(look.action, look.target_key) for look in looks} == {
        ("refused report looked at", str(report.pk))
    }
    assert looks.count() == 2
    assert looks[0].label == "Laporan yang ditolak dilihat"
    assert signed_in(cast.reviewer).get(page).status_code == 404
    assert not AuditEntry.objects.filter(actor_key=cast.reviewer.pk, action="refused report looked at")


def test_an_administrator_sees_whether_the_report_has_arrived_since(report, cast, signed_in):
    client, (index, page, _download) = signed_in(cast.admin), addresses(report)
    assert "<td> belum </td>" in " ".join(client.get(index).text.split())
    assert put(signed_in(cast.educator), session_payload(), report.session_uuid).status_code == 201
    client = signed_in(cast.admin)
    assert "<td> ya </td>" in " ".join(client.get(index).text.split())
    assert reverse("session_review:inspect", args=[report.session_uuid]) in client.get(page).text


@pytest.mark.parametrize("who", ["reviewer", "analyst", "editor"])
def test_for_anybody_else_a_refused_report_does_not_exist(report, cast, signed_in, who):
    client = signed_in(getattr(cast, who))
    for address in addresses(report):
        answer = client.get(address, follow=True)
        assert answer.status_code in {403, 404}
        assert "PKK" not in answer.content.decode()


def test_an_educator_without_admin_access_is_sent_to_the_sign_in(report, cast, signed_in):
    for address in addresses(report):
        answer = signed_in(cast.educator).get(address)
        assert answer.status_code == 302
        assert reverse("wagtailadmin_login") in answer["Location"]


def test_a_reviewer_has_no_refused_reports_in_the_menu(report, cast, signed_in):
    page = signed_in(cast.reviewer).get(reverse("session_review:index")).content.decode()
    assert reverse("rejected_reports") not in page


def test_the_list_takes_the_same_queries_for_one_as_for_many(
    report, cast, signed_in, django_assert_max_num_queries
):
    for number in range(30):
        Quarantine.objects.store(cast.educator, f"/api/{number}", 422, {"body": ["?"]}, b"\xff" * 100)
    client = signed_in(cast.admin)
    client.get(reverse("rejected_reports"))
    with django_assert_max_num_queries(12):
        assert client.get(reverse("rejected_reports")).status_code == 200


def test_bytes_that_are_no_text_are_shown_as_far_as_they_are_and_cut(report, cast, signed_in):
    stored = Quarantine.objects.store(cast.educator, "/api/x", 415, {}, b"\xff\x00" + b"a" * 30_000)
    page = signed_in(cast.admin).get(reverse("rejected_report", args=[stored.pk])).content.decode()
    assert "a" * 1000 in page
    assert "a" * 20_001 not in page
