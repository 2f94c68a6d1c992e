"""`make bench-scale`: is the site as fast with 83,762 villages, a million sessions and answers?

Makes a small and a large invented programme (about ten minutes), then measures the same actions in both, in
turns, and prints the ratio: processor time on SQLite, waiting time on PostgreSQL. `SCALE_ROUNDS` (3) says
how often. `SCALE_SMALL` and `SCALE_LARGE` name data folders to keep and to use again;
`DATABASE_URL_SMALL` and `DATABASE_URL_LARGE` name empty PostgreSQL databases to use in place of SQLite.
"""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.site import ROOT, line, own_folder

SIZES = {"SMALL": (185, 1_000, 200), "LARGE": (83_762, 1_000_000, 200_000)}
ROUNDS = int(os.environ.get("SCALE_ROUNDS", "3"))
RATIOS = {"answer": 1.2, "session sync": 1.2, "dashboard": 2.0}
MOST = {"village picker": 5.0, "export, first byte": 1000.0, "export, more memory (MiB)": 50.0}


def environment(name):
    folder = os.environ.get(f"SCALE_{name}") or str(own_folder(f"migrasi-{name.lower()}-"))
    plain = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "CACHE_URL")}
    url = os.environ.get(f"DATABASE_URL_{name}")
    return {
        **plain,
        "DATA_DIR": folder,
        "ENVIRONMENT": "development",
        "DJANGO_SETTINGS_MODULE": "cms.settings",
        **({"DATABASE_URL": url} if url else {}),
    }


def make(name, settings):
    """Fill the folder, unless an earlier run did."""
    done = Path(settings["DATA_DIR"], "scale-done")
    if done.exists():
        return
    villages, sessions, attempts = map(str, SIZES[name])
    sizes = ["--villages", villages, "--sessions", sessions, "--attempts", attempts]
    for arguments in (["prepare"], ["scale_data", *sizes]):
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=settings, check=True, stdout=subprocess.DEVNULL)
    done.touch()


def measured(settings):
    """Return {action: milliseconds} of one data folder, measured in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.scale_probe"]
    found = subprocess.run(command, cwd=ROOT, env=settings, check=True, capture_output=True, text=True)
    return json.loads(found.stdout.splitlines()[-1])


def main():
    both = {name: environment(name) for name in SIZES}
    for name, settings in both.items():
        print(f"{name.lower()}: {settings['DATA_DIR']} ...", flush=True)
        make(name, settings)
    rounds = [(measured(both["SMALL"]), measured(both["LARGE"])) for _ in range(ROUNDS)]
    for action in rounds[0][0]:
        small = statistics.median(first[action] for first, _second in rounds)
        large = statistics.median(second[action] for _first, second in rounds)
        print(f"{action:<44}{small:>12.2f} ms small")
        line(action, large, "ms" if "MiB" not in action else "", MOST.get(action))
        if small:
            line("    times the small one", large / small, "x", RATIOS.get(action))


if __name__ == "__main__":
    main()
