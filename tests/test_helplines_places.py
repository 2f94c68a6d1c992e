"""Where people are is data: countries and regions that editors maintain."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.urls import reverse

from cms.models import Helpline, Place
from tests.support.admin_forms import submit_edit
from tests.support.pages import new_helpline, place_called


@pytest.fixture
def abroad(db):
    return place_called("luar-negeri", name_ind="Di luar negeri", kind=Place.Kind.REGION)


def test_a_country_lies_in_a_top_place_only(abroad):
    malaysia = place_called("malaysia", parent=abroad)
    johor = Place(slug="johor", name_ind="Johor", parent=malaysia)
    with pytest.raises(ValidationError, match=r"lies in no other|tidak berada"):
        johor.full_clean()
    abroad.parent = place_called("dunia")
    with pytest.raises(ValidationError, match=r"Other places|Tempat lain"):
        abroad.full_clean()


def test_a_place_with_numbers_cannot_be_deleted(abroad, signed_in, person, roles):
    new_helpline(place=abroad).save()
    client = signed_in(person("kepala", is_superuser=True))
    client.post(reverse("wagtailsnippets_cms_place:delete", args=[abroad.pk]))
    assert Place.objects.filter(pk=abroad.pk).exists()
    with pytest.raises(ProtectedError):
        abroad.delete()


def test_a_helpline_is_moved_to_another_place_in_its_form(abroad, review_client):
    client = review_client("kepala", is_superuser=True)
    submit_edit(client, Helpline.objects.get(), place=str(abroad.pk), **{"action-publish": "action-publish"})
    assert Helpline.objects.get().place == abroad


def test_a_search_for_a_country_leads_to_its_numbers(site, abroad, client):
    malaysia = place_called("malaysia", name_ind="Malaysia", parent=abroad)
    new_helpline("kbri", name_ind="KBRI", place=malaysia).save()
    assert 'href="/id/bantuan/#malaysia"' in client.get("/id/cari/", {"q": "malaysia"}).content.decode()
