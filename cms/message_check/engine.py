"""Finds the signs in a message by rules that are data (see `cms.message_check.rule_lines`).

`static/js/message-engine.js` is the same engine for the phone.
"""

from bisect import bisect_left
from dataclasses import dataclass

from cms.message_check.folding import words_of

MONEY, MILLION, HIGH_WAGE, DOLLARS, OFFICIAL_LINK, SHORT_LINK, FALSE_LINK, NUMBER, ASKED = range(9)
SIGN, NAMED, ADVICE = "sign", "named", "advice"
MOST_SPANS = 5  # of one rule
MANY, SOME = 5, 2  # sums of weights
WEAK = 1  # a sign that real offers have as well; each thing that an offer names outweighs one or two
NOT_WITHIN, WARNING_WITHIN = 2, 5  # words before a sign that turn it round
WAGE_BEFORE, MONTH_AFTER = 5, 3
THOUSAND, ONE_MILLION = 100_000, 1_000_000  # rupiah
LEAST_DOLLARS = 300
ENDINGS = {
    "com",
    "net",
    "org",
    "id",
    "me",
    "ly",
    "xyz",
    "top",
    "vip",
    "icu",
    "site",
    "online",
    "info",
    "club",
}
ENDINGS |= {"shop", "live", "link", "click", "app", "co", "cc", "io", "work", "world", "biz", "gd", "gle"}


@dataclass(frozen=True)
class Sign:
    rule: str
    start: int
    end: int


@dataclass(frozen=True)
class Result:
    level: str  # "none", "some" or "many"
    signs: list
    named: list  # codes of what the message names of that which an offer must name


class Vocabulary:
    """The entries of all lists, found by their first word."""

    def __init__(self, rules):
        self.rules = rules
        self.exact, self.prefixes = {}, {}
        self.known = {*rules["units"], *rules["currencies"]}
        for number, entries in enumerate(rules["lists"]):
            for entry in entries:
                first, *rest = entry.split()
                table = self.prefixes if first.endswith("*") else self.exact
                for before in ("", "di", "ke") if first[0] == "@" else ("",):
                    table.setdefault(before + first.strip("@*"), []).append((rest, number))
                self.known |= {word for word in entry.split() if any(char.isdigit() for char in word)}
        self.lengths = sorted({len(word) for word in self.prefixes})

    def beginning_with(self, form):
        yield from self.exact.get(form, ())
        for length in self.lengths:
            if length > len(form):
                break
            yield from self.prefixes.get(form[:length], ())

    def occurrences(self, words):
        """Return `{number of a list: [(first, last), ...]}`, places of words, in order."""
        found = [set() for _ in self.rules["lists"]]
        for at, word in enumerate(words):
            for form in word.forms:
                for rest, number in self.beginning_with(form):
                    last = at + len(rest)
                    if not rest or follows(words, at, rest):
                        found[number].add((at, last))
        return found


def follows(words, at, rest):
    if at + len(rest) >= len(words):
        return False
    for step, wanted in enumerate(rest, start=1):
        word = words[at + step]
        if word.place - words[at + step - 1].place > 1 or not any(fits(form, wanted) for form in word.forms):
            return False
    return True


def fits(form, wanted):
    return form.startswith(wanted[:-1]) if wanted.endswith("*") else form == wanted


class Engine:
    def __init__(self, rules):
        self.rules = rules
        self.vocabulary = Vocabulary(rules)

    def check(self, text):
        """Return the `Result` for `text`."""
        rules = self.rules
        words = words_of(text, self.vocabulary.known, rules["letters"], rules["short"])
        found = self.vocabulary.occurrences(words)
        add_amounts(words, found, rules)
        add_links(words, found, rules)
        message = Message(words, [sorted(spans) for spans in found], rules)
        return message.result()


class Message:
    def __init__(self, words, found, rules):
        self.words, self.found, self.rules = words, found, rules
        self.turned = [(self.ends(rules["not"]), NOT_WITHIN), (self.ends(rules["warn"]), WARNING_WITHIN)]

    def ends(self, number):
        return sorted(self.words[last].place for _first, last in self.found[number])

    def result(self):
        spans = {SIGN: {}, NAMED: {}, ADVICE: {}}
        weights = {}
        for code, kind, weight, patterns, harmless in self.rules["rules"]:
            if matched := self.spans_of(kind, patterns, harmless):
                spans[kind][code] = matched
                weights[code] = weight
        signs = {} if spans[ADVICE] else spans[SIGN]
        weak = [code for code in signs if weights[code] == WEAK]
        named = sum(weights[code] for code in spans[NAMED])
        if len(weak) <= named:
            signs = {code: matched for code, matched in signs.items() if weights[code] > WEAK}
        total = sum(weights[code] for code in signs) - (named if len(weak) > named else 0)
        if total < SOME:
            return Result("none", [], list(spans[NAMED]))
        marked = [self.sign(code, span) for code, matched in signs.items() for span in matched]
        marked.sort(key=lambda sign: (sign.start, sign.end, sign.rule))
        return Result("many" if total >= MANY else "some", marked, list(spans[NAMED]))

    def sign(self, code, span):
        return Sign(code, self.words[span[0]].start, self.words[span[1]].end)

    def spans_of(self, kind, patterns, harmless):
        """Return what the patterns of a rule match, without what overlaps, at most `MOST_SPANS`."""
        excluded = [span for steps in harmless for span in self.sequence(steps)]
        matched = set()
        for parts, absent in patterns:
            if any(self.sequence(steps) for steps in absent):
                continue
            each = [self.allowed(kind, steps, excluded) for steps in parts]
            if all(each):
                matched.update(span for spans in each for span in spans[:MOST_SPANS])
        return without_overlaps(sorted(matched, key=lambda span: (span[0], -span[1])))[:MOST_SPANS]

    def allowed(self, kind, steps, excluded):
        spans = self.sequence(steps)
        if excluded:
            spans = [span for span in spans if not any(overlap(span, other) for other in excluded)]
        return [span for span in spans if kind != SIGN or not self.is_turned(span[0])]

    def is_turned(self, first):
        """Return True if "not" or a warning stands shortly before the word `first`."""
        place = self.words[first].place
        for ends, within in self.turned:
            at = bisect_left(ends, place)
            if at and place - ends[at - 1] <= within:
                return True
        return False

    def sequence(self, steps):
        """Return the spans where the lists of `steps` (list, gap, list, ...) follow each other."""
        reached = self.found[steps[0]]
        for gap, number in zip(steps[1::2], steps[2::2], strict=True):
            reached = self.continued(reached, gap, self.found[number])
        return reached

    def continued(self, reached, gap, following):
        spans, at, latest = [], 0, None
        for first, last in following:
            while at < len(reached) and reached[at][1] < first:
                if latest is None or reached[at][1] >= latest[1]:
                    latest = reached[at]
                at += 1
            if latest and self.words[first].place - self.words[latest[1]].place <= gap:
                spans.append((latest[0], last))
        return spans


