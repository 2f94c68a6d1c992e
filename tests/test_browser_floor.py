"""Scripts and styles use nothing that a browser of the floor (.browserslistrc) lacks."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NEEDS_NODE = pytest.mark.skipif(
    not shutil.which("npx") and os.environ.get("REQUIRE_NODE") != "1",
    reason="npx (Node.js with npm) is missing",
)
# What a script of today is likely to use: each line is refused.
YOUNG_SCRIPTS = [
    "export const a = window.event?.type;",
    "export const a = window.name ?? 1;",
    "let a = 0;\na ||= 1;\nexport default a;",
    "try {\n  alert();\n} catch {\n  alert();\n}",
    "export const a = /(?<!1)2/;",
    "export const a = /(?<b>1)/;",
    "export const a = /./s;",
    "export const a = /\\p{L}/u;",
    "export class A {\n  b = 1;\n}",
    "export class A {\n  #b() {}\n}",
    "export const a = 10n;",
    "export const a = [].flat();",
    "export const a = [].flatMap(Boolean);",
    "export const a = [].at(-1);",
    "export const a = Object.fromEntries([]);",
    "export const a = 'a'.replaceAll('a', 'b');",
    "export const a = 'a'.matchAll(/a/g);",
    "export const a = globalThis;",
    "export const a = Promise.allSettled([]);",
    "await fetch('/');",
    "export const a = structuredClone({});",
    "export const a = crypto.randomUUID();",
    "document.body.replaceChildren();",
    "document.forms[0].requestSubmit();",
    "document.body.toggleAttribute('hidden', true);",
    "document.body.checkVisibility();",
    "navigator.locks.request('a', alert);",
    "export const a = new BroadcastChannel('a');",
    "export const a = new AbortController();",
    "export const a = (file) => file.arrayBuffer();",
    "export const a = (blob) => blob.text();",
    "export const a = createImageBitmap(new Blob([]));",
    "export const a = new IntersectionObserver(alert);",
    "indexedDB.databases();",
    "document.querySelector('dialog').showModal();",
]
YOUNG_STYLES = [
    "p { margin-inline: auto; }",
    "p { margin-block-end: 1rem; }",
    "p { padding-block: 1rem; }",
    "p { inset: 0; }",
    "p { inset-block-end: 0; }",
    "p { border-inline-start: 1px solid; }",
    "p { display: flex; gap: 1rem; }",
    "p { display: grid; gap: 1rem; }",
    "p { aspect-ratio: 1; }",
    "p { width: min(1rem, 2vw); }",
    "p { width: clamp(1rem, 2vw, 3rem); }",
    "p { position: sticky; }",
    "p { overflow-wrap: anywhere; }",
    "p { height: 100dvh; }",
    "p { backdrop-filter: none; }",
    "p { unheard-of: none; }",
    "p:is(.a, .b) { color: red; }",
    "p:where(.a) { color: red; }",
    "p:has(a) { color: red; }",
    "p:focus-visible { color: red; }",
    "@layer a { p { color: red; } }",
    "@container (width > 1px) { p { color: red; } }",
    "p { a { color: red; } }",
]
OLD_STYLES = [
    "p { padding: 1rem; margin-left: auto; --a: 1; color: var(--a); }",
    "p { display: grid; grid-gap: 1rem; gap: 1rem; }",
    "p { position: -webkit-sticky; position: sticky; }",
    "p { font: 1rem serif; font-size: clamp(1rem, 2vw, 3rem); }",
    ":focus { outline: 1px solid; }\n:focus:not(:focus-visible) { outline: 0; }",
    "/* Floor: a tick shows it as well. */\np:has(a) { color: red; }",
]


def problems(folder, kind, texts):
    """Return for each of `texts` whether the gate refuses it, in one run: Node starts slowly."""
    for number, text in enumerate(texts):
        (folder / f"{number}.{kind}").write_text(text + "\n")
    files = " ".join(str(folder / f"{number}.{kind}") for number in range(len(texts)))
    names = {"js": "SCRIPTS", "css": "STYLES"}
    (other,) = set(names) - {kind}
    empty = folder / f"empty.{other}"
    empty.write_text("")
    makefile, given = str(ROOT / "Makefile"), [f"{names[kind]}={files}", f"{names[other]}={empty}"]
    # ESLint looks at no file outside the folder in which it runs.
    run = subprocess.run(
        ["make", "-f", makefile, "floor", *given], cwd=folder, capture_output=True, text=True, check=False
    )
    found = {int(number) for number in re.findall(rf"(\d+)\.{kind}\b", run.stdout)}
    assert bool(run.returncode) == bool(found), run.stdout + run.stderr
    return [number in found for number in range(len(texts))]


@NEEDS_NODE
def test_a_script_that_a_phone_of_the_floor_cannot_run_is_refused(tmp_path):
    texts = [*YOUNG_SCRIPTS, "export const a = { ...{} };"]
    refused = problems(tmp_path, "js", texts)
    assert [text for text, is_refused in zip(texts, refused, strict=True) if not is_refused] == texts[-1:]


@NEEDS_NODE
def test_a_style_that_a_phone_of_the_floor_drops_is_refused(tmp_path):
    texts = [*YOUNG_STYLES, *OLD_STYLES]
    refused = problems(tmp_path, "css", texts)
    assert [text for text, is_refused in zip(texts, refused, strict=True) if not is_refused] == OLD_STYLES


def test_templates_hold_no_script_or_style_of_their_own_that_the_gate_would_miss():
    for folder in ("cms", "villages", "quizzes"):
        for path in (ROOT / folder).rglob("*.html"):
            text = path.read_text()
            own = [
                body for body in re.findall(r"<script\b[^>]*>(.*?)</script>", text, re.DOTALL) if body.strip()
            ]
            assert all(re.fullmatch(r"\s*{% inline_script [^%]+%}\s*", body) for body in own), path
            assert not re.search(r"\son(click|load|submit|change|input)=|javascript:", text), path
