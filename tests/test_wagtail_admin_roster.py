from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from villages.models import Assignment, Session, Village
from villages.models.tallies import add_to_tallies

pytestmark = pytest.mark.usefixtures("roles")


def test_a_reviewer_lists_the_villages_of_the_office_only(signed_in, place, cast):
    page = signed_in(cast.reviewer).get(reverse("roster_villages:index")).content.decode()
    assert "Sukamaju" in page
    assert "Bontoa" not in page
    assert (
        signed_in(cast.reviewer)
        .get(reverse("roster_villages:inspect", args=[place.far_village.pk]), follow=True)
        .status_code
        == 404
    )


def test_an_inferred_village_says_so_in_the_list_and_on_its_page(signed_in, place, cast):
    Village.objects.filter(pk=place.village.pk).update(
        evidence="inferred", source_url="https://www.rri.co.id/x"
    )
    client = signed_in(cast.analyst)
    assert "rri.co.id" in client.get(reverse("roster_villages:index")).content.decode()
    page = client.get(reverse("roster_villages:inspect", args=[place.village.pk]))
    assert "help-warning" in page.content.decode()


def test_villages_are_found_by_name_or_code_and_filtered(signed_in, place, cast):
    client = signed_in(cast.analyst)
    for query in ["?q=sukama", "?q=33.22.05.2003"]:
        page = client.get(reverse("roster_villages:index") + query).content.decode()
        assert "Sukamaju" in page
        assert "Mekarsari" not in page
    page = client.get(reverse("roster_villages:index") + "?province=73").content.decode()
    assert "Bontoa" in page
    assert "Sukamaju" not in page


@pytest.mark.parametrize("name", ["roster_villages", "roster_offices", "roster_assignments"])
def test_lists_of_the_roster_take_few_queries_and_are_closed_to_editors(
    signed_in, cast, name, django_assert_max_num_queries
):
    client = signed_in(cast.analyst)
    client.get(reverse(f"{name}:index"))
    with django_assert_max_num_queries(20):
        assert client.get(reverse(f"{name}:index")).status_code == 200
    assert signed_in(cast.editor).get(reverse(f"{name}:index")).status_code == 302


def test_a_reviewer_changes_no_village_and_an_analyst_does(signed_in, place, cast):
    edit = reverse("roster_villages:edit", args=[place.village.pk])
    assert signed_in(cast.reviewer).get(edit).status_code == 302
    assert signed_in(cast.analyst).get(edit).status_code == 200


def test_a_village_with_reports_stays_in_the_province_that_counts_them(signed_in, place, cast, make_session):
    village, client = place.village, signed_in(cast.analyst)
    edit = reverse("roster_villages:edit", args=[village.pk])
    data = {
        "code": "73.06.01.2009",
        "name": village.name,
        "kind": village.kind,
        "district": village.district,
        "regency": "73.06",
        "status": "active",
        "evidence": village.evidence,
    }
    assert "regency" in client.post(edit, {**data, "code": village.code}).context["form"].errors
    session = make_session(village, date(2026, 3, 5), women=12)
    add_to_tallies(session)
    assert "code" in client.post(edit, data).context["form"].errors
    call_command("rebuild_tallies", "--check")
    session.reopen(cast.reviewer, "Salah hitung")
    session.void(cast.reviewer, "Salah hitung")
    Session.objects.all().delete()
    assert client.post(edit, data).status_code == 302
    village.refresh_from_db()
    assert village.regency_id == "73.06"


def assign(client, user, **fields):
    data = {
        "user": user.pk,
        "role": "educator",
        "since": "2026-11-01",
        "until": "",
        "office": "",
        "village": "",
    }
    return client.post(reverse("roster_assignments:add"), {**data, **fields})


def test_a_reviewer_assigns_educators_to_the_own_office_only(signed_in, place, cast):
    client = signed_in(cast.reviewer)
    before = Assignment.objects.count()
    assert assign(client, cast.other_educator, office=place.other_office.pk).status_code == 200
    assert assign(client, cast.other_educator, village=place.far_village.pk).status_code == 200
    assert assign(client, cast.educator, office=place.office.pk, role="reviewer").status_code == 200
    assert assign(client, cast.editor, office=place.office.pk).status_code == 200
    assert assign(client, cast.educator).status_code == 200
    assert Assignment.objects.count() == before
    assert assign(client, cast.educator, village=place.village.pk).status_code == 302
    assert Assignment.objects.get(village=place.village).since == date(2026, 11, 1)


def test_an_assignment_of_another_office_is_not_there_for_a_reviewer(signed_in, place, cast):
    theirs = Assignment.objects.get(user=cast.other_educator)
    client = signed_in(cast.reviewer)
    for view in ["edit", "inspect", "history"]:
        assert (
            client.get(reverse(f"roster_assignments:{view}", args=[theirs.pk]), follow=True).status_code
            == 404
        )


def test_a_reviewer_ends_no_colleagues_work(signed_in, place, cast, person):
    colleague = person("dewi", "reviewer")
    theirs = Assignment.objects.create(
        user=colleague, role="reviewer", office=place.office, since=date(2025, 1, 1)
    )
    edit = reverse("roster_assignments:edit", args=[theirs.pk])
    data = {"user": cast.educator.pk, "role": "educator", "since": "2025-01-01", "office": place.office.pk}
    client = signed_in(cast.reviewer)
    assert client.get(edit).status_code == 302
    assert client.post(edit, {**data, "until": "2025-01-02", "village": ""}).status_code == 302
    theirs.refresh_from_db()
    assert (theirs.user, theirs.role, theirs.until) == (colleague, "reviewer", None)
    educators = Assignment.objects.get(user=cast.educator)
    assert client.get(reverse("roster_assignments:edit", args=[educators.pk])).status_code == 200


def test_an_analyst_makes_nobody_but_others_a_reviewer(signed_in, place, cast, person):
    """Who reads everything would otherwise approve everything, too."""
    client = signed_in(cast.analyst)
    assert assign(client, cast.analyst, office=place.office.pk, role="reviewer").status_code == 200
    assert not Assignment.objects.filter(user=cast.analyst).exists()
    assert (
        assign(client, person("dewi", "reviewer"), office=place.office.pk, role="reviewer").status_code == 302
    )
    own = Assignment.objects.create(
        user=cast.analyst,
        role="reviewer",
        office=place.office,
        since=date(2025, 1, 1),
        until=date(2025, 2, 1),
    )
    assert client.get(reverse("roster_assignments:edit", args=[own.pk])).status_code == 302
    assert signed_in(cast.admin).get(reverse("roster_assignments:edit", args=[own.pk])).status_code == 200


def test_a_village_named_like_a_formula_is_harmless_in_a_spreadsheet(signed_in, place, cast):
    Village.objects.filter(pk=place.village.pk).update(name="=HYPERLINK(1)")
    answer = signed_in(cast.analyst).get(reverse("roster_villages:index") + "?export=csv")
    text = b"".join(answer.streaming_content).decode()
    assert ",'=HYPERLINK(1)," in text
    assert ",=HYPERLINK" not in text
