"""Sending texts on without their forms: in for review, or out to the readers."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.models import TaskState

from cms.accounts.permissions import editable_languages, may_change, may_publish, text_worker_required
from cms.editing.publishing import hindrances
from cms.models.workflow import APPROVE, reviewed_version
from cms.translations.status import edit_url
from cms.translations.views import asked_language, asked_text


@require_POST
@text_worker_required
def send_on(request):
    """Send in or publish each ticked text; what cannot go stays, and the person reads why."""
    language = asked_language(request)
    if language not in editable_languages(request.user):
        raise PermissionDenied
    chosen = [asked_text(*address.rpartition("/")[::2], language) for address in request.POST.getlist("text")]
    publishes = request.POST.get("then") == "publish"
    tried = [(text, (publish if publishes else send)(text, request.user)) for text in chosen]
    refused = [(text, found) for text, found in tried if found]
    if len(tried) > len(refused):
        messages.success(request, told(len(tried) - len(refused), publishes))
    if refused:
        say_why(request, refused)
    return redirect(f"{reverse('translations')}?{request.GET.urlencode()}")


def told(count, publishes):
    if publishes:
        said = ngettext("%(count)s text is published.", "%(count)s texts are published.", count)
    else:
        said = ngettext(
            "%(count)s text is sent in for review.", "%(count)s texts are sent in for review.", count
        )
    return said % {"count": count}


@require_safe
@text_worker_required
def not_approved(request, pk):
    """Where an approval leads that was refused: back to what waits, with the reasons."""
    state = get_object_or_404(TaskState, pk=pk)
    text = reviewed_version(state)
    if found := hindrances(text):
        say_why(request, [(text, found)])
    return redirect("wagtailadmin_home")


def send(text, user):
    """Send the newest version of `text` in for review; return the sentences that hinder it."""
    if text.workflow_in_progress or not text.get_workflow() or not may_change(user, text):
        return [_("You may not change this text now: it is locked, under review or not yours.")]
    found = hindrances(text)
    if not found:
        returned = text.current_workflow_state
        returned.resume(user) if returned else text.get_workflow().start(text, user)
    return found


def publish(text, user):
    """Approve the newest version of `text`, or publish it with that right; return what hinders it."""
    approves = may_approve(user, text)
    if not approves and not (may_publish(user, text) and may_change(user, text)):
        return [_("Another person must approve this text, or it is locked.")]
    found = hindrances(text)
    if not found and approves:
        text.current_workflow_task.on_action(text.current_workflow_task_state, user, APPROVE)
    elif not found:
        text.get_latest_revision().publish(user=user)
    return found


def may_approve(user, text):
    task = text.current_workflow_task
    return bool(task) and APPROVE in [name for name, *_rest in task.get_actions(text, user)]


def say_why(request, refused):
    """Tell which texts stay as they are: `refused` holds `(text, sentences)`."""
    listed = format_html_join(
        "",
        '<li><a href="{}">{}</a>: {}</li>',
        ((edit_url(text, request.user) or "", text, " ".join(found)) for text, found in refused),
    )
    said = _("Kept as drafts, not sent on. Mend this first:")
    messages.error(request, format_html("{}<ul>{}</ul>", said, listed))
