"""A number of thirty digits in any address, query or form of the site, Wagtail's too, is never a 500."""

import pytest

from tests.support.addresses import address_of, routes

pytestmark = pytest.mark.filterwarnings("ignore::wagtail.utils.deprecation.RemovedInWagtail80Warning")
HUGE = "9" * 30
LEFT_OUT = {
    "wagtailadmin_logout",  # ends the walk
    "field-logout",
    "wagtailadmin_error_test",  # shows Wagtail's page of a 500
}
QUERY = "&".join(
    f"{name}={HUGE}" for name in ["p", "page", "hal", "id", "pk", "parent_page_id", "collection_id"]
)
FILTERS = "&".join(
    f"{name}={HUGE}" for name in ["user", "office", "village", "status", "content_type", "owner"]
)


@pytest.fixture
def administrator(signed_in, cast):
    client = signed_in(cast.admin)
    client.raise_request_exception = False
    return client


def walked(client, number, query=""):
    """Return {address: status} of those that answered with a 500 or more."""
    found = {}
    for pattern, route in routes():
        if route.name in LEFT_OUT:
            continue
        address = address_of(pattern, number)
        answer = client.get(f"{address}?{query}")
        if answer.status_code >= 500:
            found[address] = answer.status_code
    return found


def test_no_address_breaks_by_a_number_without_end(administrator, library):
    assert len(list(routes())) > 500
    assert walked(administrator, HUGE) == {}


NONSENSE = "p=77777&next=x'&parent_page_id=x'&id=x'&collection_id=-&page=-1"


@pytest.mark.parametrize("query", [QUERY, FILTERS, NONSENSE])
def test_no_query_breaks_an_address(administrator, library, query):
    assert walked(administrator, 1, query) == {}


@pytest.mark.parametrize("nonsense", ["x'", "-", "1.5", "٣x"])
def test_a_chooser_refuses_what_is_no_number(administrator, library, nonsense):
    """Wagtail's choosers, also those of its own models, look up whatever the query names."""
    choosers = [
        address_of(pattern, 1)
        for pattern, route in routes()
        if (route.name or "").endswith("chosen_multiple")
    ]
    assert len(choosers) > 5
    found = {address: administrator.get(address, {"id": nonsense}).status_code for address in choosers}
    assert set(found.values()) == {400}, found


def test_a_place_in_the_menu_is_asked_for_of_pages_that_are_there(administrator, library):
    address = "/admin/pages/{}/set_position/"
    statuses = {
        (pk, query): administrator.post(f"{address.format(pk)}{query}").status_code
        for pk in (1, 77777, library.article.pk)
        for query in ("", "?position=x", "?position=-1", "?position=77777")
    }
    assert max(statuses.values()) < 500, statuses
