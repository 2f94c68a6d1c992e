"""Every text in several languages, in its newest version: finding, reading drafts of and saving them."""

from django.apps import apps
from modelcluster.fields import ParentalKey
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from cms.accounts.permissions import may_confirm
from cms.languages import SOURCE
from cms.models.translatable import TranslatedModel
from cms.translations.segments import translated_relations


def text_models(rows_of_others=False):
    """Return the models with texts, pages first; those that are edited as rows of another on demand."""
    models = [model for model in apps.get_models() if issubclass(model, TranslatedModel)]
    if not rows_of_others:
        models = [m for m in models if not any(isinstance(f, ParentalKey) for f in m._meta.fields)]
    return sorted(models, key=lambda model: not issubclass(model, Page))


def main_field(obj):
    return (obj.needed_fields or obj.translated_fields)[0]


def all_texts(rows_of_others=False):
    """Return the newest version of every object that has an Indonesian text, with its rows."""
    found = []
    for model in text_models(rows_of_others):
        stored = list(model._default_manager.prefetch_related(*row_paths(model)))
        found += stored if rows_of_others else with_drafts(stored)
    return [obj for obj in found if obj.is_translated(SOURCE)]


def row_paths(model):
    """Return what to prefetch: `["questions", "questions__choices"]`."""
    paths = []
    for name in translated_relations(model):
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


def draft_contents(revision_ids):
    if not revision_ids:
        return []
    return Revision.objects.filter(pk__in=filter(None, revision_ids)).values_list("pk", "content")


def draft_of(obj, content):
    draft = from_revision(obj, content)
    draft.published = obj if obj.live else None
    return draft


def from_revision(obj, content):
    """Return the version of `obj` with the texts of the revision `content`, without any query."""
    version = type(obj).from_serializable_data({**content, "pk": obj.pk}, check_fks=False)
    for name in ("has_unpublished_changes", "latest_revision_id", "live"):  # the revision's own are old
        setattr(version, name, getattr(obj, name, None))
    return version


def text_object(label, pk):
    """Return the newest version of the text, draft or not; raises LookupError or DoesNotExist."""
    model = apps.get_model(label)
    if model not in text_models():
        raise LookupError(label)
    stored = model._default_manager.get(pk=pk)
    text = newest_version(stored)
    text.published = stored if getattr(stored, "live", True) else None
    return text


def newest_version(obj):
    return obj.get_latest_revision_as_object() if hasattr(obj, "get_latest_revision_as_object") else obj


def edit_url(obj, user):
    return AdminURLFinder(user).get_edit_url(obj)


def save_draft(obj, user, action="wagtail.edit"):
    """Save `obj` as a draft; an object without drafts is saved at once."""
    if hasattr(obj, "save_revision"):
        return obj.save_revision(user=user, log_action=action, clean=False)
    obj.save()
    log(instance=obj, action=action, user=user)
    return None


def save_checked(obj, user):
    """Save `obj` after a check; return True if readers see it now.

    A text with other changes that wait to be published goes on waiting.
    """
    if not hasattr(obj, "save_revision"):
        obj.save()
        return True
    publish = obj.live and not obj.has_unpublished_changes and may_confirm(user)
    revision = obj.save_revision(user=user, log_action=True)
    if publish:
        revision.publish(user=user, skip_permission_checks=True)
    return publish
