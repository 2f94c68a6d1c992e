"""Questions that are harder in one language or phase than in another for people who know as much.

From `MarksTally`, which holds people by what they had right: no attempts are read.
"""

from collections import Counter
from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from quizzes.analysis.mantel_haenszel import MantelHaenszel, compare_groups
from quizzes.models import MarksTally, Phase

LANGUAGE_NAMES = dict(settings.LANGUAGES)

LANGUAGE_TEXTS = {
    "none": _("%(language)s: no large difference from Indonesian."),
    "easier": _(
        "This question is easier in %(language)s than in Indonesian. "
        "Does the translation give the answer away? Ask its translator."
    ),
    "harder": _(
        "This question is harder in %(language)s than in Indonesian: give it back to its translator."
    ),
}
PHASE_TEXTS = {
    "none": _("Before and after: no large difference from the other questions."),
    "easier": _("People learned more about this question than about the others."),
    "harder": _(
        "People learned less about this question than about the others. Explain it better in the session."
    ),
}


@dataclass(frozen=True)
class Difference:
    """How one question differs between two groups; `group` is a language, or empty for before and after."""

    group: str
    found: MantelHaenszel

    @property
    def delta(self):
        return self.found.delta

    @property
    def text(self):
        """Return what an editor reads; only a large difference asks for something to be done."""
        texts = LANGUAGE_TEXTS if self.group else PHASE_TEXTS
        direction = "none" if not self.found.is_large else "harder" if self.delta < 0 else "easier"
        return texts[direction] % {"language": LANGUAGE_NAMES.get(self.group, self.group)}


def differences(scope):
    """Return [[Difference] of each scored question]; groups with few people are left out.

    Languages are compared with Indonesian within the phase of `scope`, before with after within its language.
    """
    positions = [position for position, version in enumerate(scope.versions, 1) if version.is_scored]
    found = [[] for _position in positions]
    for group, reference, other in compared_groups(scope, people_by_group(scope, positions)):
        for item, result in enumerate(compare_groups(reference, other)):
            if result:
                found[item].append(Difference(group, result))
    return found


def people_by_group(scope, positions):
    """Return {(phase, language): {marks of the scored questions: people}} in one query."""
    lookups = replace(scope, language="").tally_lookups()
    del lookups["phase"]
    rows = MarksTally.objects.filter(**lookups).values_list("phase", "language", "marks")
    groups = {}
    for phase, language, bits, people in rows.annotate(people=Sum("people")).filter(people__gt=0).order_by():
        marks = tuple(bits >> position & 1 for position in positions)
        groups.setdefault((phase, language), Counter())[marks] += people
    return groups


def compared_groups(scope, groups):
    """Yield (language or "", people by marks of the reference group, those of the other)."""
    reference = groups.get((scope.phase, settings.LANGUAGE_CODE))
    for language in LANGUAGE_NAMES:
        other = groups.get((scope.phase, language))
        if reference and other and language != settings.LANGUAGE_CODE and scope.language in ("", language):
            yield language, reference, other
    if scope.phase != Phase.ALONE:
        before, after = (of_phase(groups, phase, scope.language) for phase in (Phase.BEFORE, Phase.AFTER))
        if before and after:
            yield "", before, after


def of_phase(groups, phase, language):
    found = Counter()
    for (of_group, spoken), people in groups.items():
        if of_group == phase and language in ("", spoken):
            found.update(people)
    return found
