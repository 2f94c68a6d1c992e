"""The first page of the admin: what waits for the person who signed in, from every part of the site."""

from collections import Counter
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.models import TaskState

from cms.accounts.permissions import editable_languages, is_only_translator, works_on_texts
from cms.fact_checks import due_checks
from cms.languages import NAMES, TARGETS
from cms.models.translatable import TranslationState
from cms.translations.status import Stage, in_review, row_in
from cms.translations.texts import all_texts

# Each app registers, in its wagtail_hooks, functions of the request that return `Waiting` rows.
WORK = "waiting_work"


@dataclass(frozen=True)
class Waiting:
    """`number` things wait at `address`; `text` names them and their number."""

    number: int
    text: str
    address: str
    is_urgent: bool = False


class WaitingPanel(Component):
    name = "waiting"
    order = 50
    template_name = "cms/admin_home.html"

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        rows = [row for work in hooks.get_hooks(WORK) for row in work(request)]
        waiting = sorted((row for row in rows if row.number), key=lambda row: not row.is_urgent)
        return {"waiting": waiting, "has_work": bool(rows)}


def add_waiting(request, panels):
    panels.append(WaitingPanel())


def texts_that_wait(request):
    if not works_on_texts(request.user):
        return []
    to_check = [] if is_only_translator(request.user) else to_check_again()
    return [to_review(request.user), *to_check, *to_translate(request.user)]


def to_review(user):
    """The texts that Wagtail lists in a panel of the same page."""
    number = TaskState.objects.reviewable_by(user).count()
    text = ngettext(
        "%(number)d text is waiting for your review.", "%(number)d texts are waiting for your review.", number
    )
    return Waiting(
        number, text % {"number": number}, f"{reverse('wagtailadmin_home')}#awaiting-review-section"
    )


def to_check_again():
    address = reverse("freshness")
    checks = due_checks(timezone.localdate())
    past = sum(check.is_past for check in checks)
    soon = len(checks) - past
    past_text = ngettext(
        "%(number)d text is past its check date. Readers see a mark.",
        "%(number)d texts are past their check date. Readers see a mark.",
        past,
    )
    soon_text = ngettext(
        "%(number)d text must be checked within 60 days.",
        "%(number)d texts must be checked within 60 days.",
        soon,
    )
    return [
        Waiting(past, past_text % {"number": past}, address, is_urgent=True),
        Waiting(soon, soon_text % {"number": soon}, address),
    ]


def to_translate(user):
    """Texts older than the Indonesian; for translators also those missing in their languages."""
    texts, reviewed, mine = all_texts(), in_review(), editable_languages(user)
    rows = []
    for code in (code for code in TARGETS if code in mine):
        found = [row_in(code, obj, reviewed) for obj in texts]
        counts = Counter(row.state for row in found)
        rows.append(row_of_state(code, TranslationState.OUTDATED, counts))
        if code in user.translates:
            rows.append(row_of_state(code, TranslationState.MISSING, counts))
            rows.append(to_send(code, found))
    return rows


def to_send(code, found):
    """Texts of a translator that nobody has sent in for review yet."""
    number = sum(row.is_ready and row.stage == Stage.WAITING for row in found)
    text = ngettext(
        "%(language)s: %(number)d changed text is not yet sent for review.",
        "%(language)s: %(number)d changed texts are not yet sent for review.",
        number,
    )
    return waiting_in(code, Stage.WAITING, number, text)


def waiting_in(code, state, number, text):
    """Return a row that links to the `number` texts of that `state` in the list of translations."""
    address = f"{reverse('translations')}?language={code}&state={state}"
    return Waiting(number, text % {"language": NAMES[code], "number": number}, address)


def row_of_state(code, state, counts):
    number = counts[state]
    if state == TranslationState.OUTDATED:
        text = ngettext(
            "%(language)s: %(number)d text is older than the Indonesian.",
            "%(language)s: %(number)d texts are older than the Indonesian.",
            number,
        )
    else:
        text = ngettext(
            "%(language)s: %(number)d text is not translated yet.",
            "%(language)s: %(number)d texts are not translated yet.",
            number,
        )
    return waiting_in(code, state, number, text)
