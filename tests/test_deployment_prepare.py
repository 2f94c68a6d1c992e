import json
import posixpath
import re
import socket
from unittest.mock import Mock

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from wagtail.models import ModelLogEntry, PageLogEntry, ReferenceIndex

from cms.deployment.static_files import collect_static_files

PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}


@pytest.fixture
def own_static_files(settings, tmp_path):
    """A site with a single static file of its own."""
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "a.css").write_text("p { color: black }")
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {**settings.STORAGES, **PLAIN}
    settings.DATA_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    return folder


def test_static_files_are_collected_again_only_after_one_has_changed(own_static_files, settings):
    assert collect_static_files()
    assert not collect_static_files()
    (own_static_files / "a.css").write_text("p { color: navy }")
    assert collect_static_files()
    (settings.STATIC_ROOT / "staticfiles.json").unlink()
    assert collect_static_files()


def test_our_styles_and_scripts_are_minified_and_those_of_packages_stay(own_static_files, settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "cms.deployment.static_files.MinifiedStaticFilesStorage"},
    }
    texts = {
        "css/page.css": "/* Why */\np > a {\n  width: calc(100% - 1rem);\n}\n",
        "js/page.js": "// Why\nconst a = `b  // ${1 + 1}`;\n",
        "wagtailadmin/js/theirs.js": "// Theirs\nlet a;\n",
    }
    for name, text in texts.items():
        path = own_static_files / name
        path.parent.mkdir(parents=True)
        path.write_text(text)
    assert collect_static_files()
    hashed = json.loads((settings.STATIC_ROOT / "staticfiles.json").read_text())["paths"]
    expected = {
        "css/page.css": "p>a{width:calc(100% - 1rem)}",
        "js/page.js": "const a=`b  // ${1 + 1}`;",
        "wagtailadmin/js/theirs.js": texts["wagtailadmin/js/theirs.js"],
    }
    for name, text in expected.items():
        assert (settings.STATIC_ROOT / name).read_text() == text
        assert (settings.STATIC_ROOT / hashed[name]).read_text() == text


def test_preparing_twice_loads_everything_once_and_says_so(client, db, own_static_files, capsys, monkeypatch):
    from cms.models import ArticlePage, Picture, PictureRendition
    from cms.models.editorial import FIRST_VERSION
    from cms.models.pictures import READER_SIZES
    from quizzes.models import Quiz
    from villages.models import Village

    cache.clear()  # Wagtail would find the sizes of another test's pictures there
    monkeypatch.setenv("DEMO_PASSWORD", "jalur-aman-2026")
    call_command("prepare")
    first = capsys.readouterr().out
    assert "articles: 18 of 18" in first
    assert (ArticlePage.objects.live().count(), Village.objects.count()) == (18, 185)
    made = PictureRendition.objects.values_list("image", "filter_spec")
    assert set(made) == {(each.pk, size) for each in Picture.objects.all() for size in READER_SIZES}
    loaded = {ArticlePage: PageLogEntry, Quiz: ModelLogEntry}
    for kind, log in loaded.items():  # without these lines the history offers no way back to what was loaded
        assert log.objects.get_for_model(kind).filter(action=FIRST_VERSION).count() == kind.objects.count()
    assert ReferenceIndex.objects.count() > 400, "before a deletion Wagtail lists what uses the text"
    changed = ArticlePage.objects.first()
    changed.heading_ind = "Judul penyunting"
    changed.save_revision().publish()

    call_command("prepare")
    second = capsys.readouterr().out
    assert "pages: 0 added" in second
    assert "unchanged" in second
    assert ArticlePage.objects.get(pk=changed.pk).heading_ind == "Judul penyunting"
    assert Village.objects.count() == 185


def test_a_module_imports_the_others_by_their_hashed_names(own_static_files, settings):
    """A page that a phone has stored runs with the modules of its own version."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "cms.deployment.static_files.MinifiedStaticFilesStorage"},
    }
    settings.STATICFILES_DIRS = [settings.BASE_DIR / "static"]
    assert collect_static_files()
    hashed = json.loads((settings.STATIC_ROOT / "staticfiles.json").read_text())["paths"]
    modules = {name: path for name, path in hashed.items() if name.startswith("js/field/")}
    imported = set()
    for path in modules.values():
        text = (settings.STATIC_ROOT / path).read_text()
        found = re.findall(r"""["'](\.\.?/[^"']+\.js)["']""", text)
        imported |= {posixpath.normpath(posixpath.join(posixpath.dirname(path), name)) for name in found}
    assert len(imported) > 20
    assert imported <= set(modules.values())


def test_what_would_stop_the_set_up_is_found_before_it_begins(db, settings, tmp_path, monkeypatch):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"127.0.0.1:{port}: Address already in use"):
            call_command("prepare", port=port)
    (tmp_path / "file").write_text("")
    settings.DATA_DIR = tmp_path / "file" / "var"
    with pytest.raises(CommandError, match=r"cannot write into .*/file/var: Not a directory"):
        call_command("prepare")
    settings.DATA_DIR = tmp_path
    with monkeypatch.context() as away:
        away.setattr(connection, "ensure_connection", Mock(side_effect=OperationalError("refused\n")))
        with pytest.raises(CommandError, match=r"does not answer \(refused\)"):
            call_command("prepare")
