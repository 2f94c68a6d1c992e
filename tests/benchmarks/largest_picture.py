"""The memory that the largest picture an editor may upload takes, from the upload to a small copy."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KINDS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF")


def measure_picture(kind):
    """Return the MB by which a process has grown; drawing, which takes memory too, is done by another."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "static").mkdir()
        environment = {**os.environ, "ENVIRONMENT": "test", "DATA_DIR": folder}
        probe = [sys.executable, "-m", "tests.benchmarks.largest_picture_probe", kind, f"{folder}/picture"]
        for step in ("draw", "shrink"):
            done = subprocess.run(
                [*probe, step], cwd=ROOT, env=environment, capture_output=True, check=True, text=True
            )
    return float(done.stdout)
