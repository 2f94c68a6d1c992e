"""The data dictionary: every indicator in Indonesian and English, side by side."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from villages.reach.indicators import PEOPLE, PER_CENT, REACH, Indicator

FEW_ANSWERS = _("Hidden below 10 answers, and where the people who answered are hidden.")
FEW_PAIRS = _("Hidden below 10 people, and with others so that nobody can subtract.")
PEOPLE_BEHIND = _(
    "Hidden where the people who answered are hidden: below 10 in public, below 5 across offices."
)
POINTS, ANSWERS, PEOPLE_UNIT = _("percentage points"), _("answers"), _("people")
RIGHT_BEFORE = _(
    "Right answers / all answers to knowledge questions before the session; “I don't know yet” "
    "counts as not right. First answers only, with the 95 % Wilson interval."
)
RIGHT_AFTER = _(
    "Right answers / all answers to knowledge questions after the session; “I don't know yet” "
    "counts as not right. First answers only, with the 95 % Wilson interval."
)
ANSWERED_BEFORE = _("Counted answers to knowledge questions before the session: the n of the share.")
ANSWERED_AFTER = _("Counted answers to knowledge questions after the session: the n of the share.")
GAINED = _(
    "Mean of the differences of the same people: share right after the session - share right before it. "
    "Only people whose answers before are known, by phone or card, without a name."
)
GAINED_LOW = _("Lower end of the 95 % interval of the gain: Student's t for paired differences.")
GAINED_HIGH = _("Upper end of the 95 % interval of the gain: Student's t for paired differences.")
PAIRED = _("People who finished the same quiz before and after a session: the n of the gain.")


def of_knowledge(code, name, formula, unit, suppression):
    return Indicator(code, name, formula, unit, "KnowledgeTally", suppression)


LEARNING = (
    of_knowledge("knowledge_before", _("Right answers before"), RIGHT_BEFORE, PER_CENT, FEW_ANSWERS),
    of_knowledge("answers_before", _("Answers before"), ANSWERED_BEFORE, ANSWERS, PEOPLE_BEHIND),
    of_knowledge("knowledge_after", _("Right answers after"), RIGHT_AFTER, PER_CENT, FEW_ANSWERS),
    of_knowledge("answers_after", _("Answers after"), ANSWERED_AFTER, ANSWERS, PEOPLE_BEHIND),
    of_knowledge("knowledge_gain", _("Knowledge gained"), GAINED, POINTS, FEW_PAIRS),
    of_knowledge("gain_low", _("Knowledge gained, at least"), GAINED_LOW, POINTS, FEW_PAIRS),
    of_knowledge("gain_high", _("Knowledge gained, at most"), GAINED_HIGH, POINTS, FEW_PAIRS),
    of_knowledge("pairs", _("People before and after"), PAIRED, PEOPLE_UNIT, PEOPLE),
)
SPOKEN = ("name", "formula", "unit", "suppression")


def entries():
    """Return one {field: text} for each indicator; fields in words end with `_id` and `_en`."""
    return [entry(indicator) for indicator in (*REACH, *LEARNING)]


def entry(indicator):
    said = {"code": indicator.code, "source": indicator.source, "since": indicator.since}
    for language in ("id", "en"):
        with override(language):
            said |= {f"{field}_{language}": str(getattr(indicator, field)) for field in SPOKEN}
    return said
