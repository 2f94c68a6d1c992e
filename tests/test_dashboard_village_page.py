"""The page of one village in the admin: for its office and the programme, and for nobody else."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cms.models import TopicPage
from quizzes.models import Attempt, Round
from villages.models import Village
from villages.models.tallies import add_to_tallies

ADDRESS = "/admin/program/desa/33.22.05.2003/"


@pytest.fixture
def history(place, cast, make_session, quiz, roles):
    """Two approved sessions and one that waits; a round before and after with twelve people."""

    Village.objects.filter(pk=place.village.pk).update(yearly_target=4)
    today = timezone.localdate()
    for women, days in ((12, 0), (9, 1)):
        add_to_tallies(make_session(place.village, today - timedelta(days=days), women=women))
    make_session(place.village, today, women=5, state="submitted")
    fields = {"quiz": quiz, "edition": quiz.current_edition, "village": place.village}
    fields |= {"office": place.office, "author": cast.educator}
    first = Round.objects.create(phase="before", **fields)
    second = Round.objects.create(phase="after", session=first.session, **fields)
    taken = {
        "edition": quiz.current_edition,
        "language": "id",
        "answered": 3,
        "scored": 3,
        "is_finished": True,
    }
    for number in range(12):
        before = Attempt.objects.create(round=first, phase="before", right=1, **taken)
        right = 3 if number < 6 else 2
        Attempt.objects.create(round=second, phase="after", right=right, before=before, **taken)


def test_it_tells_what_was_done_learned_and_is_due(history, place, cast, signed_in):
    response = signed_in(cast.reviewer).get(ADDRESS)
    page = response.content.decode()

    assert "Sukamaju" in page
    assert place.office.name in page
    assert len(response.context["rows"]) == 3
    result = response.context["results"][0]
    assert (result.before, result.answers) == (pytest.approx(100 / 3), 72)
    assert result.after == pytest.approx(100 * 30 / 36)
    gain = response.context["gain"]
    assert (gain.points, gain.n) == (pytest.approx(50), 12)
    assert gain.low < 50 < gain.high
    assert response.context["village"].next_due == timezone.localdate() + timedelta(days=91)
    assert "sari" in page


def test_a_village_without_anything_says_so(history, place, cast, signed_in):
    response = signed_in(cast.reviewer).get(ADDRESS.replace("2003", "2004"))
    assert response.status_code == 200
    assert response.context["gain"] is None
    assert not response.context["results"]


def test_outsiders_do_not_see_it(history, cast, client, signed_in):
    assert client.get(ADDRESS).status_code == 302
    assert signed_in(cast.other_reviewer).get(ADDRESS).status_code == 404
    assert signed_in(cast.analyst).get(ADDRESS.replace("2003", "9999")).status_code == 404
    for user in (cast.editor, cast.educator):
        assert signed_in(user).get(ADDRESS).status_code == 302


def test_it_costs_the_same_queries_however_much_happened(
    history, place, cast, make_session, signed_in, django_assert_max_num_queries
):
    client = signed_in(cast.analyst)
    client.get(ADDRESS)
    for day in range(1, 20):
        make_session(place.village, date(2026, 1, day), women=day)
    with django_assert_max_num_queries(26):
        client.get(ADDRESS)


def test_the_lists_of_the_dashboard_and_the_roster_lead_there(history, cast, signed_in, place):
    client = signed_in(cast.analyst)
    for address in (
        "/admin/program/desa/",
        "/admin/program/sesi/",
        f"/admin/desa/inspect/{place.village.pk}/",
    ):
        assert ADDRESS in client.get(address).content.decode()


def test_topics_are_called_by_their_name(history, place, cast, make_session, signed_in):
    from wagtail.models import Page

    page = TopicPage(slug="paspor", title="Paspor", heading_ind="Paspor dan biayanya", icon="passport")
    Page.get_first_root_node().add_child(instance=page)
    add_to_tallies(make_session(place.village, timezone.localdate(), women=12, topics=["paspor"]))
    response = signed_in(cast.analyst).get("/admin/program/")
    names = [name for _slug, name, *_rest in response.context["summary"].topics]
    assert names == [page.title]
    assert "topic=paspor" in response.content.decode()
