"""Counts on the phone: what is typed is stored whole, or refused in words before the report is queued."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
RULES = json.loads((Path(__file__).parent / "data/session_rules.json").read_text())
QUEUED = """async () => {
  const store = await import("/static/js/field/store.js");
  const { thaw } = await import("/static/js/field/payload.js");
  const rows = [...(await store.reports("sari")), ...(await store.sent("sari"))];
  return rows.map(({ body }) => thaw(body));
}"""
READ = """async (typed) => {
  const { fieldsOf } = await import("/static/js/field/form-data.js");
  const form = document.querySelector("[data-session-form]");
  const names = ["first_time", "officials", "disability-f", "attendance-f-18-24", "attendance-x-x",
                 "referrals-0-count"];
  const problems = [];
  for (const text of typed) {
    for (const name of names) form.elements[name].value = text;
    const { typed: refused = {}, first_time, officials, disability, attendance, referrals } = fieldsOf(form);
    const counts = [first_time, officials, disability.f, ...attendance.map(({ count }) => count),
                    ...referrals.map(({ count }) => count)];
    problems.push({ refused: Object.keys(refused).length, counts: [...new Set(counts)] });
  }
  return problems;
}"""


@pytest.fixture
def form_page(page_of, cast):
    page = page_of(cast.educator, "/lapangan/sesi/baru/")
    expect(page.locator("[data-form-status]")).to_be_attached()
    return page


def fill_in(page):
    page.evaluate("() => document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
    page.select_option("[name=village]", "33.22.05.2003")
    page.fill("[name=started_local]", "2026-11-20T09:30")
    page.fill("[name=ended_local]", "2026-11-20T11:00")
    page.check("[name=activity][value=counselling]")
    page.check("[name=venue][value=village_hall]")


def test_every_count_of_the_form_reads_what_the_server_reads(form_page):
    read = form_page.evaluate(READ, [case["typed"] for case in RULES["counts"]])
    for case, found in zip(RULES["counts"], read, strict=True):
        expected = {"refused": 0 if "count" in case else 6, "counts": [case.get("count", 0)]}
        assert found == expected, case


def total_of_women(page):
    return page.locator("[data-total=f]")


def test_a_number_with_the_dots_of_indonesia_is_queued_whole(form_page):
    fill_in(form_page)
    total_of_women(form_page).fill("1.250")
    form_page.fill("[name='officials']", "012")
    form_page.click("[data-save]")
    form_page.wait_for_url("**/kotak-keluar/")
    (body,) = form_page.evaluate(QUEUED)
    assert body["attendance"] == [{"sex": "f", "age": "x", "count": 1250}]
    assert body["officials"] == 12
    assert "typed" not in body


@pytest.mark.parametrize(
    "typed, words",
    [
        ("-3", "kurang dari 0"),
        ("2.5", "angka bulat"),
        ("1e2", "angka bulat"),
        ("6000", "5000"),
        ("+5", "angka bulat"),
    ],
)
@pytest.mark.parametrize("entry", ["[data-total=f]", "[name='attendance-m-18-24']", "[name=first_time]"])
def test_a_count_that_is_none_is_refused_in_words_with_the_focus_on_it(form_page, entry, typed, words):
    fill_in(form_page)
    total_of_women(form_page).fill("40")
    form_page.fill(entry, typed)
    form_page.click("[data-save]")
    expect(form_page.locator(entry)).to_be_focused()
    beside = form_page.locator("[data-field-error]")
    expect(beside).to_have_count(1)
    expect(beside).to_contain_text(words)
    expect(form_page.locator(entry)).to_have_value(typed)
    assert form_page.evaluate(QUEUED) == []
    form_page.fill(entry, "3")
    expect(form_page.locator("[data-field-error]")).to_have_count(0)


def test_what_was_typed_wrongly_is_still_in_the_draft(form_page):
    fill_in(form_page)
    form_page.fill("[name=first_time]", "2,5")
    total_of_women(form_page).fill("dua")
    form_page.click("[data-save]")
    expect(form_page.locator(".errors")).to_be_visible()
    form_page.reload()
    expect(form_page.locator("[data-form-status]")).to_be_attached()
    expect(form_page.locator("[name=first_time]")).to_have_value("2,5")
    expect(total_of_women(form_page)).to_have_value("dua")


def test_too_many_is_said_as_soon_as_the_count_is_left(form_page):
    fill_in(form_page)
    form_page.fill("[name=officials]", "6000")
    form_page.press("[name=officials]", "Tab")
    expect(form_page.locator("[data-count-problem]")).to_contain_text("5000")
    form_page.fill("[name=officials]", "600")
    expect(form_page.locator("[data-count-problem]")).to_have_count(0)


def test_the_steps_go_on_from_what_was_typed_and_end_at_the_limit(form_page):
    fill_in(form_page)
    entry = form_page.locator("[name=officials]")
    less, more = form_page.locator("[data-stepper]:has([name=officials]) button").all()
    entry.fill("1.250")
    more.click()
    expect(entry).to_have_value("1251")
    entry.fill("4999")
    more.click(click_count=3)
    expect(entry).to_have_value("5000")
    entry.fill("dua")
    less.click()
    expect(entry).to_have_value("dua")
    expect(entry).to_be_focused()


@pytest.mark.parametrize(
    "start, end, field, words",
    [
        ("2037-11-24T09:00", "2037-11-24T10:00", "started_local", "masa depan"),
        ("2026-11-20T09:00", "2026-11-24T10:00", "ended_local", "satu hari"),
        ("2006-11-20T09:00", "2006-11-20T10:00", "started_local", "lama"),
    ],
)
def test_a_time_that_cannot_be_is_said_before_the_report_is_queued(form_page, start, end, field, words):
    fill_in(form_page)
    total_of_women(form_page).fill("40")
    form_page.fill("[name=started_local]", start)
    form_page.fill("[name=ended_local]", end)
    form_page.click("[data-save]")
    expect(form_page.locator(f"#bagian-{field} [data-field-error]")).to_contain_text(words)
    expect(form_page.locator(f"[name={field}]")).to_be_focused()
    assert form_page.evaluate(QUEUED) == []


def test_an_agency_without_a_count_is_asked_about_and_stays(form_page):
    fill_in(form_page)
    total_of_women(form_page).fill("40")
    form_page.fill("[name=referrals-0-agency]", "BP3MI")
    form_page.click("[data-save]")
    expect(form_page.locator("#bagian-referrals [data-field-error]")).to_be_visible()
    form_page.reload()
    expect(form_page.locator("[data-form-status]")).to_be_attached()
    expect(form_page.locator("[name=referrals-0-agency]")).to_have_value("BP3MI")


def test_a_private_number_is_warned_of_in_every_text(form_page):
    fill_in(form_page)
    for entry in ["[name=notes]", "[name=referrals-0-agency]"]:
        form_page.fill(entry, "WA 0812\u20113456\u20117890")
        expect(form_page.locator("[data-private-warning]:not(:empty)")).to_have_count(1)
        form_page.fill(entry, "20.08.2026 jam 08.30-12.30")
        expect(form_page.locator("[data-private-warning]:not(:empty)")).to_have_count(0)
