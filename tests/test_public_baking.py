"""The static copy of the emergency pages that the web server shows while the site is gone."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from cms.public import baking
from tests.support.pages import new_helpline, place_called


@pytest.fixture
def place_of_help(site):
    new_helpline("kbri", name_ind="KBRI Phnom Penh", place=place_called("kamboja", name_ind="Kamboja")).save()


def test_the_emergency_pages_of_every_language_are_files(place_of_help, tmp_path, capsys):
    folder = tmp_path / "baked"
    call_command("bake", folder)
    for page in ("id/bantuan", "en/bantuan", "sas/bantuan", "id/cek-tawaran", "id/pesan-darurat"):
        assert (folder / page / "index.html").stat().st_mode & 0o777 == 0o644
    text = (folder / "id/bantuan/index.html").read_text()
    assert "KBRI Phnom Penh" in text
    assert (folder / "away.html").read_text() == text
    assert (folder / "index.html").exists()
    assert not list(folder.rglob(".*")), "no unfinished file is left"
    policy = re.search(r'<head><meta http-equiv="Content-Security-Policy" content="([^"]+)">', text)[1]
    assert "default-src 'self'; " in policy + "; "
    assert "object-src 'none'" in policy
    assert "frame-ancestors" not in policy, "browsers ignore it there, with a warning"
    assert "pages are in" in capsys.readouterr().out


def test_the_scripts_that_these_pages_name_are_copied_with_them(place_of_help, tmp_path, settings):
    settings.STATIC_ROOT = tmp_path / "static"
    script = settings.STATIC_ROOT / "js" / "rescue-message.js"
    script.parent.mkdir(parents=True)
    script.write_text("let a;")
    baking.bake(tmp_path / "baked")
    assert (tmp_path / "baked" / "static" / "js" / "rescue-message.js").read_text() == "let a;"


def test_a_page_that_fails_changes_no_copy(place_of_help, tmp_path, monkeypatch):
    (tmp_path / "away.html").write_text("older")
    monkeypatch.setattr(baking, "addresses", lambda: ["/id/bantuan/", "/id/none/"])
    with pytest.raises(CommandError, match="/id/none/ answered 404; nothing was changed"):
        call_command("bake", tmp_path)
    assert (tmp_path / "away.html").read_text() == "older"
    monkeypatch.undo()
    with pytest.raises(CommandError, match=r"Not a directory|File exists"):
        call_command("bake", tmp_path / "away.html")


def test_security_txt_names_the_contact_of_this_site_and_a_day_in_less_than_a_year(client, db, settings):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:keamanan@example.org"
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert fields["Contact"] == "mailto:keamanan@example.org"
    assert fields["Canonical"] == f"{settings.SITE_URL}/.well-known/security.txt"
    left = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)
    assert timedelta(days=100) < left < timedelta(days=365)
