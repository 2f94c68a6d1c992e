"""Reading what was typed: short forms, slang and everyday words for what the texts use."""

from dataclasses import dataclass
from functools import lru_cache

from cms.models import Synonym
from cms.models.search import lines_of
from cms.search.words import stored_words

LONGEST = 3  # words of a phrase that means something else


@dataclass(frozen=True, eq=False)
class Dictionary:
    meanings: dict  # {("gk",): ("tidak",)}

    def replaced(self, typed):
        """Return the words `typed` with the meaning in place of each synonym, the longest first."""
        return tuple(word for _written, meaning in self.parts(typed) for word in meaning)

    def parts(self, typed):
        """Return `[(words as typed, words they mean)]`."""
        parts, place = [], 0
        while place < len(typed):
            written = self.longest_at(typed, place)
            parts.append((written, self.meanings.get(written, written)))
            place += len(written)
        return parts

    def longest_at(self, typed, place):
        for length in range(LONGEST, 1, -1):
            if typed[place : place + length] in self.meanings:
                return typed[place : place + length]
        return typed[place : place + 1]


def dictionary(language):
    """Return the synonyms for readers of `language`, from one query."""
    rows = Synonym.objects.for_reader_of(language).order_by("pk")
    return compiled(tuple(rows.values_list("written", "meaning")))


@lru_cache(maxsize=16)
def compiled(rows):
    meanings = {
        stored_words(line): stored_words(meaning) for written, meaning in rows for line in lines_of(written)
    }
    meanings.pop((), None)
    return Dictionary(meanings)
