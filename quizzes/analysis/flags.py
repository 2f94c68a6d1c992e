"""Problems that the statistics of a question point to, with texts for its editor."""

from django.utils.translation import gettext_lazy as _

from quizzes.models import Phase

MIN_EFFICIENCY = 15  # per cent
MAX_DONT_KNOW = 0.4  # after a session

FLAG_TEXTS = {
    "inefficient": _(
        "It hardly shows who knows the subject (efficiency below 15 %). Is it too easy, or unclear?"
    ),
    "negative": _(
        "People who know the rest get this one wrong more often. "
        "Check the right answer and the wording first."
    ),
    "untaken": _("Nobody picked one of the choices. Write one that people could believe."),
    "dont_know": _("More than 40 % still answer “I don't know yet” after the session. Explain this better."),
}


def item_flags(item, phase):
    """Return the keys of `FLAG_TEXTS` that apply to an `ItemReport`; hidden figures raise no flag."""
    efficiency, discrimination = item.discriminative_efficiency, item.discrimination_index
    choices = [choice for choice in item.choices if choice.letter != "?"]
    found = {
        "negative": discrimination is not None and discrimination < 0,
        "inefficient": efficiency is not None and efficiency < MIN_EFFICIENCY,
        "untaken": any(choice.count == 0 for choice in choices),
        "dont_know": phase == Phase.AFTER and (item.dont_know or 0) > MAX_DONT_KNOW,
    }
    return [code for code, applies in found.items() if applies]
