"""What a question's figures ask its editor to look at, in words."""

from django.utils.translation import gettext_lazy as _

from quizzes.models import Phase

LEAST_EFFICIENCY = 15  # per cent
MOST_DONT_KNOW = 0.4  # after a session

WORDS = {
    "inefficient": _(
        "It hardly tells who knows the subject (efficiency below 15 %). Is it too easy, or unclear?"
    ),
    "negative": _(
        "Those who know the rest get this one wrong more often. Check the key and the wording first."
    ),
    "untaken": _("A choice that nobody took. Write one that people would believe."),
    "dont_know": _("More than 40 % still say “I don't know yet” after the session. Explain this more."),
}


def flags_of(item, phase):
    """Return the codes (of `WORDS`) of what is odd about an `ItemReport`; hidden figures say nothing."""
    efficiency, discrimination = item.discriminative_efficiency, item.discrimination_index
    asked = [choice for choice in item.choices if choice.letter != "?"]
    said = {
        "negative": discrimination is not None and discrimination < 0,
        "inefficient": efficiency is not None and efficiency < LEAST_EFFICIENCY,
        "untaken": any(choice.count == 0 for choice in asked),
        "dont_know": phase == Phase.AFTER and (item.dont_know or 0) > MOST_DONT_KNOW,
    }
    return [code for code, is_so in said.items() if is_so]
