"""What people knew before and after, and what the same people gained: in sums, exact, taken back."""

import csv
import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from cms.models import TopicPage
from quizzes.models import ApiToken, Attempt, FinishedTally, KnowledgeTally, MarksTally
from quizzes.models.knowledge_tallies import PARTS_OF_ONE
from quizzes.programme.dashboard import learning
from quizzes.statistics import cluster_interval
from quizzes.taking.exclusions import set_excluded
from tests.support.quiz_taking import join, take
from villages.models import Village
from villages.reach.disclosure_control import ACROSS_OFFICES, PUBLIC
from villages.reach.filters import Filters


@pytest.fixture
def rounds(make_round, roles):
    before = make_round("before")
    return before, make_round("after", session=before.session)


def person(rounds, before, after):
    """Let somebody answer with one phone before and after; return both attempts."""
    phone = Client()
    first = take(phone, rounds[0], before) if before else None
    return first, take(phone, rounds[1], after)


def sums(*names):
    row = KnowledgeTally.objects.get()
    return tuple(getattr(row, name) for name in names)


def fits():
    call_command("rebuild_tallies", "--check")
    return True


def now(**fields):
    return Filters.last_year(**fields)


def whole(**fields):
    return learning.total_learning(learning.learning_by_office(now(**fields)).values())


def test_answers_and_pairs_are_counted_with_the_answer_itself(rounds, place):
    person(rounds, "aaa", "bac")  # one right, then three
    person(rounds, "bac", "aac")  # three, then two
    person(rounds, "", "bbb")  # only after
    row = KnowledgeTally.objects.get()
    assert (row.office, row.province, row.month) == (
        place.office,
        "33",
        timezone.localdate().replace(day=1),
    )
    assert sums("people_before", "right_before", "scored_before") == (2, 4, 6)
    assert sums("people_after", "right_after", "scored_after") == (3, 6, 9)
    third = PARTS_OF_ONE // 3
    assert sums("pairs", "change", "change_squares") == (2, third, 5 * third**2)
    assert fits()


def test_an_unfinished_attempt_counts_its_answers_and_makes_no_pair(rounds):
    person(rounds, "aaa", "ba")
    assert sums("scored_after", "pairs") == (2, 0)
    assert fits()


