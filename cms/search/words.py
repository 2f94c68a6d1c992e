"""Comparing words: endings, slips of the finger, and nothing that gives a word another meaning.

Somebody who types "diperiksa" (examined) must not get what is written for "diperkosa" (raped). So a short
word is never corrected, and a longer one only where no other word can come of it: see `is_slip`.
"""

import re
import unicodedata
from functools import lru_cache
from sys import intern

APOSTROPHES = "'’‘ʼ`´"
WORD = re.compile(rf"\w+(?:[{APOSTROPHES}]\w+)*")
DRAWN_OUT = re.compile(r"([^\W\d])\1{2,}")  # "tolooong"
NOT_IN_WORDS = {ord(sign): None for sign in APOSTROPHES}

SHORTEST = 6  # letters; with one letter changed a shorter word is another word too often
LONG = 9  # letters; a consonant more or less rarely makes another word of so long a one
VOWELS = frozenset("aeiou")
SOUND_ALIKE = (frozenset("fpv"), frozenset("sz"), frozenset("kq"))
ALIKE_AT_THE_END = (frozenset("bp"), frozenset("dt"), frozenset("gk"))
CHANGES_THE_WORD = frozenset("hmn")  # dihajar (beaten), diajar (taught); ditembak (shot), ditebak (guessed)
DIGRAPHS = re.compile(r"n[gy]|sy|kh")
# Two consonants at the end, or three in a row whose last is none of "strategi", "amplop", "ikhwal".
IMPOSSIBLE = re.compile(r"[^aeiou]{2}$|[^aeiou]{2}[^aeiourlwy]")

# Of Indonesian, then of Javanese and Sundanese.
PREFIX = re.compile(r"(?:me|pe)(?:m|n|ng|ny)?|(?:mem|di)?per|[bt]er|be|bel|di|ke|se|n[gy]|ka|ti|sa|pa(?:ng)?")
ENDINGS = frozenset("ies")  # dipukuli, regane, passports; but menari (dance), menarik (pull)
CLITICS = ("nya", "lah", "kah", "pun", "ku", "mu", "ne", "na", "e")
PLACE_WORDS = ("di", "ke")  # often written together with the word behind: "dikamboja"


def folded(word):
    """Return `word` in lower case without accents and apostrophes; a drawn-out letter counts once."""
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word)
        word = "".join(letter for letter in word if not unicodedata.combining(letter))
    return DRAWN_OUT.sub(r"\1", word.lower().translate(NOT_IN_WORDS))


def words(text):
    return [folded(word) for word in WORD.findall(text)]


@lru_cache(maxsize=2_000)
def stored_words(text):
    """Return the words of a text that is searched again and again."""
    return tuple(map(intern, words(text)))


def is_slip(typed, word):
    """Return True if `typed` is `word` with one slip that makes no other word of it."""
    if typed[:1] != word[:1] or min(len(typed), len(word)) < SHORTEST or abs(len(typed) - len(word)) > 1:
        return False
    start, ours, theirs = difference(typed, word)
    if not is_one_slip(ours, theirs):
        return False
    if not is_possible(typed) and is_possible(word):
        return True
    if ours and theirs:
        return is_harmless_change(ours, theirs, is_last=start + len(ours) == len(typed))
    return is_harmless_letter(max(typed, word, key=len), start)


def difference(typed, word):
    """Return where two words differ first, and what stands there in each up to what they share again."""
    shortest = min(len(typed), len(word))
    start = next((place for place in range(shortest) if typed[place] != word[place]), shortest)
    end = 0
    while end < shortest - start and typed[-1 - end] == word[-1 - end]:
        end += 1
    return start, typed[start : len(typed) - end], word[start : len(word) - end]


def is_one_slip(ours, theirs):
    """Return True for one letter more, less or another, or two that changed places."""
    if len(ours) == len(theirs) == 2:
        return ours == theirs[::-1]
    return max(len(ours), len(theirs)) == 1


def is_harmless_change(ours, theirs, is_last):
    if len(ours) == 2:  # ditipu (cheated), ditiup (blown): a vowel and a consonant do make another word
        return len({letter in VOWELS for letter in ours}) == 1
    alike = SOUND_ALIKE + (ALIKE_AT_THE_END if is_last else ())
    return any({ours, theirs} <= letters for letters in alike)


def is_harmless_letter(longer, place):
    """Return True if the word stays the same with or without its letter at `place`."""
    letter = longer[place]
    if letter in VOWELS or letter in (longer[place - 1], longer[place + 1 : place + 2]):
        return True
    return len(longer) >= LONG and letter not in CHANGES_THE_WORD


@lru_cache(maxsize=5_000)
def is_possible(word):
    """Return True if an Indonesian, Javanese or Sundanese word can have these letters in this order."""
    return not IMPOSSIBLE.search(DIGRAPHS.sub("n", word))


def begins(typed, word):
    """Return True if `word` goes on from `typed`, by more than a letter that makes another word of it."""
    return word.startswith(typed) and (len(word) > len(typed) + 1 or word[-1] in ENDINGS)


def is_derived(word, root):
    """Return True if `word` is `root` behind a prefix: "digaji" of "gaji", but not "halaman" of "aman"."""
    before, found, _after = word.partition(root)
    return bool(found) and PREFIX.fullmatch(before) is not None


def stems(typed):
    """Return what `typed` may be with a clitic or a place word written together: "biayanya", "dikamboja"."""
    shorter = [typed.removesuffix(clitic) for clitic in CLITICS if typed.endswith(clitic)]
    shorter += [typed.removeprefix(place) for place in PLACE_WORDS if typed.startswith(place)]
    return [stem for stem in shorter if len(stem) >= 4]
