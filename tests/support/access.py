"""The table of access, `docs/access.tsv`: who gets what from every address and verb."""

import csv
from pathlib import Path

from django.contrib.messages import ERROR, get_messages
from django.urls import Resolver404, resolve

TABLE = Path(__file__).resolve().parents[2] / "docs" / "access.tsv"
COLUMNS = ["address", "verbs"]
NOTE = "note"
SIGN_IN_PAGES = {
    "admin-login",
    "wagtailadmin_login",
    "field-login",
    "wagtailcore_login",
    "wagtail_2fa_auth",
    "wagtail_2fa_device_new",
}
ALLOWED, SIGN_IN, REFUSED, NOT_FOUND, NO_VERB, BROKEN = "ok", "sign in", "refused", "not found", "-", "broken"
MOVED = "moved"
CLASSES = {301: MOVED, 401: SIGN_IN, 403: REFUSED, 404: NOT_FOUND, 405: NO_VERB}


def access_of(response):
    """Return the word of the table for `response`; what a form refuses counts as allowed."""
    if response.status_code in (302, 303):
        if leads_to_sign_in(response):
            return SIGN_IN
        if is_refused_by_wagtail(response):
            return REFUSED
        if leads_to_language(response):
            return NOT_FOUND
    return BROKEN if response.status_code >= 500 else CLASSES.get(response.status_code, ALLOWED)


def leads_to_sign_in(response):
    try:
        return resolve(response["Location"].partition("?")[0]).url_name in SIGN_IN_PAGES
    except Resolver404:
        return False


def leads_to_language(response):
    """What is not there is looked for once more under a language."""
    path = response.wsgi_request.path
    return response["Location"].partition("?")[0].rstrip("/") == f"/id{path}".rstrip("/") != "/id"


def is_refused_by_wagtail(response):
    """Wagtail refuses by leading to the first page of the admin, with a message."""
    messages = get_messages(response.wsgi_request)
    return response["Location"] == "/admin/" and any(message.level == ERROR for message in messages)


def read_table():
    """Return `{(address, verb): {role: word}}`, with the note, if there is one, beside the roles."""
    table = {}
    if TABLE.exists():
        with TABLE.open(newline="") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                address, verbs = (row.pop(name) for name in COLUMNS)
                table |= {(address, verb): dict(row) for verb in verbs.split()}
    return table


def write_column(role, words, roles):
    """Write `words`, `{(address, verb): word}`, as the column of `role`; verbs answered alike share a row."""
    old = read_table()
    rows = {}
    for (address, verb), word in words.items():
        row = {**old.get((address, verb), {}), role: word}
        answers = tuple(row.get(name, "") for name in [*roles, NOTE])
        rows.setdefault((address, answers), []).append(verb)
    with TABLE.open("w", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow([*COLUMNS, *roles, NOTE])
        writer.writerows([address, " ".join(verbs), *answers] for (address, answers), verbs in rows.items())
