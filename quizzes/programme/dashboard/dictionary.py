"""The data dictionary: every indicator in Indonesian and English, side by side."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from villages.reach.indicators import PEOPLE, PER_CENT, REACH, VILLAGES, Indicator

FEW_ANSWERS = _("Hidden below 10 answers, and where the number of people who answered is hidden.")
FEW_PAIRS = _("Hidden below 10 people, with other numbers that would give it away.")
FEW_RESPONDENTS = _(
    "Hidden where the number of people who answered is hidden: below 10 in public, below 5 across offices."
)
POINTS, ANSWERS, PEOPLE_UNIT, TIMES = _("percentage points"), _("answers"), _("people"), _("times")
RIGHT_BEFORE = _(
    "Right answers / all answers to knowledge questions before the session; “I don't know yet” "
    "counts as not right. First answers only; interval (95 %) over villages."
)
RIGHT_AFTER = _(
    "Right answers / all answers to knowledge questions after the session; “I don't know yet” "
    "counts as not right. First answers only; interval (95 %) over villages."
)
ANSWERED_BEFORE = _("Counted answers to knowledge questions before the session: the n of the percentage.")
ANSWERED_AFTER = _("Counted answers to knowledge questions after the session: the n of the percentage.")
GAINED = _(
    "Mean difference of the same people: percentage right after the session - percentage right "
    "before it. Only people whose earlier answers are known, by phone or card, without a name."
)
GAINED_LOW = _(
    "Lower end of the 95 % interval of the gain in villages like these. Each village is one cluster: "
    "ratio of totals by linearisation, Student's t with one degree of freedom less than villages."
)
GAINED_HIGH = _(
    "Upper end of the 95 % interval of the gain in villages like these. Each village is one cluster: "
    "ratio of totals by linearisation, Student's t with one degree of freedom less than villages."
)
GAINED_VILLAGES = _(
    "Villages in which people answered before and after. A village that changed its office in the period "
    "counts once for each."
)
GAINED_ICC = _(
    "How alike the gains of people of one village are: the share of their variance that lies between "
    "villages (intraclass correlation, by analysis of variance). 0 or less: no more alike than others."
)
GAINED_EFFECT = _(
    "Variance of the mean gain over villages / variance if as many people had been drawn one by one."
)
FEW_VILLAGES = _("Empty below 8 villages, and where the gain is hidden.")
PAIRED = _("People who finished the same quiz before and after a session: the n of the gain.")


def knowledge_indicator(code, name, formula, unit, suppression):
    return Indicator(code, name, formula, unit, "KnowledgeTally", suppression)


LEARNING_INDICATORS = (
    knowledge_indicator("knowledge_before", _("Right answers before"), RIGHT_BEFORE, PER_CENT, FEW_ANSWERS),
    knowledge_indicator("answers_before", _("Answers before"), ANSWERED_BEFORE, ANSWERS, FEW_RESPONDENTS),
    knowledge_indicator("knowledge_after", _("Right answers after"), RIGHT_AFTER, PER_CENT, FEW_ANSWERS),
    knowledge_indicator("answers_after", _("Answers after"), ANSWERED_AFTER, ANSWERS, FEW_RESPONDENTS),
    knowledge_indicator("knowledge_gain", _("Knowledge gained"), GAINED, POINTS, FEW_PAIRS),
    knowledge_indicator("gain_low", _("Knowledge gained, at least"), GAINED_LOW, POINTS, FEW_VILLAGES),
    knowledge_indicator("gain_high", _("Knowledge gained, at most"), GAINED_HIGH, POINTS, FEW_VILLAGES),
    knowledge_indicator("gain_villages", _("Villages of the gain"), GAINED_VILLAGES, VILLAGES, FEW_PAIRS),
    knowledge_indicator("gain_icc", _("Likeness within villages (ICC)"), GAINED_ICC, PER_CENT, FEW_PAIRS),
    knowledge_indicator(
        "gain_design_effect", _("Design effect of the gain"), GAINED_EFFECT, TIMES, FEW_PAIRS
    ),
    knowledge_indicator("pairs", _("People before and after"), PAIRED, PEOPLE_UNIT, PEOPLE),
)
TRANSLATED_FIELDS = ("name", "formula", "unit", "suppression")


def dictionary_entries():
    """Return one {field: text} for each indicator; translated fields end with `_id` and `_en`."""
    return [dictionary_entry(indicator) for indicator in (*REACH, *LEARNING_INDICATORS)]


def dictionary_entry(indicator):
    entry = {"code": indicator.code, "source": indicator.source, "since": indicator.since}
    for language in ("id", "en"):
        with override(language):
            entry |= {f"{field}_{language}": str(getattr(indicator, field)) for field in TRANSLATED_FIELDS}
    return entry
