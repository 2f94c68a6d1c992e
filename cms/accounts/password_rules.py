"""What a password may not be: words common in Indonesia with a number behind, runs of keys, blanks."""

import re
from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

WORDS = Path(__file__).with_name("common_words.txt")
LOOKALIKES = str.maketrans("013457@$!", "oieastasi")
RUNS = (
    "abcdefghijklmnopqrstuvwxyz qwertyuiop asdfghjkl zxcvbnm 01234567890 1qaz2wsx3edc4rfv5tgb qazwsxedcrfvtgb"
)
FEWEST_CHARACTERS = 5  # different ones
FEWEST_OWN = 4  # letters that belong to no common word


@cache
def common_words():
    """Return the words, the longest first, so that `indonesiaraya` is not read as `indonesia` and a rest."""
    words = WORDS.read_text().split()
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


def is_common(password):
    """Return True if common words and runs of keys leave hardly anything but digits and signs."""
    plain = password.casefold()
    return any(map(has_few_own_letters, (plain, plain.translate(LOOKALIKES))))


def has_few_own_letters(text):
    rest = without_runs(text)
    letters = re.sub(r"[\W\d_]", "", rest)
    own = common_words().sub("", letters)
    return len(own) < FEWEST_OWN and (rest, own) != (text, letters)


def without_runs(text):
    """Cut four and more characters that lie side by side on the keyboard or in the alphabet."""
    for run in RUNS.split():
        for row in (run, run[::-1]):
            for start in range(len(row) - 3):
                while row[start : start + 4] in text:
                    text = text.replace(row[start : start + 4], "")
    return text


class IndonesianPasswordValidator:
    def validate(self, password, user=None):
        if password != password.strip() or len(set(password)) < FEWEST_CHARACTERS:
            raise ValidationError(
                _("Use at least five different characters, and no blank at either end."),
                code="password_blank",
            )
        if is_common(password):
            raise ValidationError(
                _("Many people choose this password. Put together three or four words that only you would."),
                code="password_common_here",
            )

    def get_help_text(self):
        return _("Three or four words that only you would put together make a good password.")
