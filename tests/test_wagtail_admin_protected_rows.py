"""Deleting in the admin what other rows need."""

from villages.models import ImmigrationOffice


def test_an_office_that_villages_need_stays_and_the_page_gives_the_reason(signed_in, cast, place):
    client = signed_in(cast.admin)
    address = f"/admin/kantor/delete/{place.office.pk}/"
    page = client.post(address, follow=True)
    assert page.redirect_chain == [(address, 302)]
    assert "entri lain membutuhkannya" in page.text
    assert ImmigrationOffice.objects.filter(pk=place.office.pk).exists()
