"""What other apps find: they register, with the hook `register_search`, a function of a `Question`.

It returns a `HitGroup`, or None. So villages and offices, which are names and the same in every language,
stay in their own tables, however many there are.
"""

from dataclasses import dataclass

from wagtail import hooks

HOOK = "register_search"


@dataclass(frozen=True)
class Question:
    """What somebody searches for."""

    text: str
    words: tuple
    language: str
    is_answered: bool = False  # one text has all of the words


@dataclass(frozen=True)
class Hit:
    title: str
    path: str  # without the language
    note: str = ""


@dataclass(frozen=True)
class HitGroup:
    label: str
    hits: list
    is_named: bool = False  # the question names one of them, so they come before the texts
    more: str = ""  # where all are, without the language


def hits_of_others(question):
    """Return the groups of hits, those whose name was typed first."""
    found = [search(question) for search in hooks.get_hooks(HOOK)]
    return sorted((group for group in found if group and group.hits), key=lambda group: not group.is_named)
