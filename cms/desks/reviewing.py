"""Marking a translation as checked, with the name and the day."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.desks import texts
from cms.languages import TARGETS
from cms.models.translated import TranslationState
from cms.pieces import members
from cms.rights import editable_languages, may_change, may_vouch


def asked_text(label, pk, language):
    if language not in TARGETS:
        raise Http404
    try:
        return texts.text_object(label, pk)
    except (LookupError, ValueError, ObjectDoesNotExist) as error:
        raise Http404 from error


def may_review(user, obj, language):
    """Say whether `user` may mark `obj` as checked: it is wholly there, and in a language of hers."""
    if language not in editable_languages(user) or texts.state_of(obj, language) == TranslationState.MISSING:
        return False
    return not texts.is_unfinished(obj, language) and may_change(user, obj)


def mark(request, obj, language):
    """Note that the reader of `request` has checked `obj` and its rows in `language`."""
    for _address, member in members(obj):
        if member.is_translated(language):
            member.mark_translation(
                language, TranslationState.REVIEWED, request.user.display_name, timezone.localdate()
            )
    if keep(obj, request.user):
        messages.success(request, _("Marked as checked. Readers no longer see the notice."))
    else:
        messages.success(
            request, _("Marked as checked. Send the text in for review: readers see it when it is approved.")
        )


def keep(obj, user):
    """Save `obj`; say whether readers see it. What was waiting to be published goes on waiting."""
    if not hasattr(obj, "save_revision"):
        obj.save()
        return True
    publish = obj.live and not obj.has_unpublished_changes and may_vouch(user)
    revision = obj.save_revision(user=user, log_action=True)
    if publish:
        revision.publish(user=user, skip_permission_checks=True)
    return publish
