"""A quiz that was opened is finished without network and arrives once, later."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from quizzes.models import Attempt, Card, Round
from quizzes.taking.pairing import issue_cards
from tests.support.browser import wait_until, wait_until_cached

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("empty_content_cache")]
READY = "body[data-quiz=ready]"
TAP = 600  # milliseconds; what comes sooner is the second half of a double tap


@pytest.fixture
def open_round(transactional_db, make_round):
    return make_round("before")


def join(page, live_server, round_):
    page.goto(f"{live_server.url}/g/{round_.code}")
    page.get_by_role("button", name="Mulai").click()
    page.wait_for_selector(READY)
    wait_until_cached(page, page.url.split("#")[0].removeprefix(live_server.url))


def answer(page, choice):
    page.wait_for_timeout(TAP)
    page.locator(f"section:not([hidden]) input[value={choice}]").check()
    page.locator("section:not([hidden]) form button").click()


def tap(page, name):
    page.wait_for_timeout(TAP)
    page.locator(f"section:not([hidden]) a[data-{name}]").click()


def heading(page):
    return page.locator("section:not([hidden]) h1")


def arrived(page, count, **fields):
    """Wait until the server holds `count` such attempts."""
    for _ in range(100):
        if Attempt.objects.filter(**fields).count() == count:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"{Attempt.objects.filter(**fields).count()} attempts, not {count}")


def test_a_round_is_finished_offline_after_a_reload_and_arrives_once(
    live_server, open_round, page, context, line
):
    join(page, live_server, open_round)
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    line.cut(context)
    answer(page, "b")
    expect(heading(page)).to_have_text("Pertanyaan 2?")
    assert page.get_by_text("Sebab").count() == 0, "before a session nothing is explained"
    page.reload()
    page.wait_for_selector(READY)
    expect(heading(page)).to_have_text("Pertanyaan 2?")
    answer(page, "a")
    expect(heading(page)).to_have_text("Pertanyaan 3?")
    page.go_back()
    expect(page.locator("section:not([hidden]) form")).to_be_hidden()
    page.go_forward()
    answer(page, "dk")
    expect(page.locator("[data-waiting]")).to_be_visible()
    assert not Attempt.objects.get().answered
    line.restore(context)
    expect(page.locator("[data-sent]")).to_be_visible(timeout=15000)
    page.reload()
    page.wait_for_selector(READY)
    expect(page.locator("[data-sent]")).to_be_visible()
    attempt = Attempt.objects.get()
    assert (attempt.answered, attempt.right, attempt.is_finished) == (3, 2, True)


def test_a_quiz_taken_after_somebody_left_quickly_stays_after_a_reload_and_on_back(
    live_server, open_round, page
):
    page.goto(f"{live_server.url}/g/{open_round.code}")
    page.evaluate("sessionStorage.exit = 'before'")
    join(page, live_server, open_round)
    answer(page, "b")
    expect(heading(page)).to_have_text("Pertanyaan 2?")
    for leave, number in [(page.reload, 2), (page.go_back, 1), (page.reload, 1)]:
        leave()
        page.wait_for_selector(READY)
        expect(heading(page)).to_have_text(f"Pertanyaan {number}?")


def hand_on(page):
    page.wait_for_timeout(TAP)
    page.get_by_role("button", name="Orang berikutnya").click()


def start_next(page, card=None):
    expect(heading(page)).to_have_text("Orang berikutnya")
    if card:
        page.locator("section:not([hidden]) input[name=card]").fill(card)
    page.wait_for_timeout(TAP)
    page.get_by_role("button", name="Mulai").click()


def take(page, choices):
    for number, choice in enumerate(choices, 1):
        expect(heading(page)).to_have_text(f"Pertanyaan {number}?")
        answer(page, choice)


def keep_round(page, live_server, round_):
    wait_until_cached(page, f"/id/kuis/coba/ronde/{round_.code}/utuh/")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")


def stored_on(page):
    return page.evaluate("JSON.stringify(localStorage)")


def test_an_attempt_the_server_fails_on_does_not_stop_the_others(live_server, open_round, page, context):
    def answered(route):
        if "poisoned" in route.request.post_data:
            return route.fulfill(status=500, body="<h1>Maaf</h1>", content_type="text/html")
        return route.fallback()

    join(page, live_server, open_round)
    context.route("**/api/attempts/", answered)
    poisoned = "JSON.stringify({nonce: 'poisoned', answers: {}, at: 1})"
    page.evaluate(f"for (const name of ['!', '~']) localStorage.setItem('kirim:' + name, {poisoned})")
    take(page, "baa")
    arrived(page, 1, is_finished=True)
    assert "poisoned" in stored_on(page)


def test_a_network_that_comes_back_while_a_request_dies_is_used_at_once(
    live_server, open_round, page, context
):
    held = []
    join(page, live_server, open_round)
    context.route("**/api/attempts/", lambda route: route.fallback() if held else held.append(route))
    with page.expect_request("**/api/attempts/"):
        answer(page, "b")
    page.evaluate("dispatchEvent(new Event('online'))")
    held[0].abort()
    arrived(page, 1, right=1)


def test_five_people_take_a_round_on_one_phone_without_a_signal(live_server, open_round, page, context, line):
    join(page, live_server, open_round)
    keep_round(page, live_server, open_round)
    line.cut(context)
    everybody = ["baa", "bac", "aaa", ["dk", "a", "a"], "ccc"]
    take(page, everybody[0])
    for choices in everybody[1:]:
        hand_on(page)
        start_next(page)
        take(page, choices)
    expect(page.locator("[data-waiting]")).to_be_visible()
    assert not Attempt.objects.filter(is_finished=True).exists()
    page.reload()
    page.wait_for_selector(READY)
    line.restore(context)
    arrived(page, 5, is_finished=True)
    expect(page.locator("[data-sent]")).to_be_visible(timeout=15000)
    hand_on(page)
    page.wait_for_url("**/g/*")
    page.reload()
    page.wait_for_timeout(500)
    assert sorted(Attempt.objects.values_list("right", flat=True)) == [1, 1, 1, 2, 3]
    assert not Attempt.objects.exclude(pair="").exists(), "nobody knows whose first answers were whose"
    assert set(Attempt.objects.values_list("phase", "round", "set_aside", "in_burst")) == {
        ("before", open_round.pk, False, False)
    }
    assert "answers" not in stored_on(page)


def test_nothing_of_a_person_is_left_for_the_next_one(
    transactional_db, make_round, live_server, page, context, line
):
    """After the session, where answers are explained."""
    round_ = make_round("after")
    join(page, live_server, round_)
    keep_round(page, live_server, round_)
    first = page.url.split("utuh/")[0]
    line.cut(context)
    for choice in "aaa":
        answer(page, choice)
        expect(page.locator("section:not([hidden]) [data-answer=a]")).to_be_visible()
        page.wait_for_timeout(TAP)
        page.locator("section:not([hidden]) a.button:not([hidden])").click()
    hand_on(page)
    expect(page.locator("[data-others]")).to_contain_text("1")
    for _step in range(3):
        page.go_back()
        expect(heading(page)).to_have_text("Orang berikutnya")
        assert page.locator("[data-answer]:visible, [data-result]:visible").count() == 0
    line.restore(context)
    arrived(page, 1, is_finished=True)
    wait_until(page, "() => !Object.keys(localStorage).some((key) => key.startsWith('oper:'))")
    page.goto(f"{live_server.url}/g/{round_.code}")
    page.get_by_role("button", name="Mulai").wait_for()
    assert page.get_by_role("link", name="Itu saya").count() == 0
    for place in ("1/", "hasil/"):
        assert page.goto(f"{first}{place}").status == 404
    page.goto(f"{first}utuh/")
    expect(heading(page)).to_have_text("Orang berikutnya")
    assert Attempt.objects.get().right == 1


def test_a_card_typed_offline_pairs_before_and_after_though_before_arrives_last(
    transactional_db,
    make_round,
    live_server,
    browser,
    browser_context_args,
    line,
):
    before = make_round("before")
    after = make_round("after", session=before.session)
    issue_cards(before.session, 3)
    cards = list(Card.objects.values_list("number", flat=True))
    phones = {}
    for round_ in (before, after):
        context = browser.new_context(**browser_context_args)
        page = context.new_page()
        join(page, live_server, round_)
        keep_round(page, live_server, round_)
        phones[round_.phase] = (page, context)
    for round_ in (before, after):
        page, context = phones[round_.phase]
        line.cut(context)
        answer(page, "a")
        if round_ is after:
            page.goto(f"{live_server.url}/g/{round_.code}")
            page.wait_for_selector(READY)
            expect(page.locator("[data-resume]")).to_be_visible()
        else:
            for choice in "aa":
                answer(page, choice)
            hand_on(page)
        start_next(page, "1234")
        expect(page.locator("[data-mistyped]")).to_be_visible()
        start_next(page, f"{cards[0][:2]} {cards[0][2:]}")
        for choice in "bac":
            answer(page, choice)
            if round_ is after:
                page.wait_for_timeout(TAP)
                page.locator("section:not([hidden]) a.button:not([hidden])").click()
    for phase in ("after", "before"):
        page, context = phones[phase]
        line.restore(context)
        arrived(page, 1, phase=phase, card__number=cards[0], is_finished=True)
    second = Attempt.objects.get(phase="after", card__number=cards[0])
    assert second.before == Attempt.objects.get(phase="before", card__number=cards[0])
    for _page, context in phones.values():
        context.close()


def test_who_begins_offline_after_closing_is_excluded_and_informed(
    live_server, open_round, page, context, line
):
    join(page, live_server, open_round)
    keep_round(page, live_server, open_round)
    line.cut(context)
    take(page, "bac")
    Round.objects.update(closed_at=timezone.now())
    hand_on(page)
    page.wait_for_timeout(1500)
    start_next(page)
    take(page, "bac")
    line.restore(context)
    arrived(page, 2, is_finished=True)
    expect(page.locator("[data-late]")).to_be_visible(timeout=15000)
    assert sorted(Attempt.objects.values_list("aside_reason", flat=True)) == ["", "late"]
    hand_on(page)
    expect(page.get_by_role("alert")).to_contain_text("sudah ditutup")


def test_a_browser_without_a_worker_needs_a_network_for_the_next_person(
    live_server,
    open_round,
    page,
    context,
    line,
):
    page.add_init_script("delete Navigator.prototype.serviceWorker")
    page.goto(f"{live_server.url}/g/{open_round.code}")
    page.get_by_role("button", name="Mulai").click()
    page.wait_for_selector(READY)
    # Only sending fails, as on a line that drops what is large.
    page.route("**/api/attempts/", lambda route: route.abort())
    for choice in "baa":
        answer(page, choice)
    expect(page.locator("[data-waiting]")).to_be_visible()
    line.cut(context)
    hand_on(page)
    expect(page.locator("[data-offline]")).to_be_visible()
    line.restore(context)
    hand_on(page)
    page.wait_for_url("**/g/*")
    assert page.evaluate("Object.keys(localStorage).some((key) => key.startsWith('kirim:'))")
    page.unroute("**/api/attempts/")
    page.reload()
    arrived(page, 1, is_finished=True)
    page.goto(f"{live_server.url}/g/{open_round.code}")
    page.get_by_role("button", name="Mulai").click()
    page.wait_for_selector(READY)
    expect(heading(page)).to_have_text("Pertanyaan 1?")
    assert Attempt.objects.count() == 2


def test_somebody_alone_begins_offline_in_two_tabs_and_taps_twice(
    transactional_db,
    quiz,
    live_server,
    page,
    context,
    line,
):
    page.goto(f"{live_server.url}/id/kuis/coba/")
    wait_until_cached(page, "/id/kuis/coba/utuh/")
    line.cut(context)
    page.get_by_role("button", name="Mulai").click()
    page.wait_for_selector(READY)
    second = context.new_page()
    second.goto(f"{live_server.url}/id/kuis/coba/utuh/")
    second.wait_for_selector(READY)
    page.locator("section:not([hidden]) input[value=b]").check()
    page.locator("section:not([hidden]) form button").dblclick()
    expect(page.get_by_text("Sebab 1.")).to_be_visible()
    expect(second.get_by_text("Sebab 1.")).to_be_visible()
    tap(page, "next")
    answer(page, "c")
    tap(page, "next")
    answer(page, "c")
    tap(page, "finish")
    expect(heading(page)).to_contain_text("2")
    assert not Attempt.objects.exists()
    line.restore(context)
    arrived(page, 1, right=2, is_finished=True, is_repeat=False)
    expect(page.locator("[data-sent]")).to_be_visible(timeout=15000)
    page.get_by_role("button", name="Ulangi kuis").click()
    expect(heading(page)).to_have_text("Pertanyaan 1?")
    page.wait_for_timeout(500)
    assert Attempt.objects.count() == 1


def test_a_phone_without_room_opens_a_quiz_with_a_network(transactional_db, quiz, live_server, page, context):
    page.goto(f"{live_server.url}/id/kuis/coba/")
    page.evaluate(
        "navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready).then(() => 1)"
    )
    (worker,) = context.service_workers
    worker.evaluate(
        "() => { Cache.prototype.put = () => Promise.reject(new DOMException('full', 'QuotaExceededError')) }"
    )
    page.goto(f"{live_server.url}/id/kuis/coba/utuh/")
    expect(heading(page)).to_have_text("Pertanyaan 1?")


def test_another_language_keeps_the_place(transactional_db, quiz, live_server, page):
    page.goto(f"{live_server.url}/id/kuis/coba/utuh/")
    page.wait_for_selector(READY)
    answer(page, "b")
    tap(page, "next")
    page.get_by_role("link", name="English").click()
    page.wait_for_selector(READY)
    expect(heading(page)).to_have_text("Question 2?")


def test_a_browser_that_keeps_nothing_takes_one_question_a_page(
    transactional_db, quiz, live_server, browser, browser_context_args
):
    context = browser.new_context(**browser_context_args)
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no'); }})"
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/id/kuis/coba/")
    page.get_by_role("button", name="Mulai").click()
    for choice in "bac":
        page.check(f"input[value={choice}]")
        page.click("form button")
        page.click("a.button")
    arrived(page, 1, right=3, is_finished=True)
    context.close()
