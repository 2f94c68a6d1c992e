"""The admin is in Indonesian where Wagtail is not, and an upgrade of Wagtail cannot undo that unseen."""

import re
import shutil
from io import StringIO
from pathlib import Path

import polib
import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.users.models import UserProfile

from cms.catalogues import interface, wagtail
from cms.management.commands.check_catalogues import left_in_english

MARKUP = re.compile(r"</?[a-z][^>]*>")


@pytest.fixture
def copy(settings, tmp_path):
    """Return the path of a copy of the admin's catalogue, which the settings now name."""
    shutil.copytree(Path(settings.BASE_DIR, "locale", "wagtail"), tmp_path / "wagtail")
    settings.LOCALE_PATHS = [*settings.LOCALE_PATHS[:-1], tmp_path / "wagtail"]
    return tmp_path / "wagtail" / "id" / "LC_MESSAGES" / "django.po"


def without(po_path, msgid):
    """Take a text out of a catalogue and compile it."""
    file = polib.pofile(str(po_path), wrapwidth=0)
    file.remove(file.find(msgid))
    file.save()
    po_path.with_suffix(".mo").write_bytes(interface.compiled(po_path))


def listed(**options):
    out = StringIO()
    call_command("wagtail_texts", stdout=out, **options)
    return out.getvalue().splitlines()


@pytest.mark.parametrize("domain", wagtail.DOMAINS)
def test_every_text_of_wagtail_has_indonesian(domain):
    assert len(wagtail.originals(domain)) > {"django": 1600, "djangojs": 80}[domain]
    assert [entry.msgid for entry in wagtail.missing(domain)] == []
    assert [entry.msgid for entry in wagtail.unused(domain)] == []


@pytest.mark.parametrize("domain", wagtail.DOMAINS)
def test_markup_and_counts_survive_the_translation(domain):
    for entry in polib.pofile(str(wagtail.own_catalogue(domain))):
        source = entry.msgid_plural or entry.msgid
        text = entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr
        # Indonesian has one form: it must hold the number, which "1 page" does not.
        assert interface.placeholders(text) == interface.placeholders(source)
        assert sorted(MARKUP.findall(text)) == sorted(MARKUP.findall(source))


def test_a_text_new_in_wagtail_is_listed_refused_and_put_into_the_catalogue(copy):
    without(copy, "Search all pages…")
    assert "+ django: 'Search all pages…'" in listed()
    assert polib.pofile(str(copy)).find("Search all pages…") is None  # listing changes nothing
    (refusal,) = left_in_english()
    assert refusal.startswith("no Indonesian for 'Search all pages…'")
    listed(update=True)
    assert polib.pofile(str(copy)).find("Search all pages…").msgstr == ""
    assert list(interface.errors(copy)) == ["id: no text for 'Search all pages…'"]


def test_a_text_that_wagtail_dropped_leaves_the_catalogue_and_no_other_does(copy):
    before = copy.read_text()
    file = polib.pofile(str(copy), wrapwidth=0)
    file.append(polib.POEntry(msgid="Shown by no package", msgstr="Tidak tampil"))
    file.save()
    assert "- django: 'Shown by no package'" in listed(update=True)
    assert copy.read_text() == before


def test_the_catalogue_of_the_admin_is_checked_like_our_own(copy):
    file = polib.pofile(str(copy), wrapwidth=0)
    file.find("Locked at <b>%(locking_date)s</b>").msgstr = "Terkunci"
    file.save()
    assert copy in interface.po_paths()
    assert list(interface.errors(copy)) == ["id: placeholders differ in 'Locked at <b>%(locking_date)s</b>'"]
    assert not interface.is_current(copy)


def test_the_admin_greets_an_editor_in_indonesian(sign_in_as, library, client):
    sign_in_as("ningsih", "editor")
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert re.search(r'\d\s+Halaman <span class="w-sr-only">dibuat di', home)
    assert "Created in" not in home
    scripts = client.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    assert "Buka/tutup bilah samping" in scripts


def test_the_admin_stays_english_for_editors_who_chose_english(sign_in_as, library, client):
    editor = sign_in_as("ningsih", "editor")
    UserProfile.objects.create(user=editor, preferred_language="en")
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "created in" in home
    assert "dibuat di" not in home


def test_the_sign_in_of_the_admin_is_in_indonesian(client, db):
    page = client.get(reverse("wagtailadmin_login")).content.decode()
    assert 'placeholder="Masukkan nama pengguna"' in page
    assert re.search(r"<label[^>]*>\s*Kata sandi", page)
    assert not re.search(r">\s*(Password|Sign in|Username)", page)


def test_the_search_through_all_pages_says_what_it_counts(client, person, signed_in, library):
    signed_in(person("kepala", is_superuser=True))
    text = client.get(reverse("wagtailadmin_pages:search"), {"q": "paspor"}).content.decode()
    assert "dari 2 halaman" in " ".join(text.split())
