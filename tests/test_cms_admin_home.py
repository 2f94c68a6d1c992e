"""The first page of the admin lists what waits for each person, with links."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from cms.accounts.roles import TRANSLATOR
from cms.models import Fact
from villages.models import Session


@pytest.fixture
def waiting(roles, client, place, cast):
    """Return a function that gives `{sentence: address}` of what waits for somebody."""

    def ask(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        with translation.override("en"):
            answer = client.get(reverse("wagtailadmin_home"), headers={"Accept-Language": "en"})
        rows = next(c for c in answer.context if "waiting" in c)["waiting"]
        for row in rows:
            assert client.get(row.address).status_code == 200
        return {row.text: row.address for row in rows}

    return ask


def test_a_reviewer_sees_the_reports_of_her_office_but_not_her_own(
    waiting, cast, place, make_session, programme
):
    Session.objects.filter(office=place.office).update(state="submitted", is_held=False, author=cast.educator)
    number = Session.objects.filter(office=place.office).count()
    assert number > 1
    index = reverse("session_review:index")
    assert waiting(cast.reviewer) == {f"{number} reports wait for review.": f"{index}?queue=new"}
    Session.objects.filter(office=place.office).update(is_held=True)
    assert list(waiting(cast.reviewer).values()) == [f"{index}?queue=held"]
    Session.objects.update(author=cast.reviewer)
    assert waiting(cast.reviewer) == {}
    assert waiting(cast.analyst) == {}


def test_an_editor_sees_what_must_be_checked_and_a_translator_what_is_missing(waiting, cast, person):
    today = timezone.localdate()
    for days in (-1, 30, 90):
        fact = {"code": f"F{days}", "statement": "Paspor dulu.", "confidence": "high", "checked_on": today}
        Fact.objects.create(**fact, valid_until=today + timedelta(days=days))
    found = waiting(cast.editor)
    assert found["1 text is past its check date. Readers see a mark."] == reverse("freshness")
    assert found["1 text must be checked within 60 days."] == reverse("freshness")
    assert not [text for text in found if "not translated" in text]
    translator = person("wayan", TRANSLATOR, translates=["jv"])
    found = waiting(translator)
    [address] = [
        address for text, address in found.items() if text == "Basa Jawa: 3 texts are not translated yet."
    ]
    assert address.endswith("?language=jv&state=missing")
    assert not [text for text in found if "Sunda" in text or "check" in text]
