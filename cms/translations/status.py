"""Every text in several languages with the state of each translation."""

import difflib
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.log_actions import log
from wagtail.models import Page, Revision, WorkflowState

from cms.languages import CODES, SOURCE
from cms.models.translatable import TranslatedModel, TranslationState
from cms.translations.digests import words
from cms.translations.segments import address_of, members, rows_inside

TARGET = re.compile(r"⟨[^⟩]*⟩ ?")
BEFORE_A_STOP = re.compile(r" (?=[.,;:!?)])")  # where a link or bold words ended
TO_DO = (TranslationState.OUTDATED, TranslationState.MISSING)
# What is to be done first stands first.
ORDER = (*TO_DO, TranslationState.DRAFT, TranslationState.REVIEWED)


class Stage(TextChoices):
    WAITING = "waiting", _("changes wait to be published")
    IN_REVIEW = "review", _("changes are in review")


@dataclass(frozen=True)
class TextRow:
    obj: TranslatedModel
    language: str
    state: TranslationState
    stage: str = ""  # what happens to its changes that readers do not see yet, one of `Stage`

    @property
    def kind(self):
        return self.obj._meta.verbose_name

    @property
    def label(self):
        return self.obj._meta.label_lower

    @property
    def title(self):
        return words(self.obj.text_in(main_field(self.obj), SOURCE)) or str(self.obj)

    @property
    def reviewer(self):
        return self.obj.translations.get(self.language, {}).get("reviewer", "")

    @property
    def reviewed_on(self):
        kept = self.obj.translations.get(self.language, {}).get("reviewed_on")
        return date.fromisoformat(kept) if kept else None

    @property
    def stage_label(self):
        return Stage(self.stage).label if self.stage else ""

    @property
    def address(self):
        return address_of(self.obj)

    @property
    def is_ready(self):
        """Changes in this language wait, and nothing of it is missing or older than the Indonesian."""
        if not self.stage or self.state in TO_DO or is_unfinished(self.obj, self.language):
            return False
        return is_changed(self.obj, self.language)


def text_models(rows_of_others=False):
    """Return the models with texts, pages first; those that are edited as rows of another on demand."""
    models = [model for model in apps.get_models() if issubclass(model, TranslatedModel)]
    if not rows_of_others:
        models = [m for m in models if not any(isinstance(f, ParentalKey) for f in m._meta.fields)]
    return sorted(models, key=lambda model: not issubclass(model, Page))


def main_field(obj):
    return (obj.needed_fields or obj.translated_fields)[0]


def all_texts(rows_of_others=False):
    """Return the newest version of every object that says something in Indonesian, with its rows."""
    found = []
    for model in text_models(rows_of_others):
        stored = list(model._default_manager.prefetch_related(*row_paths(model)))
        found += stored if rows_of_others else with_drafts(stored)
    return [obj for obj in found if obj.is_translated(SOURCE)]


def row_paths(model):
    """Return what to prefetch: `["questions", "questions__choices"]`."""
    paths = []
    for name in rows_inside(model):
        inner = row_paths(getattr(model, name).rel.related_model)
        paths += [name, *(f"{name}__{path}" for path in inner)]
    return paths


def with_drafts(stored):
    """Return `stored` with the latest draft in place of each object that has one; one query for all."""
    waiting = {
        obj.latest_revision_id: obj for obj in stored if getattr(obj, "has_unpublished_changes", False)
    }
    contents = {waiting[pk].pk: content for pk, content in draft_contents(waiting)}
    return [draft_of(obj, contents[obj.pk]) if obj.pk in contents else obj for obj in stored]


def draft_of(obj, content):
    draft = as_said(obj, content)
    draft.published = obj if obj.live else None
    return draft


def draft_contents(waiting):
    return (
        Revision.objects.filter(pk__in=filter(None, waiting)).values_list("pk", "content") if waiting else []
    )


def as_said(obj, content):
    """Return the version of `obj` with the texts of the revision `content`, without looking anything up."""
    older = type(obj).from_serializable_data({**content, "pk": obj.pk}, check_fks=False)
    for name in ("has_unpublished_changes", "latest_revision_id", "live"):  # a revision knows older ones
        setattr(older, name, getattr(obj, name, None))
    return older


def state_of(obj, language):
    """Return the state of `obj` and the rows inside it: that of the part that needs most work."""
    said = [member for _address, member in members(obj) if member.is_translated(SOURCE)]
    states = {member.translation_state(language) for member in said or [obj]}
    return next(state for state in ORDER if state in states)


def row_in(language, obj, reviewed):
    return TextRow(obj, language, state_of(obj, language), stage_of(obj, reviewed))


def rows_in(language, texts):
    """Return a `TextRow` for each of `texts`: outdated first, then missing, drafts and reviewed."""
    reviewed = in_review()
    rows = [row_in(language, obj, reviewed) for obj in texts]
    return sorted(rows, key=lambda row: ORDER.index(row.state))


def in_review():
    """Return the addresses of the texts that somebody has sent in and nobody has decided on."""
    states = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    return {
        f"{app}.{model}/{pk}"
        for app, model, pk in states.values_list(
            "content_type__app_label", "content_type__model", "object_id"
        )
    }


