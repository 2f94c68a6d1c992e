"""The service worker as one script: made of the modules that the pages import."""

import re

import pytest

from villages.field_app.pwa import FOLDER, WORKER, worker_text
from villages.field_app.worker_script import ModuleNotBundled, bundled


@pytest.fixture
def module(tmp_path):
    """Return a function that writes a module and returns its path."""

    def write(name, text):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return path

    return write


def test_imports_become_constants_and_each_module_is_there_once(module):
    module("names.js", "export const NAME = 1;\nexport class Refused extends Error {}\nconst own = 2;\n")
    module("deep/send.js", 'import * as names from "../names.js";\nexport async function send() {}\n')
    main = module(
        "main.js",
        'import { send as go } from "./deep/send.js";\nimport {\n  NAME,\n} from "./names.js";\ngo(NAME);\n',
    )
    text = bundled(main)
    assert not re.search(r"^(import|export)\b", text, re.MULTILINE)
    assert text.count("const NAME = 1;") == 1
    assert text.index("const module_names =") < text.index("const module_send =") < text.index("go(NAME)")
    assert "const { send : go } = module_send;" in text
    assert "return { NAME, Refused };" in text


@pytest.mark.parametrize(
    "text",
    ["export default 1;\n", 'export { a } from "./b.js";\n', "export let a = 1;\n", 'import "./b.js";\n'],
)
def test_what_it_does_not_know_is_refused(module, text):
    module("odd.js", text)
    with pytest.raises(ModuleNotBundled):
        bundled(module("main.js", 'import { a } from "./odd.js";\n'))


def test_modules_that_import_each_other_are_refused(module):
    module("a.js", 'import { b } from "./b.js";\nexport const a = 1;\n')
    module("b.js", 'import { a } from "./a.js";\nexport const b = 1;\n')
    with pytest.raises(ModuleNotBundled):
        bundled(module("main.js", 'import { a } from "./a.js";\n'))


def test_two_modules_of_one_name_are_refused(module):
    module("send.js", "export const a = 1;\n")
    module("deep/send.js", "export const b = 1;\n")
    main = module("main.js", 'import { a } from "./send.js";\nimport { b } from "./deep/send.js";\n')
    with pytest.raises(ModuleNotBundled):
        bundled(main)


def test_the_worker_holds_every_module_that_sends_and_stays_small():
    text = worker_text()
    assert not re.search(r"^(import|export)\b", text, re.MULTILINE)
    for name in ("sync", "upload", "reconcile", "store", "db", "pages", "files", "background"):
        assert f"const module_{name}=" in text
    assert len(text) < 45_000
    assert (FOLDER / WORKER).exists()
