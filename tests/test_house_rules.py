"""Rules of the code base that a reader of one file cannot see."""

import ast
import re
from pathlib import Path

import pytest

from tests.support.code_figures import (
    import_cycles,
    imported,
    inner_imports,
    long_html_lines,
    migration_lines,
    private_words,
    repeated_names,
)

ROOT = Path(__file__).resolve().parent.parent
MAY_IMPORT = {"cms": {"cms"}, "villages": {"cms", "villages"}, "quizzes": {"cms", "villages", "quizzes"}}
OURS = set(MAY_IMPORT)


def imported_packages(path):
    """Return the first part of every module that the file at `path` imports."""
    nodes = ast.walk(ast.parse(path.read_text()))
    return {name.partition(".")[0] for node in nodes for name in imported(node)}


@pytest.mark.parametrize("package", sorted(OURS))
def test_imports_run_one_way_from_cms_to_villages_to_quizzes(package):
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in (ROOT / package).rglob("*.py")
        for name in imported_packages(path) & OURS - MAY_IMPORT[package]
    ]
    assert wrong == []


LOOSE = {
    "cms": "admin_home api apps blocks context_processors fact_checks feedback fields languages media routing"
    " settings sitemaps translation urls views wagtail_hooks wsgi",
    "villages": "apps demo_accounts lookups retention session_labels urls wagtail_hooks",
    "quizzes": "apps public_urls sitemaps statistics translation urls wagtail_hooks",
}


@pytest.mark.parametrize("app", sorted(OURS))
def test_a_new_module_goes_into_the_package_of_its_subject(app):
    loose = {path.stem for path in (ROOT / app).glob("*.py")} - {"__init__"}
    assert loose == set(LOOSE[app].split())


def test_no_modules_import_each_other_in_a_circle():
    assert import_cycles(ROOT) == []


def test_no_function_imports_a_module_of_ours():
    assert inner_imports(ROOT) == []


def test_a_public_name_stands_for_one_thing():
    names, share = repeated_names(ROOT)
    assert share < 0.09, names


def test_templates_have_lines_that_people_can_read():
    assert long_html_lines(ROOT) < 0.03


def test_migrations_stay_short():
    assert migration_lines(ROOT) < 7_000


def test_words_that_the_project_has_given_up_do_not_come_back():
    """There were 2,504; what is left are names of fields, addresses and stored values that stay."""
    assert private_words(ROOT).total() <= 125


def test_migrations_are_named_by_hand():
    names = [path.stem for app in OURS for path in (ROOT / app / "migrations").glob("0*.py")]
    assert names
    assert not [name for name in names if "_auto_" in name]


def test_no_browser_test_lets_the_page_ask_a_predicate():
    """The CSP refuses it from the second time it asks on: such a test fails on a slow machine only."""
    word = "wait_for_" + "function"
    assert not [path.name for path in (ROOT / "tests").rglob("*.py") if word in path.read_text()]


def test_no_module_is_called_utils_helpers_or_services():
    vague = {"utils.py", "helpers.py", "services.py", "misc.py", "common.py"}
    assert not [path for app in OURS for path in (ROOT / app).rglob("*.py") if path.name in vague]


STYLES = sorted((ROOT / "static/css").rglob("*.css"))
SCRIPTS = sorted((ROOT / "static/js").rglob("*.js"))


def test_each_custom_property_is_defined_in_one_file_of_styles():
    defined = {}
    for path in STYLES:
        for name in re.findall(r"^\s*(--[\w-]+)\s*:", path.read_text(), re.MULTILINE):
            defined.setdefault(name, set()).add(path.name)
    assert "--ink" in defined
    assert {name: files for name, files in defined.items() if len(files) > 1} == {}


def test_no_line_of_a_style_sheet_is_longer_than_120_characters():
    assert not [
        f"{path.name}:{number}"
        for path in STYLES
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line) > 120
    ]


def blocks_of(script):
    """Yield the first line and the number of lines of every block that the formatter indents by itself."""
    open_blocks = []
    for number, line in enumerate(script.splitlines()):
        indent = len(line) - len(line.lstrip())
        if open_blocks and line.lstrip().startswith("}") and open_blocks[-1][0] == indent:
            _, start, first = open_blocks.pop()
            yield first, number - start + 1
        if line.endswith("{"):
            open_blocks.append((indent, number, line.strip()))


def test_no_function_of_a_script_is_longer_than_60_lines():
    long = [
        f"{path.name}: {first} {length}"
        for path in SCRIPTS
        for first, length in blocks_of(path.read_text())
        if length > 60 and not first.startswith(("class ", "export class "))
    ]
    assert long == []


def imports_of_tests(path):
    """Yield `module` or `module: names` for every import of our own test code in the file at `path`."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.partition(".")[0] == "tests")
        elif isinstance(node, ast.ImportFrom) and (node.level or node.module.partition(".")[0] == "tests"):
            yield "." * node.level + (node.module or "")


def test_a_test_file_imports_no_other_and_its_helpers_in_one_spelling():
    """Fixtures are in tests/fixtures and need no import."""
    spelling = re.compile(r"tests\.(support|benchmarks)\.\w+")
    wrong = [
        f"{path.name}: {module}"
        for path in (ROOT / "tests").rglob("*.py")
        for module in imports_of_tests(path)
        if not spelling.fullmatch(module)
    ]
    assert wrong == []