def stage_of(obj, reviewed):
    if not getattr(obj, "has_unpublished_changes", False):
        return ""
    return Stage.IN_REVIEW if address_of(obj) in reviewed else Stage.WAITING


def is_unfinished(obj, language):
    """Say whether pieces of a body wait until the rest of it is translated."""
    return any(member.unfinished(language) for _address, member in members(obj))


def is_changed(obj, language):
    """Say whether the draft `obj` says in `language`, or knows of its state, what readers do not see yet."""
    published = getattr(obj, "published", None)
    return published is None or marks(obj, language) != marks(published, language)


def marks(obj, language):
    return [
        (member.text_digest(language), member.translations.get(language)) for _address, member in members(obj)
    ]


def progress(texts):
    """Return `[{"code", "name", "counts": {state: number}, "done": percent}]`, a line per language."""
    lines = []
    for code, name in settings.LANGUAGES:
        counts = Counter(state_of(obj, code) for obj in texts)
        present = len(texts) - counts[TranslationState.MISSING]
        done = round(100 * present / len(texts)) if texts else 0
        numbers = [counts[state] for state in TranslationState]
        lines.append({"code": code, "name": name, "counts": counts, "numbers": numbers, "done": done})
    return lines


def text_object(label, pk):
    """Return the newest version of the text, draft or not; raises LookupError or DoesNotExist."""
    model = apps.get_model(label)
    if model not in text_models():
        raise LookupError(label)
    stored = model._default_manager.get(pk=pk)
    text = newest(stored)
    text.published = stored if getattr(stored, "live", True) else None
    return text


def newest(obj):
    return obj.get_latest_revision_as_object() if hasattr(obj, "get_latest_revision_as_object") else obj


def save_draft(obj, user, action="wagtail.edit"):
    """Keep `obj` as a draft; what has no drafts is saved at once."""
    if hasattr(obj, "save_revision"):
        return obj.save_revision(user=user, log_action=action, clean=False)
    obj.save()
    log(instance=obj, action=action, user=user)
    return None


def edit_url(obj, user):
    return AdminURLFinder(user).get_edit_url(obj)


# --- reading and comparing -----------------------------------------------------------------------


def lines_of(obj, language):
    """Return `[(field name, text), ...]` of `obj` and its rows; a body gives a line per piece of text."""
    lines = []
    for _address, member in members(obj):
        row = "" if member is obj else f"{member._meta.verbose_name} {member.row_name}: "
        lines += [(f"{row}{name}", line) for name, line in own_lines(member, language)]
    return lines


def own_lines(member, language):
    """Return `[(field name, text), ...]` of `member` without the rows inside it."""
    return [
        (member._meta.get_field(field).verbose_name, line)
        for field in member.translated_fields
        for line in flat(words(member.text_in(field, language)))
    ]


def flat(said):
    """Return the texts inside `said` in reading order, without types of blocks and targets of links."""
    if isinstance(said, dict):
        items = [said["value"]] if said.keys() == {"type", "value"} else said.values()
        return [line for item in items for line in flat(item)]
    if isinstance(said, list):
        return [line for item in said for line in flat(item)]
    text = BEFORE_A_STOP.sub("", TARGET.sub("", said)) if isinstance(said, str) else ""
    return [text] if text else []


def translated_source(obj, language, address=None):
    """Return the version of `obj` whose Indonesian was translated into `language`, or None if not kept.

    `address` names the row whose Indonesian is looked for; without it, that of `obj` itself.
    """
    member = dict(members(obj)).get(address, obj)
    wanted = member.translations.get(language, {}).get("source")
    if not wanted or not hasattr(obj, "revisions"):
        return None
    contents = obj.revisions.order_by("-created_at").values_list("content", flat=True)
    for content in contents.iterator(chunk_size=20):
        older = as_said(obj, content)
        if dict(members(older)).get(address, older).source_digest() == wanted:
            return older
    return None


def difference(before, now):
    """Return `[(op, word), ...]` between two texts; op is `" "`, `"-"` or `"+"`."""
    changes = difflib.ndiff(before.split(), now.split())
    return [(change[0], change[2:]) for change in changes if change[0] != "?"]


def source_changes(obj, language):
    """Return the differences between the translated Indonesian and today's, by line; None if not known."""
    old = [a for a, member in members(obj) if member.translation_state(language) == TranslationState.OUTDATED]
    versions = {address: translated_source(obj, language, address) for address in old}
    if not old or None in versions.values():
        return None
    changes = []
    for address, older in versions.items():
        changes += changed_lines(dict(members(older))[address], dict(members(obj))[address])
    return changes


def changed_lines(older, now):
    before, after = ([line for _, line in own_lines(member, SOURCE)] for member in (older, now))
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return [
        difference(" ".join(before[a:b]), " ".join(after[c:d]))
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    ]


def counts_for_print():
    """Return `{language: {state: number}}` over every text, rows of others included."""
    texts = all_texts(rows_of_others=True)
    counts = {code: Counter(obj.translation_state(code).value for obj in texts) for code in CODES}
    return {
        code: {state.value: found[state.value] for state in TranslationState}
        for code, found in counts.items()
    }
