"""Reads a message as words: fancy letters, hidden characters, digits for letters and short forms undone.

`static/js/message-engine.js` does the same on the phone; one set of cases holds both together. Every step
looks at each character a fixed number of times, so a long text takes as long as its length.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

COMMA, LINE, SENTENCE = 1, 2, 20  # how many words a sign between two words counts for
LEET = str.maketrans("0134579@$", "oieastgas")
IGNORED = {0xAD, 0x34F, 0x61C, 0x20E3, 0xFEFF, *range(0x180B, 0x180F), *range(0x200B, 0x2010)}
IGNORED |= {*range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0x300, 0x370), *range(0xFE00, 0xFE10)}
FLAGS = range(0x1F1E6, 0x1F200)
BOXED = (range(0x1F150, 0x1F16A), range(0x1F170, 0x1F18A))  # white letters on black, unknown to NFKD
RUNS = re.compile(r"[a-z]+|[0-9][0-9.,]*")
DOUBLED = re.compile(r"([a-z])\1+")
MONEY_SIGNS = "$€£¥₩"
PLAIN = set(f"abcdefghijklmnopqrstuvwxyz0123456789{MONEY_SIGNS}+@*.,-_/!?;:'\n ")
CLITICS = ("nya", "lah", "kah", "mu", "ku")
SHORT_ENDS = 2  # letters before a point that ends no sentence: "Rp. 5 juta"


@dataclass
class Word:
    text: str
    start: int  # in code points of the message
    end: int
    place: int = 0  # the number of words before it, with what stands between them
    joined: bool = False  # written together with the word before: "bp2mi-kerja.com"
    forms: tuple = field(default=())

    @property
    def is_number(self):
        return self.text.replace(".", "").replace(",", "").isdigit()


def squeeze(word):
    """Return `word` with each letter once where it is doubled: "gajiii" and "tanggal" as "gaji", "tangal"."""
    return DOUBLED.sub(r"\1", word)


def is_alnum(char):
    return "a" <= char <= "z" or "0" <= char <= "9"


def is_letter(char):
    return "a" <= char <= "z"


@lru_cache(maxsize=4_096)
def folded(char):
    """Return the plain characters that readers take `char` for; none for hidden ones."""
    code = ord(char)
    if code in IGNORED or 0xE0000 <= code < 0xE1000:
        return ""
    for box in BOXED:
        if code in box:
            return chr(97 + code - box.start)
    if code in FLAGS:
        return char
    if code < 0x10000 or 0x1D400 <= code < 0x1D800 or 0x1F100 <= code < 0x1F150:
        parts = [part for part in unicodedata.normalize("NFKD", char) if ord(part) not in IGNORED]
        return "".join(plain(part) for part in parts)
    return ";"


def plain(char):
    if "A" <= char <= "Z":
        return char.lower()
    if char in PLAIN:
        return char
    if char in "‘’`´":
        return "'"
    return " " if char in "\t\r\v\f\u2028\u2029" else ";"


def words_of(text, known, letters, short):
    """Return the `Word`s of `text`.

    `known` words keep their digits ("bp2mi"); `letters` maps look-alikes of other scripts to ours, `short`
    the short forms of chats to words.
    """
    chars, indexes = [], []
    for index, char in enumerate(text):
        for part in letters.get(char) or folded(char):
            chars.append(part)
            indexes.append(index)
    found = join_spelled(scan(chars, indexes, known))
    for word in found:
        word.text = squeeze(word.text)
        word.text = short.get(word.text, word.text)
        word.forms = forms_of(word.text)
    return found


def scan(chars, indexes, known):
    words, place, joined, at = [], 0, False, 0
    chars = [*chars, " ", " "]
    while at < len(chars) - 2:
        end = end_of_word(chars, at)
        if end > at:
            for text, first, last in split("".join(chars[at:end]), known):
                place += 1
                words.append(Word(text, indexes[at + first], indexes[at + last - 1] + 1, place, joined))
                joined = False
            at = end
            continue
        joined = chars[at] in ".-_" and is_alnum(chars[at + 1]) and at > 0 and is_alnum(chars[at - 1])
        if not joined:
            place += weight_of_sign(chars, at, words)
        at += 1
    return words


def weight_of_sign(chars, at, words):
    char = chars[at]
    if char == "\n":
        return LINE
    if char in ".!?" and chars[at + 1] in " \n;":
        shortened = char == "." and words and len(words[-1].text) <= SHORT_ENDS
        return 0 if shortened else SENTENCE
    return COMMA if char in ",;!?" else 0


def end_of_word(chars, at):
    """Return where the word that begins `at` ends; `at` itself if none begins there."""
    char = chars[at]
    if ord(char) in FLAGS:
        return at + 2 if ord(chars[at + 1]) in FLAGS else at
    if char in MONEY_SIGNS:
        return at + 1
    if not (is_alnum(char) or (char == "+" and chars[at + 1].isdigit())):
        return at
    end = at + 1
    while is_alnum(chars[end]) or is_inside(chars, end):
        end += 1
    return end


def is_inside(chars, at):
    """Return True for the point in "1.000", and for the sign in "k@mboja", "jud*l" and "jum'at"."""
    before, after = chars[at - 1], chars[at + 1]
    if chars[at] in ".,":
        return before.isdigit() and after.isdigit()
    return chars[at] in "@$*'" and is_letter(before) and is_letter(after)


def split(raw, known):
    """Return `[(text, first, last), ...]` of the parts of a word: "rp15jt" is three, "k4mboja" is one."""
    text = raw.translate({ord("*"): None, ord("'"): None})
    has_digits = any(char.isdigit() for char in text)
    if text[0] == "+" or squeeze(text) in known or len(raw) != len(text):
        return [(text, 0, len(raw))]
    runs = [(run.group(), *run.span()) for run in RUNS.finditer(text)] if has_digits else []
    if len(runs) == 1:
        return runs
    if runs and splits(runs, known):
        return [run for run in runs if run[0] != "2" or not is_letter(text[0])]
    return [(text.translate(LEET), 0, len(raw))]


def splits(runs, known):
    """Return True unless the digits stand for letters: one digit among letters that are no unit."""
    letters = [run for run, *_ in runs if is_letter(run[0])]
    digits = [run for run, *_ in runs if not is_letter(run[0])]
    doubled = digits == ["2"] and is_letter(runs[0][0][0])  # "orang2"
    return doubled or any(len(run) > 1 for run in digits) or all(squeeze(run) in known for run in letters)


def join_spelled(words):
    """Return `words` with "k a m b o j a" as one word."""
    found, run = [], []
    for word in words:
        is_single = len(word.text) == 1 and is_letter(word.text)
        if not is_single or (run and word.place - run[-1].place > 1 + COMMA):
            found += spelled(run)
            run = []
        (run if is_single else found).append(word)
    return found + spelled(run)


def spelled(run):
    if len(run) < 4:
        return run
    text = "".join(word.text for word in run)
    return [Word(text, run[0].start, run[-1].end, run[0].place)]


@lru_cache(maxsize=8_192)
def forms_of(text):
    """Return the forms under which a word is looked up: as it is, and without "-nya"."""
    forms = [text]
    for end in CLITICS:
        if text.endswith(end) and len(text) > len(end) + 3:
            forms.append(text[: -len(end)])
            break
    return tuple(forms)
