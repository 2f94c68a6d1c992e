"""The bill of materials and the audit of dependencies, without a network."""

import json
import sys
from pathlib import Path

import pytest

from cms.dependencies.audit import FINE, FOUND, NOT_LOOKED_UP, judged, reported
from cms.dependencies.bill import bill_of_materials, direct_dependencies

ROOT = Path(__file__).resolve().parent.parent
UV = str(Path(sys.executable).parent / "uv")
CLEAN = {"name": "django", "version": "5.2.19", "vulns": []}
WEAK = {"name": "pillow", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["12.0"]}]}
UNKNOWN = {"name": "wagtail", "skip_reason": "Dependency not found on PyPI"}


def report(*packages):
    return json.dumps({"dependencies": packages, "fixes": []})


@pytest.mark.parametrize(
    ("packages", "code", "text"),
    [
        ([CLEAN], FINE, "1 of 1 packages looked up.\nNothing is known."),
        ([CLEAN, WEAK], FOUND, "pillow 1: PYSEC-1, fixed in 12.0\n2 of 2 packages looked up."),
        ([CLEAN, UNKNOWN], NOT_LOOKED_UP, "NOT AUDITED, because the source does not know them: wagtail."),
        ([WEAK, UNKNOWN], FOUND, "NOT AUDITED"),
        ([], NOT_LOOKED_UP, "NOT AUDITED"),
    ],
)
def test_an_audit_tells_nothing_found_something_found_and_not_looked_up_apart(packages, code, text):
    found = judged(report(*packages))
    assert found[0] == code
    assert text in found[1]


@pytest.mark.parametrize("answer", ["", "{", "[]", "null", '{"dependencies": null}'])
def test_a_source_that_cannot_be_reached_is_named_as_the_reason(answer):
    code, text = judged(answer, "WARNING\nConnectionError: pypi.org\n")
    assert code == NOT_LOOKED_UP
    assert "could not be reached (ConnectionError: pypi.org)" in text


def test_the_audit_asks_for_every_locked_package_of_the_site_and_none_of_development(tmp_path):
    tool = tmp_path / "audit.py"
    tool.write_text(
        "import json, re, sys\n"
        "names = re.findall(r'^([\\w.-]+)==', open(sys.argv[-1]).read(), re.M)\n"
        "found = [{'name': name, 'version': '', 'vulns': []} for name in names]\n"
        "print(json.dumps({'dependencies': found}))\n"
    )
    printed, _errors = reported(UV, [sys.executable, str(tool)])
    asked = {package["name"] for package in json.loads(printed)["dependencies"]}
    assert {"django", "wagtail", "gunicorn"} <= asked
    assert not {"pytest", "ruff", "migrasi-aman"} & asked
    assert judged(printed)[0] == FINE


def test_a_tool_that_breaks_is_no_good_news():
    script = "import sys; sys.exit('no network')"
    assert judged(*reported(UV, [sys.executable, "-c", script]))[0] == NOT_LOOKED_UP


@pytest.fixture(scope="module")
def bill():
    return bill_of_materials(UV)


def test_the_bill_holds_every_package_of_the_running_site_with_version_digest_and_licence(bill):
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    parts = {part["name"]: part for part in bill["components"]}
    needed = direct_dependencies((ROOT / "pyproject.toml").read_text())
    assert len(needed) > 25
    assert set(needed) <= parts.keys()
    assert not {"pytest", "ruff"} & parts.keys()
    django = parts["django"]
    assert django["purl"] == f"pkg:pypi/django@{django['version']}"
    assert django["licenses"] == [{"license": {"name": "BSD-3-Clause"}}]
    assert django["externalReferences"][0]["hashes"][0]["alg"] == "SHA-256"


def test_the_guide_names_the_licence_of_every_package(bill):
    rows = (ROOT / "docs" / "licences.md").read_text().partition("## Licences of the running site")[2]
    listed = [
        name for row in rows.splitlines() if row.count("|") == 3 for name in row.split("|")[2].split(", ")
    ]
    named = {name.strip() for name in listed} - {"packages", "---"}
    assert named == {part["name"] for part in bill["components"]}
