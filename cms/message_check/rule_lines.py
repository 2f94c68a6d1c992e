"""Reads the rules as editors write them, and compiles them to what both engines run.

A rule has a pattern a line. Words of a line follow each other with up to two others between them; "..."
allows more, "a|b" is one of several, "<job>" a word of the list of that name, "pay*" begins so. "a + b"
takes both, anywhere in the message, "! c" nothing like it. What a line after "-" matches is harmless.
"""

from cms.message_check.folding import squeeze

NEAR, FAR = 3, 9
NEEDED = ("not", "warn", "wage", "month")  # lists that the engine itself uses
PLACES = ("risky-place", "transit-place", "closed-place", "abroad")
COMPUTED = (
    "money",
    "million",
    "high-wage",
    "dollars",
    "official-link",
    "short-link",
    "false-link",
    "number",
    "asked",
)


class RuleError(ValueError):
    """A line that cannot be read; the message names the line."""

    def __init__(self, line, reason):
        super().__init__(f"{line}: {reason}")
        self.line, self.reason = line, reason


def lines_in(text):
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def entry(text):
    """Return an entry of a list as the engine compares it."""
    return " ".join(squeeze(word) for word in text.lower().split())


def named_entries(name, lines):
    """Yield the entries of a list; a place is also written together with "di" or "ke", marked by "@"."""
    for line in lines:
        yield f"@{entry(line)}" if name in PLACES and line[0].isalpha() else entry(line)


class Compiler:
    """Collects lists, each once, and gives them numbers; the computed ones come first."""

    def __init__(self, named):
        self.named = dict.fromkeys(NEEDED, ())
        self.named |= {name: tuple(named_entries(name, lines)) for name, lines in named.items()}
        self.lists = [() for _name in COMPUTED]
        self.numbers = {f"<{name}>": number for number, name in enumerate(COMPUTED)}

    def number_of(self, item, line):
        if item not in self.numbers:
            entries = self.entries_of(item, line)
            self.numbers[item] = len(self.lists)
            self.lists.append(entries)
        return self.numbers[item]

    def entries_of(self, item, line):
        entries = []
        for part in item.split("|"):
            name = part[1:-1]
            if not (part.startswith("<") and part.endswith(">")):
                entries.append(entry(part))
            elif name in self.named:
                entries += self.named[name]
            else:
                raise RuleError(line, f"<{name}>")
        if not all(entries):
            raise RuleError(line, item)
        return tuple(dict.fromkeys(entries))

    def steps(self, text, line):
        steps, gap = [], NEAR
        for item in text.split():
            if item == "...":
                gap = FAR
                continue
            if steps:
                steps.append(gap)
            steps.append(self.number_of(item, line))
            gap = NEAR
        if not steps or gap == FAR:
            raise RuleError(line, text)
        return steps

    def pattern(self, line):
        present, *absent = [part.strip() for part in line.split("!")]
        parts = [self.steps(part, line) for part in present.split("+")]
        return [parts, [self.steps(part, line) for part in absent]]

    def rule(self, code, kind, weight, text):
        lines = lines_in(text)
        patterns = [self.pattern(line) for line in lines if not line.startswith("-")]
        harmless = [self.steps(line[1:], line) for line in lines if line.startswith("-")]
        return [code, kind, weight, patterns, harmless]


def pairs(lines, read):
    """Return `{word: value}` of lines such as "tnpa = tanpa"."""
    found = {}
    for line in lines:
        left, equals, right = line.partition("=")
        if not (equals and left.strip() and right.strip()):
            raise RuleError(line, "=")
        try:
            value = read(right.strip())
        except ValueError as error:
            raise RuleError(line, right.strip()) from error
        found |= {entry(word): value for word in left.split()}
    return found


def compiled(rules, words):
    """Return the rules as both engines run them, fit for JSON.

    `rules` are `(code, kind, weight, text)`, `words` maps the name of each list of words to its lines.
    """
    tables = {name: words.get(name, []) for name in ("short", "units", "currencies", "wages", "letters")}
    compiler = Compiler(words)
    done = [compiler.rule(*rule) for rule in rules]
    wages = pairs(tables["wages"], float)
    usual = wages.pop("usual", 10_000_000.0)
    return {
        "letters": {left: right for line in tables["letters"] for left, right in letter_pairs(line)},
        "short": {squeeze(word): squeeze(full) for word, full in pairs(tables["short"], str).items()},
        "units": pairs(tables["units"], float),
        "currencies": pairs(tables["currencies"], float),
        "wages": [
            [compiler.number_of(f"<{name}>", name), most] for name, most in wages.items() if name in words
        ],
        "usual_wage": usual,
        "offices": [entry(line) for line in words.get("offices", [])],
        "short_links": [entry(line) for line in words.get("short-links", [])],
        **{name: compiler.number_of(f"<{name}>", name) for name in NEEDED},
        "rules": done,
        "lists": [list(entries) for entries in compiler.lists],
    }


def letter_pairs(line):
    """Return `[("а", "a"), ...]` of "а = a"."""
    left, _equals, right = line.partition("=")
    return [(char, right.strip()) for char in left.strip()]
