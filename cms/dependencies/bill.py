"""`make sbom`: the bill of materials of the running site, as CycloneDX 1.5 with licences.

uv writes it from the lock file; it knows no licences, so they come from the installed packages.
"""

import json
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

EXPORT = ["export", "--frozen", "--no-dev", "--all-extras", "--format", "cyclonedx1.5", "--quiet"]
LICENCE_CLASS = "License :: OSI Approved :: "
MOST = 60  # characters; what is longer is the text of a licence, not its name


def bill_of_materials(uv):
    """Return the bill as a dict in the form of CycloneDX."""
    made = subprocess.run([uv, *EXPORT], check=True, capture_output=True, text=True)  # noqa: S603
    return with_licences(json.loads(made.stdout))


def with_licences(bill):
    for component in bill["components"]:
        name = licence_of(component["name"])
        if name:
            component["licenses"] = [{"license": {"name": name}}]
    return bill


def licence_of(package):
    """Return the licence that the installed `package` states; "" if it is not installed or states none."""
    try:
        about = metadata(package)
    except PackageNotFoundError:
        return ""
    stated = about.get("License-Expression") or about.get("License") or ""
    if stated and len(stated) <= MOST and "\n" not in stated:
        return stated
    classes = [name for name in about.get_all("Classifier") or [] if name.startswith(LICENCE_CLASS)]
    return " AND ".join(name.removeprefix(LICENCE_CLASS) for name in classes)


def direct_dependencies(pyproject):
    """Return the names of the packages that the text of `pyproject.toml` lists for the running site."""
    listed = re.search(r"^dependencies = \[(.*?)^\]", pyproject, re.M | re.S)[1]
    return re.findall(r'^\s*"([\w.-]+)', listed, re.M)


if __name__ == "__main__":
    path = Path(sys.argv[2])
    path.parent.mkdir(parents=True, exist_ok=True)
    bill = bill_of_materials(sys.argv[1])
    path.write_text(json.dumps(bill, indent=2) + "\n")
    print(f"{len(bill['components'])} packages, {path}")
