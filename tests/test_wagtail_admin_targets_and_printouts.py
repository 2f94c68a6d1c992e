from uuid import UUID

import pytest
from django.urls import reverse

from villages.models import Referral, Village

pytestmark = pytest.mark.usefixtures("roles")


def form(villages, target):
    data = {"form-TOTAL_FORMS": len(villages), "form-INITIAL_FORMS": len(villages)}
    for number, village in enumerate(villages):
        data |= {f"form-{number}-id": village.pk, f"form-{number}-yearly_target": target}
    return data


def test_a_reviewer_sets_the_targets_of_the_own_office(signed_in, place, cast):
    client = signed_in(cast.reviewer)
    villages = [place.village, place.second_village]
    page = client.get(reverse("roster_targets")).content.decode()
    assert "Sukamaju" in page
    assert "Bontoa" not in page
    assert client.post(reverse("roster_targets"), form(villages, 6)).status_code == 302
    assert set(Village.objects.filter(pk__in=[v.pk for v in villages]).values_list("yearly_target")) == {(6,)}


@pytest.mark.parametrize("target", ["-1", "enam", "99999999"])
def test_a_target_that_is_no_number_is_refused(signed_in, place, cast, target):
    page = signed_in(cast.reviewer).post(
        reverse("roster_targets"), form([place.village, place.second_village], target)
    )
    assert page.status_code == 422
    assert "errorlist" in page.content.decode()
    assert not Village.objects.filter(yearly_target__isnull=False).exists()


def test_a_reviewer_cannot_set_the_target_of_another_office(signed_in, place, cast):
    client = signed_in(cast.reviewer)
    data = form([place.far_village, place.second_village], 6)
    client.post(reverse("roster_targets") + f"?office={place.other_office.pk}", data)
    assert Village.objects.get(pk=place.far_village.pk).yearly_target is None
    assert signed_in(cast.editor).get(reverse("roster_targets")).status_code == 302


def test_the_paper_of_a_session_opens_its_draft(signed_in, place, cast):
    client = signed_in(cast.reviewer)
    answer = client.get(reverse("session_prepare", args=[place.village.pk]))
    uuid = UUID(answer.url.rstrip("/").split("/")[-1])
    page = client.get(answer.url)
    assert page.context["draft"].endswith(f"/lapangan/sesi/baru/?desa=33.22.05.2003&uuid={uuid}")
    assert page.content.decode().count("<svg") == 2
    for category in Referral.Category.labels:
        assert f'<span class="pair">{category} <span class="line' in page.content.decode()


def test_no_paper_for_a_village_of_another_office(signed_in, place, cast):
    address = reverse("session_prepare", args=[place.far_village.pk])
    assert signed_in(cast.reviewer).get(address, follow=True).status_code == 404
    assert signed_in(cast.editor).get(address, follow=True).status_code == 404
