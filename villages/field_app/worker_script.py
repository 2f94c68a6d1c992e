"""Makes one classic script of the modules of the field app's service worker.

A worker may import modules only from Chrome 91 on, and none while it runs. Each module becomes a function
that returns what it exports; the modules are the same files that the pages import.
"""

import re
from pathlib import Path

IMPORT = re.compile(
    r'^import (?:\* as (?P<whole>\w+)|\{(?P<names>[^}]*)\}) from "(?P<path>[./\w-]+)";\n', re.M
)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.M)
LEFT = re.compile(r"^(?:import|export)\b.*", re.M)


class ModuleNotBundled(Exception):
    """A module imports or exports in a way that `bundled` does not know."""


def bundled(path: Path) -> str:
    """Return the script at `path` with all modules that it imports, as one script without imports."""
    modules: dict[Path, str] = {}
    main = converted(path, modules, [])
    return "\n".join([*modules.values(), main])


def converted(path: Path, modules: dict[Path, str], importing: list[Path]) -> str:
    """Return the text of a module, after adding those that it imports to `modules`."""
    if path in importing:
        raise ModuleNotBundled(f"{path.name} imports itself by way of {importing[-1].name}.")

    def constant(found: re.Match[str]) -> str:
        imported = (path.parent / found["path"]).resolve()
        if imported not in modules:
            text = converted(imported, modules, [*importing, path])
            if name_of(imported) in map(name_of, modules):
                raise ModuleNotBundled(f"There are two modules {imported.name}.")
            modules[imported] = wrapped(text, imported)
        names = found["whole"] or "{" + re.sub(r"\bas\b", ":", found["names"]) + "}"
        return f"const {names} = {name_of(imported)};\n"

    return IMPORT.sub(constant, path.read_text())


def wrapped(text: str, path: Path) -> str:
    names = ", ".join(EXPORT.findall(text))
    text = EXPORT.sub("", text)
    if left := LEFT.search(text):
        raise ModuleNotBundled(f"{path.name}: {left[0]}")
    return f"const {name_of(path)} = (() => {{\n{text}return {{ {names} }};\n}})();"


def name_of(path: Path) -> str:
    return "module_" + path.stem.replace("-", "_")
