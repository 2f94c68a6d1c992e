import pytest

from cms.offer_check import rules

ALL_SAFE = {question.code: "no" if question.risky == "yes" else "yes" for question in rules.questions()}


def test_one_strong_sign_is_enough_to_stop():
    assert rules.verdict({**ALL_SAFE, "C02": "yes"}).level.code == "stop"


def test_a_weak_sign_or_something_unknown_asks_for_care():
    assert rules.verdict({**ALL_SAFE, "C09": "yes"}).level.code == "careful"
    assert rules.verdict({**ALL_SAFE, "C05": "unknown"}).level.code == "careful"
    assert rules.verdict({code: answer for code, answer in ALL_SAFE.items() if code != "C05"}).open


def test_several_weak_signs_together_stop():
    assert rules.verdict({**ALL_SAFE, "C05": "no", "C06": "yes", "C09": "yes"}).level.code == "stop"


def test_no_sign_is_no_promise():
    verdict = rules.verdict(ALL_SAFE)
    assert (verdict.level.code, verdict.signs, verdict.open) == ("check", [], [])


@pytest.mark.django_db
def test_the_result_comes_with_the_answer_and_is_stored_nowhere(client):
    response = client.post("/id/cek-tawaran/", {**ALL_SAFE, "C02": "yes"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "Berhenti dulu" in page
    assert "Simpan paspor Anda sendiri" in page
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert "Location" not in response


@pytest.mark.django_db
def test_an_empty_form_says_what_to_do(client):
    response = client.post("/id/cek-tawaran/", {"C01": "maybe"})
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()


@pytest.mark.django_db
def test_a_language_without_the_questions_shows_them_in_indonesian_and_says_so(client):
    page = client.get("/mad/cek-tawaran/").content.decode()
    assert '<fieldset class="ask" lang="id"' in page


@pytest.mark.django_db
def test_the_page_of_questions_may_be_cached_and_sets_no_cookie(client):
    response = client.get("/jv/cek-tawaran/")
    assert "public" in response["Cache-Control"]
    assert not response.cookies


SAMPLES = [ALL_SAFE, {**ALL_SAFE, "C09": "yes"}, {**ALL_SAFE, "C05": "unknown"}, {"C04": "yes", "C06": "yes"}]


@pytest.mark.browser
@pytest.mark.parametrize("answers", SAMPLES)
def test_the_phone_comes_to_the_same_result_without_network(answers, live_server, page, context):
    page.goto(f"{live_server.url}/id/cek-tawaran/")
    context.set_offline(True)
    for code, answer in answers.items():
        page.check(f'input[name="{code}"][value="{answer}"]')
    page.get_by_role("button", name="Show the result").or_(
        page.get_by_role("button", name="Lihat hasilnya")
    ).click()
    verdict = rules.verdict(answers)
    assert verdict.level.texts.by_language["id"]["title"] in page.inner_text(".verdict h1")
    assert page.locator("[data-sign]").count() == len(verdict.signs)
    assert page.locator("[data-unknown]").count() == len(verdict.open)
    assert page.url.endswith("/id/cek-tawaran/")
    context.set_offline(False)