def test_whoever_finishes_the_first_quiz_last_is_a_pair_too(rounds):
    phone = Client()
    address = join(phone, rounds[0])["Location"]
    for position in (1, 2):
        phone.post(f"{address}{position}/", {"choice": "a"})
    take(phone, rounds[1], "bac")
    assert sums("pairs") == (0,)
    phone.post(f"{address}3/", {"choice": "c"})
    assert sums("pairs", "change") == (1, PARTS_OF_ONE // 3)
    assert fits()


def finished():
    return set(FinishedTally.objects.filter(people__gt=0).values_list("phase", "people"))


def test_who_finished_is_counted_with_the_last_answer_and_leaves_with_the_attempt(rounds, cast):
    _first, second = person(rounds, "aaa", "bac")
    person(rounds, "bac", "ba")
    assert finished() == {("before", 2), ("after", 1)}
    set_excluded(rounds[1], [second.pk], cast.reviewer, excluded=True, reason="other", note="main-main")
    assert finished() == {("before", 2)}
    assert fits()
    set_excluded(rounds[1], [second.pk], cast.reviewer, excluded=False, note="ternyata benar")
    assert finished() == {("before", 2), ("after", 1)}
    FinishedTally.objects.update(people=7)
    with pytest.raises(CommandError, match="2 diff"):
        call_command("rebuild_tallies", "--check")
    call_command("rebuild_tallies")
    assert fits()


def marks():
    rows = MarksTally.objects.filter(people__gt=0).order_by("phase", "marks")
    return list(rows.values_list("phase", "language", "marks", "people"))


def test_what_somebody_had_right_is_stored_with_the_last_answer_and_leaves_with_the_attempt(rounds, cast):
    _first, second = person(rounds, "aaa", "bac")
    person(rounds, "aaa", "ba")
    person(rounds, ["dk"] * 3, ["b", "a", "dk"])
    before = [("before", "id", 0, 1), ("before", "id", 0b100, 2)]
    after = [("after", "id", 0b110, 1), ("after", "id", 0b1110, 1)]
    assert marks() == after + before
    set_excluded(rounds[1], [second.pk], cast.reviewer, excluded=True, reason="other", note="main-main")
    assert marks() == after[:1] + before
    assert fits()
    set_excluded(rounds[1], [second.pk], cast.reviewer, excluded=False, note="ternyata benar")
    assert marks() == after + before
    MarksTally.objects.update(people=7)
    with pytest.raises(CommandError, match="4 diff"):
        call_command("rebuild_tallies", "--check")
    call_command("rebuild_tallies")
    assert marks() == after + before


def test_whoever_takes_a_quiz_alone_counts_the_first_time_only(quiz):
    for again in ({}, {}, {"again": "1"}):
        phone = Client()
        address = phone.post("/id/kuis/coba/", again)["Location"].removesuffix("1/")
        for position, choice in enumerate("bac", 1):
            phone.post(f"{address}{position}/", {"choice": choice})
    assert finished() == {("alone", 2)}
    assert fits()


def test_a_double_tap_counts_once(rounds):
    first, second = person(rounds, "aaa", "bac")
    for attempt in (first, second):
        Client().post(f"/id/kuis/coba/{attempt.token}/3/", {"choice": "c"})
    assert sums("scored_before", "scored_after", "pairs") == (3, 3, 1)
    assert fits()


@pytest.mark.parametrize("which", [0, 1])
def test_a_pair_leaves_and_comes_back_with_either_attempt(rounds, cast, which):
    attempt = person(rounds, "aaa", "bac")[which]
    person(rounds, "aaa", "bac")
    set_excluded(rounds[which], [attempt.pk], cast.reviewer, excluded=True, reason="other", note="main-main")
    assert sums("pairs", "change", "people_before", "people_after") == (
        *(1, 2 * PARTS_OF_ONE // 3),
        *((1, 2) if which == 0 else (2, 1)),
    )
    assert fits()
    set_excluded(rounds[which], [attempt.pk], cast.reviewer, excluded=False, note="ternyata benar")
    assert sums("pairs", "change", "people_before", "people_after") == (2, 4 * PARTS_OF_ONE // 3, 2, 2)
    assert fits()


def test_a_pair_with_both_attempts_excluded_is_taken_out_once(rounds, cast):
    pair = person(rounds, "aaa", "bac")
    for round_, attempt in zip(rounds, pair, strict=True):
        set_excluded(round_, [attempt.pk], cast.reviewer, excluded=True, reason="other", note="main-main")
    assert sums("pairs", "change", "people_before", "people_after", "scored_after") == (0, 0, 0, 0, 0)
    assert fits()


def test_answers_given_after_the_exclusion_make_no_pair(rounds, cast):
    phone = Client()
    take(phone, rounds[0], "aaa")
    address = join(phone, rounds[1])["Location"]
    phone.post(f"{address}1/", {"choice": "b"})
    attempt = Attempt.objects.get(phase="after")
    set_excluded(rounds[1], [attempt.pk], cast.reviewer, excluded=True, reason="other", note="main-main")
    for position, choice in ((2, "a"), (3, "c")):
        phone.post(f"{address}{position}/", {"choice": choice})
    assert sums("pairs", "people_after", "scored_after") == (0, 0, 0)
    set_excluded(rounds[1], [attempt.pk], cast.reviewer, excluded=False, note="ternyata benar")
    assert sums("pairs", "people_after", "scored_after") == (1, 1, 3)
    assert fits()


def test_a_phone_handed_on_takes_its_pair_out_and_keeps_the_answers(rounds):
    phone = Client()
    take(phone, rounds[0], "aaa")
    take(phone, rounds[1], "bac")
    phone.post(f"/g/{rounds[1].code}", {"next": "1"})
    assert sums("pairs", "change", "change_squares", "scored_before", "scored_after") == (0, 0, 0, 3, 3)
    assert fits()


def test_the_check_finds_a_sum_that_is_wrong_or_missing(rounds):
    person(rounds, "aaa", "bac")
    KnowledgeTally.objects.update(change=1)
    with pytest.raises(CommandError, match="1 diff"):
        call_command("rebuild_tallies", "--check")
    KnowledgeTally.objects.all().delete()
    with pytest.raises(CommandError, match="1 diff"):
        call_command("rebuild_tallies", "--check")
    call_command("rebuild_tallies")
    assert sums("pairs", "scored_after") == (1, 3)
    assert fits()


def test_the_filters_of_the_dashboard_choose_the_answers(rounds, place, quiz):
    person(rounds, "aaa", "bac")
    page = TopicPage(slug="paspor", title="Paspor", heading_ind="Paspor", icon="passport")
    from wagtail.models import Page

    Page.get_first_root_node().add_child(instance=page)
    type(quiz).objects.update(topic=page)
    assert whole().pairs == 1
    assert whole(province="33", office=place.office.pk, topic="paspor").pairs == 1
    for other in ({"province": "73"}, {"office": place.other_office.pk}, {"topic": "tppo"}):
        assert whole(**other).pairs == 0
    past = Filters(date(2024, 1, 1), date(2024, 2, 1))
    assert learning.learning_by_office(past) == {}


# What twelve people of eight villages gained, in thirds: mean 50 points.
GAINS = ([2, 2], [1], [2, 1], [1], [2], [1, 1], [2], [2, 1])


def store(village, quiz, people, changes=()):
    """A tally as if `people` had answered three questions before and after, two of them right after."""
    found = [change * PARTS_OF_ONE // 3 for change in changes]
    return KnowledgeTally.objects.create(
        village=village,
        quiz=quiz,
        month=timezone.localdate().replace(day=1),
        office=village.office,
        province=village.regency_id[:2],
        people_before=people,
        right_before=people,
        scored_before=3 * people,
        people_after=people,
        right_after=2 * people,
        scored_after=3 * people,
        pairs=len(found),
        change=sum(found),
        change_squares=sum(change**2 for change in found),
    )


def store_villages(place, quiz, gains=GAINS):
    """A tally for each list of gains, one a village, in the office of `place`."""
    for number, changes in enumerate(gains):
        village = Village.objects.create(
            code=f"33.22.06.20{number:02}",
            name=f"Desa {number}",
            kind="desa",
            district="Pabelan",
            regency=place.village.regency,
            office=place.office,
            evidence="stated",
        )
        store(village, quiz, len(changes), changes)


def test_the_gain_over_eight_villages_is_that_of_their_people(quiz, place):
    store_villages(place, quiz)
    gain = whole().gain
    people = cluster_interval([[100 * change / 3 for change in changes] for changes in GAINS])
    assert (gain.n, gain.villages) == (12, 8) == (people.people, people.clusters)
    found = (gain.points, gain.low, gain.high, gain.icc, gain.design_effect)
    expected = (people.estimate, people.low, people.high, people.icc, people.design_effect)
    assert found == pytest.approx(expected)
    assert gain.points == pytest.approx(50)
    after = whole().after
    assert (after.percent, after.n, after.villages) == (pytest.approx(200 / 3), 36, 8)
    # Two in three were right in every village, so the 36 answers stand for 36 people.
    assert (after.low, after.high) == pytest.approx((47.0, 81.9), abs=0.1)


def test_seven_villages_have_a_gain_and_no_interval(quiz, place, cast, roles, signed_in):
    store_villages(place, quiz, [[2, 1]] * 7)
    found = whole()
    assert (found.gain.points, found.gain.low, found.gain.high) == (pytest.approx(50), None, None)
    assert (found.after.percent, found.after.low, found.after.villages) == (pytest.approx(200 / 3), None, 7)
    page = signed_in(cast.analyst).get("/admin/program/").content.decode()
    for words in ("+50,0", "desa: 7", "perlu 8 desa"):
        assert words in page


def test_people_of_one_village_in_two_months_are_one_cluster(quiz, place):
    store_villages(place, quiz)
    for tally in KnowledgeTally.objects.all():
        tally.pk, tally.month = None, date(tally.month.year - 1, 12, 1)
        tally.save()
    filters = Filters(date(2000, 1, 1), timezone.localdate())
    total = learning.total_learning(learning.learning_by_office(filters).values())
    assert (total.gain.n, total.gain.villages) == (24, 8)
    twice = cluster_interval([[100 * change / 3 for change in changes] * 2 for changes in GAINS])
    assert (total.gain.low, total.gain.icc) == pytest.approx((twice.low, twice.icc))


def test_few_pairs_give_no_gain_and_few_answers_no_share(quiz, place):
    store(place.village, quiz, 3, [1] * 3)
    found = whole()
    assert (found.pairs, found.gain, found.before.percent, found.before.n) == (3, None, None, 9)


@pytest.mark.parametrize("limit", [ACROSS_OFFICES, PUBLIC])
def test_few_people_are_hidden_together_with_others(quiz, place, limit):
    store(place.village, quiz, 40, [1] * 30)
    store(place.far_village, quiz, 20, [1] * 3)
    total, provinces, offices = learning.protected_learning(now(), limit)
    assert total.pairs == 33
    assert provinces["73"].pairs is None
    assert provinces["33"].pairs is None
    assert offices["33", place.office.pk].gain is None
    assert offices["33", place.office.pk].after.n == 120
    for filters in (now(office=place.office.pk), now(province="33")):
        assert learning.select_learning(filters, *learning.protected_learning(filters, limit)).pairs is None


def test_the_dashboard_tells_the_gain_with_interval_and_people(quiz, place, cast, signed_in, rounds):
    store_villages(place, quiz)
    for user in (cast.analyst, cast.reviewer):
        page = signed_in(user).get("/admin/program/?province=33").content.decode()
        for words in ("+50,0", "+37,8", "+62,2"):
            assert words in page
    page = signed_in(cast.other_reviewer).get("/admin/program/").content.decode()
    assert "+50,0" not in page


def indicators(client):
    """Return {office: row} of the file, and the country's row as ""."""
    response = client.get("/admin/program/ekspor/?kind=reach&format=csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text))
    return {row["office"]: row for row in rows if row["level"] != "province"}


def test_files_tell_what_was_learned_and_what_is_hidden(quiz, place, cast, signed_in, rounds):
    store_villages(place, quiz)
    client = signed_in(cast.analyst)
    rows = indicators(client)
    for row in (rows[""], rows[place.office.name]):
        assert (row["knowledge_gain"], row["gain_low"], row["pairs"]) == ("50.0", "37.84", "12")
        assert (row["knowledge_after"], row["answers_after"], row["hidden"]) == ("66.67", "36", "")
    store(place.far_village, quiz, 4)
    for name in (place.office.name, place.other_office.name):
        row = indicators(client)[name]
        assert (row["knowledge_gain"], row["knowledge_after"], row["answers_after"]) == ("", "", "")
        assert {"knowledge_after", "gain_low"} <= set(row["hidden"].split())


def test_the_api_tells_an_office_what_was_learned_and_how_it_is_counted(quiz, place, cast, client, rounds):
    store_villages(place, quiz)
    secret = ApiToken.objects.issue(cast.reviewer, "report", made_by=cast.admin)[1]
    answer = client.get("/api/v1/indicators/", headers={"authorization": f"Bearer {secret}"}).json()
    assert answer["results"][0]["gain_low"] == pytest.approx(37.84, abs=0.01)
    entry = next(entry for entry in answer["indicators"] if entry["code"] == "knowledge_gain")
    assert entry["formula_id"] != ""