def overlap(span, other):
    return span[0] <= other[1] and other[0] <= span[1]


def without_overlaps(spans):
    found = []
    for span in spans:
        if not found or not overlap(found[-1], span):
            found.append(span)
    return found


def number_in(text):
    """Return the number that `text` writes: "1.000" and "1,000" are a thousand, "1.5" is one and a half."""
    parts = text.replace(",", ".").strip(".").split(".")
    if len(parts) > 1 and all(len(part) == 3 for part in parts[1:]):
        return float("".join(parts)[:15])
    whole, rest = parts[0][:15], "".join(parts[1:])[:6]
    return float(f"{whole}.{rest or 0}")


def add_amounts(words, found, rules):
    """Add the places of amounts: from 100,000 rupiah, from a million, high wages, dollars, asked for."""
    limit = max([most for number, most in rules["wages"] if found[number]], default=rules["usual_wage"])
    wages, months = ends_of(found[rules["wage"]]), {first for first, _last in found[rules["month"]]}
    last_wage = None
    for at, word in enumerate(words):
        if at in wages:
            last_wage = word.place
        if not word.is_number:
            continue
        found[NUMBER].add((at, at))
        span, rupiah, dollars, is_foreign = amount_at(words, at, rules)
        if dollars >= LEAST_DOLLARS:
            found[DOLLARS].add(span)
        if rupiah >= THOUSAND:
            found[MONEY].add(span)
        if rupiah >= ONE_MILLION:
            found[MILLION].add(span)
        is_wage = last_wage is not None and word.place - last_wage <= WAGE_BEFORE
        is_wage = is_wage or not months.isdisjoint(range(span[1] + 1, span[1] + MONTH_AFTER))
        if rupiah > limit and is_wage:
            found[HIGH_WAGE].add(span)
        if rupiah >= ONE_MILLION and not is_wage and not is_foreign:
            found[ASKED].add(span)


def ends_of(spans):
    return {last for _first, last in spans}


def amount_at(words, at, rules):
    """Return `(span, rupiah, dollars, is foreign)` of the number at `at`; 0 where it is no amount."""
    value, first, last = number_in(words[at].text), at, at
    unit = 0
    if is_next(words, last) and words[last + 1].text in rules["units"]:
        last += 1
        unit = rules["units"][words[last].text]
    rate = 0
    if first and is_next(words, first - 1) and words[first - 1].text in rules["currencies"]:
        first -= 1
        rate = rules["currencies"][words[first].text]
        before = words[first - 1] if first else None
        if words[first].text == "$" and before and before.end == words[first].start:
            first, rate = first - 1, rules["currencies"].get(before.text, rate)
    elif is_next(words, last) and words[last + 1].text in rules["currencies"]:
        last += 1
        rate = rules["currencies"][words[last].text]
    if not rate and (unit or words[at].text.count(".") > 1):
        rate = 1
    rupiah = value * (unit or 1) * rate
    dollars = value * (unit or 1) if rate == rules["currencies"].get("usd") else 0
    return (first, last), rupiah, dollars, rate > 1


def is_next(words, at):
    return at + 1 < len(words) and words[at + 1].place - words[at].place <= 1


def add_links(words, found, rules):
    """Add the places of web addresses: official, shortened, or with an office's name in another's address."""
    at = 0
    while at < len(words):
        last = at
        while last + 1 < len(words) and words[last + 1].joined:
            last += 1
        parts = [word.text for word in words[at : last + 1]]
        if len(parts) > 1 and parts[-1] in ENDINGS:
            add_link((at, last), parts, found, rules)
        at = last + 1


def add_link(span, parts, found, rules):
    if parts[-2:] == ["go", "id"]:
        found[OFFICIAL_LINK].add(span)
    elif any(office in part for part in parts for office in rules["offices"]):
        found[FALSE_LINK].add(span)
    elif ".".join(parts) in rules["short_links"]:
        found[SHORT_LINK].add(span)
