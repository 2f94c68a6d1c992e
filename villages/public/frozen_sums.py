"""Sums about people for everybody. They come only from quarters that are frozen, so that no page moves.

What was frozen is known to an application above this one, which registers the function that reads it.
"""

from dataclasses import dataclass
from datetime import date

from wagtail import hooks

HOOK = "register_frozen_sums"
COUNTRY = ""


@dataclass(frozen=True)
class FrozenSums:
    """Sums of whole finished quarters, from the month `first` to the month `last`."""

    first: date
    last: date
    places: dict[str, tuple[int, int | None]]  # {province or COUNTRY: (sessions, people; None where hidden)}

    def of(self, place: str) -> tuple[int, int | None]:
        return self.places.get(place, (0, 0))


def frozen_sums() -> FrozenSums | None:
    """Return the sums of the newest frozen quarters; None where there are none yet."""
    return next((found for read in hooks.get_hooks(HOOK) if (found := read())), None)
