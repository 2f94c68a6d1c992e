"""`make audit`: ask PyPI for known weaknesses of every locked dependency of the running site.

Ends with 0 if nothing is known of any, 1 if something is known, 2 if not all could be looked up.
pip-audit itself ends with 0 and "No known vulnerabilities found" when its source knows none of the packages.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

FINE, FOUND, NOT_LOOKED_UP = 0, 1, 2
EXPORT = ["export", "--frozen", "--no-dev", "--all-extras", "--no-emit-project", "--quiet"]
AUDIT = ["--require-hashes", "--disable-pip", "--format", "json", "--progress-spinner", "off"]


def reported(uv, audit):
    """Return what the command `audit` prints as JSON of the packages that `uv` exports, and its errors."""
    with tempfile.TemporaryDirectory() as folder:
        locked = Path(folder) / "requirements.txt"
        export = [uv, *EXPORT, "--output-file", locked]
        subprocess.run(export, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        command = [*audit, *AUDIT, "--requirement", locked]
        done = subprocess.run(command, capture_output=True, text=True)  # noqa: S603
    return done.stdout, done.stderr


def judged(report, errors=""):
    """Return `(code, text)` for what pip-audit printed."""
    try:
        packages = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        packages = []
    if not packages:
        reason = (errors.strip().splitlines() or ["no answer"])[-1]
        return NOT_LOOKED_UP, f"NOT AUDITED: the source of the audit could not be reached ({reason})."
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    found = [
        f"{package['name']} {package['version']}: {weakness['id']}, fixed in {fixed_in(weakness)}"
        for package in packages
        for weakness in package.get("vulns", ())
    ]
    lines = [*found, f"{len(packages) - len(skipped)} of {len(packages)} packages looked up."]
    if skipped:
        lines.append(f"NOT AUDITED, because the source does not know them: {', '.join(skipped)}.")
    if not found and not skipped:
        lines.append("Nothing is known.")
    return FOUND if found else NOT_LOOKED_UP if skipped else FINE, "\n".join(lines)


def fixed_in(weakness):
    return ", ".join(weakness.get("fix_versions") or ["no version yet"])


if __name__ == "__main__":
    code, text = judged(*reported(sys.argv[1], sys.argv[2:]))
    print(text)
    sys.exit(code)
