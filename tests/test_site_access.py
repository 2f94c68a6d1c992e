"""Who gets what from every address and verb: the answers are those of `docs/access.tsv`.

`make access` writes the table again. Every change of it is read in the review of the change.
"""

import logging
import os
from datetime import timedelta

import pytest
from django.db import transaction
from django.template.response import SimpleTemplateResponse
from django.urls import resolve
from django.utils import timezone

from cms.accounts.sign_in_limits import forgive_everybody
from cms.middleware.verbs import verbs_of
from quizzes.models import ApiToken
from tests.support.access import access_of, read_table, write_column
from tests.support.addresses import path_of, routes

pytestmark = [
    pytest.mark.filterwarnings("ignore::wagtail.utils.deprecation.RemovedInWagtail80Warning"),
    pytest.mark.timeout(900),  # a walk is long on a machine that others use as well
]
ROLES = [
    "anonymous",
    "no role",
    "disabled",
    "educator",
    "educator elsewhere",
    "reviewer",
    "reviewer elsewhere",
    "analyst",
    "editor",
    "translator",
    "administrator",
    "second step due",
    "key",
    "expired key",
]
# An analyst's key opens the programme's API and nothing else is asked with it.
BEGINNINGS = {"key": "api/v1/", "expired key": "api/v1/"}


def paths(named_things):
    """Return `{pattern: path}` of every route."""
    found = {}
    for pattern, _route in routes():
        values = dict(named_things[""])
        for beginning in sorted(filter(pattern.startswith, named_things), key=len):
            values |= named_things[beginning]
        query = f"?{values['?']}" if "?" in values else ""
        found.setdefault(pattern, path_of(pattern, values) + query)
    return found


def ask(client, verb, path):
    """Return the answer; nothing that it changed stays."""
    cookies = client.cookies.copy()
    before = transaction.savepoint()
    try:
        return client.generic(verb, path, content_type="application/x-www-form-urlencoded")
    finally:
        transaction.savepoint_rollback(before)
        client.cookies = cookies


def verbs_at(path):
    return [verb for verb in verbs_of(resolve(path.partition("?")[0])) if verb != "HEAD"]


def answers(client, addresses, beginning):
    """Return `{(address, verb): word}`; no word for addresses with another `beginning`."""
    return {
        (pattern, verb): access_of(ask(client, verb, path)) if pattern.startswith(beginning) else ""
        for pattern, path in addresses.items()
        for verb in verbs_at(path)
    }


def issued_key(analyst, role):
    token, secret = ApiToken.objects.issue(analyst, role, made_by=analyst)
    if role == "expired key":
        token.expires_on = timezone.localdate() - timedelta(days=1)
        token.save()
    return secret


@pytest.fixture
def unwritten_pages(monkeypatch):
    """Who is let in is decided before a page is written, which takes most of the time."""
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")


@pytest.mark.usefixtures("unwritten_pages")
@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_each_role_as_the_table_has_it(
    role, named_things, people, client_of, caplog, settings
):
    caplog.set_level(logging.CRITICAL, "django.request")
    client = client_of(people[role])
    if role == "disabled":
        people[role].is_active = False
        people[role].save()
    settings.TWO_FACTOR_REQUIRED = settings.WAGTAIL_2FA_REQUIRED = role == "second step due"
    if role in BEGINNINGS:
        client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {issued_key(people['analyst'], role)}"
    found = answers(client, paths(named_things), BEGINNINGS.get(role, ""))
    forgive_everybody()
    if os.environ.get("WRITE_ACCESS"):
        write_column(role, found, ROLES)
    written = {key: row.get(role) for key, row in read_table().items()}
    differing = {key for key in found.keys() | written.keys() if found.get(key) != written.get(key)}
    assert {key: (written.get(key), found.get(key)) for key in sorted(differing)} == {}


def test_no_address_takes_another_verb(named_things, people, client_of, caplog):
    caplog.set_level(logging.CRITICAL, "django.request")
    client = client_of(people["administrator"])
    taken = {
        (path, verb)
        for path in paths(named_things).values()
        for verb in {"PUT", "DELETE"} - {*verbs_at(path)}
        if ask(client, verb, path).status_code != 405
    }
    assert taken == set()
