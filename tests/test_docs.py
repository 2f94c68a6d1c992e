"""The documentation: its links and paths exist, the decisions have one form, the settings are described."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
PAGES = [ROOT / "README.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").rglob("*.md"))]

LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s#]*)(?:#([^)\s]+))?\)")
FOLDERS = r"(?:cms|villages|quizzes|static|tests|docs|locale|deploy|\.ci)"
PATH = re.compile(rf"`({FOLDERS}/[\w./*<>-]*)`")
NAMED = re.compile(rf"`(\w+)` in\s+`({FOLDERS}/[\w./]+\.\w+)`")  # a name and the file it is in
EXAMPLE = re.compile(r"<\w+>|/bug/")  # `tests/test_<package>_<behaviour>.py`, the language of an example
COMMAND = re.compile(r"`(?:\S*python )?manage\.py (\w+)")
TARGET = re.compile(r"(?:^    |`)make ([a-z][a-z-]*)", re.M)
HEADINGS = ["Context", "Decision", "Consequences"]
FORM = re.compile(r"# (\d{4}) \S.*\n\n\*\*Date:\*\* (\d{4}-\d\d-\d\d)\n\n\*\*Status:\*\* \S.*\n\n## ")

each_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
each_decision = pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)


def anchors(path):
    """Return the anchors of the headings in the file at `path`, spelled as GitHub does."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.M)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@each_page
def test_every_relative_link_leads_to_a_file_and_a_heading(path):
    missing = []
    for target, anchor in LINK.findall(path.read_text()):
        linked = (path.parent / target).resolve() if target else path
        if not linked.exists() or (anchor and anchor not in anchors(linked)):
            missing.append(f"{target}#{anchor}")
    assert missing == []


@each_page
def test_every_quoted_path_exists(path):
    quoted = {found for found in PATH.findall(path.read_text()) if not EXAMPLE.search(found)}
    assert [found for found in sorted(quoted) if not list(ROOT.glob(found.rstrip("/")))] == []


@each_page
def test_every_name_is_in_the_file_that_is_given_for_it(path):
    named = NAMED.findall(path.read_text())
    assert [
        (name, file) for name, file in named if not re.search(rf"\b{name}\b", (ROOT / file).read_text())
    ] == []


@each_page
def test_every_quoted_command_exists(path):
    text = path.read_text()
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M)
    assert set(COMMAND.findall(text)) - set(get_commands()) == set()
    assert set(TARGET.findall(text)) - set(targets) == set()


@each_decision
def test_every_decision_has_the_one_form(path):
    text = path.read_text()
    form = FORM.match(text)
    assert form, "It begins with # NNNN Title, then Date and Status."
    assert path.stem.startswith(f"{form[1]}-")
    assert re.findall(r"^## (.+)$", text, re.M) == HEADINGS


def test_the_index_lists_every_decision_with_its_title():
    index = (ROOT / "docs" / "decisions" / "README.md").read_text()
    listed = re.findall(r"^\| \[(\d{4})\]\((.+?)\) \| (.+) \|$", index, re.M)
    titles = [
        (*path.read_text().partition("\n")[0].removeprefix("# ").split(" ", 1), path) for path in DECISIONS
    ]
    assert listed == [(number, path.name, title) for number, title, path in titles]


def test_every_setting_of_the_environment_is_described():
    read = re.findall(r"\benv\.\w+\(\s*\"(\w+)\"", (ROOT / "cms" / "settings.py").read_text())
    described = re.findall(r"`([A-Z][A-Z0-9_]+)`", (ROOT / "docs" / "settings.md").read_text())
    assert read
    assert set(read) - set(described) == set()


def test_every_guide_is_in_the_index():
    index = (ROOT / "docs" / "README.md").read_text()
    guides = [path.name for path in (ROOT / "docs").glob("*.md") if path.name != "README.md"]
    assert [name for name in guides if f"({name}" not in index] == []
