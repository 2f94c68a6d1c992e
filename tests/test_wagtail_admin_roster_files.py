"""Lists of the roster as files: they come back into the roster as they went out."""

import io
from datetime import date

import pytest
from django.urls import reverse

from villages.models import ImmigrationOffice, Village
from villages.roster_import import KINDS


@pytest.fixture
def full_rows(place):
    """A village and an office with every column filled in, and with what spreadsheets change gladly."""
    Village.objects.filter(pk=place.village.pk).update(
        name="=SUM(1)",
        district="Café, Barat",
        designated_on=date(2025, 5, 19),
        source_url="https://example.org/?a=1&b=2",
        source_date="2025-07",
        yearly_target=6,
        latitude="-7.25012",
        longitude="110.50000",
    )
    ImmigrationOffice.objects.filter(pk=place.office.pk).update(
        office_class="Kelas I TPI", phone="0717421774", whatsapp="+62 812-3456-7890"
    )


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("kind, rows", [("villages", 3), ("offices", 2)])
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_list_of_the_roster_is_imported_again_unchanged(
    full_rows, cast, roles, signed_in, kind, rows, form, language
):
    address = reverse(f"roster_{kind}:index")
    answer = signed_in(cast.analyst).get(f"{address}?export={form}", HTTP_ACCEPT_LANGUAGE=language)
    content = b"".join(answer.streaming_content)
    plan = KINDS[kind].read(f"daftar.{form}", io.BytesIO(content))
    assert list(map(str, plan.problems)) == []
    assert (plan.unchanged, plan.created, plan.changed) == (rows, [], [])
    if form == "csv":
        assert content.startswith(b"\xef\xbb\xbf")  # else Excel takes UTF-8 for Windows-1252


def test_the_list_of_offices_takes_the_same_queries_for_one_as_for_many(
    place, cast, roles, signed_in, django_assert_max_num_queries
):
    client = signed_in(cast.analyst)
    client.get(reverse("roster_offices:index"))
    for number in range(20):
        ImmigrationOffice.objects.create(name=f"Kantor {number}", city="Kota", province=place.java)
    with django_assert_max_num_queries(14):
        b"".join(client.get(reverse("roster_offices:index") + "?export=csv").streaming_content)
