"""Figures of the code base: `make figures` prints them, `tests/test_house_rules.py` guards them.

Each function takes the root of a checkout, so that an older one can be measured beside this one:
`python -m tests.support.code_figures /path/to/older/checkout`.
"""

import ast
import re
import statistics
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("cms", "villages", "quizzes")
LONGEST_HTML_LINE = 120
# Words that the project has given up (docs/contributing.md, "Plain English"), counted inside identifiers too.
PRIVATE_WORDS = re.compile(
    "desks?|sa(y|id)|told|pieces?|bodies|hindrances?|faults?|kept|forg(et|otten)|asides?|stamp(s|ed)?|mend(s|ed|ing)?"
    "|anew|thereby|hers|heed"
)
WORD = re.compile(r"[A-Z]?[a-z]+")


def tracked(root, *endings):
    """Return the paths that git tracks below `root` with one of the `endings`, without migrations."""
    names = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True)
    return [
        root / name
        for name in names.stdout.splitlines()
        if name.endswith(endings) and "/migrations/" not in name and (root / name).exists()
    ]


def source_files(root):
    return [path for path in tracked(root, ".py") if path.relative_to(root).parts[0] in APPS]


def module_name(path, root):
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def loose_modules(root):
    """Return `{app: number of modules directly in its folder}`."""
    return {
        app: len([path for path in (root / app).glob("*.py") if path.name != "__init__.py"]) for app in APPS
    }


def import_graph(root):
    """Return `{module: {modules of ours it imports}}`, imports inside functions included."""
    trees = {module_name(path, root): ast.parse(path.read_text()) for path in source_files(root)}
    graph = defaultdict(set)
    for name, tree in trees.items():
        for node in ast.walk(tree):
            graph[name].update(module for module in imported(node) if module in trees and module != name)
    return graph


def imported(node):
    """Yield the modules that an import may mean: `from a import b` is `a` and perhaps the module `a.b`."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def import_cycles(root):
    """Return the groups of modules that import each other (Tarjan's strongly connected components)."""
    graph = import_graph(root)
    index, low, stack, found = {}, {}, [], []

    def visit(name):
        index[name] = low[name] = len(index)
        stack.append(name)
        for other in graph.get(name, ()):
            if other not in index:
                visit(other)
            if other in stack:
                low[name] = min(low[name], low[other])
        if low[name] == index[name]:
            group = stack[stack.index(name) :]
            del stack[stack.index(name) :]
            if len(group) > 1:
                found.append(sorted(group))

    for name in sorted(graph):
        if name not in index:
            visit(name)
    return found


def inner_imports(root):
    """Return `path: statement` for each import of ours inside a function; Django's `ready` needs them."""
    found = []
    for path in source_files(root):
        for function in functions(ast.parse(path.read_text())):
            if function.name == "ready" and path.name == "apps.py":
                continue
            found += [
                f"{path.relative_to(root)}: {ast.unparse(node)}"
                for node in ast.walk(function)
                if any(name.partition(".")[0] in APPS for name in imported(node))
            ]
    return sorted(set(found))


def functions(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def function_lengths(root):
    """Return the number of lines of each function, its docstring and decorators left out."""
    lengths = []
    for path in source_files(root):
        for function in functions(ast.parse(path.read_text())):
            first = (
                function.body[1] if ast.get_docstring(function) and function.body[1:] else function.body[0]
            )
            lengths.append(function.end_lineno - first.lineno + 2)
    return lengths


def file_lengths(root):
    return [len(path.read_text().splitlines()) for path in source_files(root) if path.stat().st_size]


def long_html_lines(root):
    """Return the share of lines over 120 characters in all templates."""
    lines = [line for path in tracked(root, ".html") for line in path.read_text().splitlines()]
    return sum(len(line) > LONGEST_HTML_LINE for line in lines) / len(lines)


def repeated_names(root):
    """Return the public functions and classes of modules whose name stands in several, and their share."""
    places = defaultdict(set)
    for path in source_files(root):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].add(path)
    places.pop("Command", None)  # Django asks for this name
    repeated = sorted(name for name, paths in places.items() if len(paths) > 1)
    return repeated, len(repeated) / len(places)


def migration_lines(root):
    return sum(
        len(path.read_text().splitlines())
        for app in APPS
        for path in (root / app / "migrations").glob("*.py")
    )


def private_words(root):
    """Return a `Counter` of the words the project has given up: code, templates, scripts, styles and docs."""
    counted = Counter()
    for path in tracked(root, ".py", ".html", ".js", ".css", ".md"):
        if path.name != Path(__file__).name:
            words = map(str.lower, WORD.findall(path.read_text()))
            counted.update(word for word in words if PRIVATE_WORDS.fullmatch(word))
    return counted


def undeclared_imports(root):
    """Return the complaints of deptry about imported libraries that pyproject.toml does not name."""
    command = [Path(sys.executable).with_name("deptry"), "--no-ansi", "."]
    checked = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return [line for line in checked.stderr.splitlines() if " DEP001 " in line or " DEP003 " in line]


def spread(lengths):
    return f"median {statistics.median(lengths):g}, p90 {statistics.quantiles(lengths, n=10)[-1]:g}"


def main(root=ROOT):
    loose = ", ".join(f"{app} {number}" for app, number in loose_modules(root).items())
    repeated, share = repeated_names(root)
    print(f"loose modules: {loose}")
    print(
        f"import cycles: {len(import_cycles(root))}; own imports inside functions: {len(inner_imports(root))}"
    )
    print(f"lines of a function: {spread(function_lengths(root))}; of a file: {spread(file_lengths(root))}")
    print(f"HTML lines over {LONGEST_HTML_LINE} characters: {long_html_lines(root):.1%}")
    print(f"public names defined twice: {len(repeated)} ({share:.1%})")
    print(f"lines of migrations: {migration_lines(root):,}")
    print(f"undeclared imports: {len(undeclared_imports(root))}")
    print(f"private words: {private_words(root).total():,}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
