"""Every kind of public page, and how it may be looked at: language, colours, menu, text size, width."""

import itertools
import os
import shutil
import subprocess
from typing import NamedTuple

import pytest
from django.conf import settings

PAGES = {
    "home": "",
    "topic": "minta-tolong/",
    "article": "paspor-dan-keberangkatan/paspor-harga-dan-langkah/",
    "trapped": "minta-tolong/sepuluh-menit-pertama/",
    "watched": "minta-tolong/kalau-anda-diawasi/",
    "sources": "minta-tolong/sepuluh-menit-pertama/sumber/",
    "help": "bantuan/",
    "message": "pesan-darurat/",
    "offer": "cek-tawaran/",
    "pasted": "cek-pesan/",
    "search": "cari/",
    "found": "cari/?q=paspor",
    "glossary": "istilah/",
    "about": "tentang/",
    "privacy": "privasi/",
    "saved": "tersimpan/",
    "quizzes": "kuis/",
    "quiz": "kuis/minta-tolong/",
    "villages": "desa/",
    "missing": "not-there/",
    "neutral": "cuaca/",
}
LANGUAGES = ("id", "en", "jv", "su", "mad", "sas")
SCHEMES = ("light", "dark")
STATES = ("plain", "menu", "200%", "240px")
JAR = settings.BASE_DIR / "var" / "tools" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
# The checker guesses languages, and takes a page that falls back to Indonesian for a mistake.
GUESS = "This document appears to be written in"


class Look(NamedTuple):
    page: str
    language: str
    scheme: str
    state: str

    @property
    def path(self):
        return f"/{self.language}/{PAGES[self.page]}"

    @property
    def width(self):
        return 240 if self.state == "240px" else 360

    @property
    def file(self):
        return (
            settings.BASE_DIR / "var" / "look" / self.language / f"{self.page}-{self.scheme}-{self.state}.png"
        )


ALL = [Look(*values) for values in itertools.product(PAGES, LANGUAGES, SCHEMES, STATES)]


def pairs(look):
    return set(itertools.combinations(enumerate(look), 2))


def pairwise(looks):
    """Return looks that hold every pair of values that `looks` hold, with few of them."""
    open_pairs, chosen = set().union(*map(pairs, looks)), []
    while open_pairs:
        best = max(looks, key=lambda look: len(pairs(look) & open_pairs))
        open_pairs -= pairs(best)
        chosen.append(best)
    return chosen


IS_SAMPLE = os.environ.get("LOOK") == "pairs"
PARTS = 2 if IS_SAMPLE else 12  # each loads the content once


def wanted():
    """Return the full grid, or with `LOOK=pairs` a sample of it."""
    return pairwise(ALL) if IS_SAMPLE else ALL


def html_errors(folder):
    """Return what the Nu HTML checker finds in the files of `folder`."""
    if not (shutil.which("java") and JAR.exists()):
        if os.environ.get("REQUIRE_NODE") == "1":
            pytest.fail("The HTML checker needs java, and npm to install it: `make html-checker`.")
        pytest.skip("the HTML checker is not there (`make html-checker`, needs java and npm)")
    command = ["java", "-jar", str(JAR), "--format", "gnu", "--filterpattern", f".*{GUESS}.*", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr.splitlines()
