"""Sending texts on without opening their forms: in for review, or out to the readers."""

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
from cms.editing.publishing import publishing_errors
from cms.models.workflow import APPROVE, reviewed_version
from cms.translations.texts import edit_url
from cms.translations.views import get_text_or_404, requested_language


@require_POST
@text_worker_required
def send_on(request):
    """Send in or publish each ticked text; a text with errors stays as it is, and the errors are shown."""
    language = requested_language(request)
    if language not in editable_languages(request.user):
        raise PermissionDenied
    addresses = [address.rpartition("/") for address in request.POST.getlist("text")]
    texts = [get_text_or_404(label, pk, language) for label, _slash, pk in addresses]
    publishes = request.POST.get("then") == "publish"
    results = [(text, (publish if publishes else send_in)(text, request.user)) for text in texts]
    refused = [(text, errors) for text, errors in results if errors]
    if len(results) > len(refused):
        messages.success(request, success_message(len(results) - len(refused), publishes))
    if refused:
        show_publishing_errors(request, refused)
    return redirect(f"{reverse('translations')}?{request.GET.urlencode()}")


def success_message(count, publishes):
    if publishes:
        message = ngettext("%(count)s text is published.", "%(count)s texts are published.", count)
    else:
        message = ngettext(
            "%(count)s text is sent for review.", "%(count)s texts are sent for review.", count
        )
    return message % {"count": count}


@require_safe
@text_worker_required
def not_approved(request, pk):
    """Lead back to what waits after an approval that was refused, with the reasons."""
    state = get_object_or_404(TaskState, pk=pk)
    text = reviewed_version(state)
    if errors := publishing_errors(text):
        show_publishing_errors(request, [(text, errors)])
    return redirect("wagtailadmin_home")


def send_in(text, user):
    """Send the newest version of `text` in for review; return the errors that prevent it."""
    if text.workflow_in_progress or not text.get_workflow() or not may_change(user, text):
        return [_("You cannot change this text now: it is locked, under review or not yours.")]
    errors = publishing_errors(text)
    if not errors:
        returned = text.current_workflow_state
        returned.resume(user) if returned else text.get_workflow().start(text, user)
    return errors


def publish(text, user):
    """Approve the newest version of `text`, or publish it with that right; return what prevents it."""
    approves = may_approve(user, text)
    if not approves and not (may_publish(user, text) and may_change(user, text)):
        return [_("Another person must approve this text, or it is locked.")]
    errors = publishing_errors(text)
    if not errors and approves:
        text.current_workflow_task.on_action(text.current_workflow_task_state, user, APPROVE)
    elif not errors:
        text.get_latest_revision().publish(user=user)
    return errors


def may_approve(user, text):
    task = text.current_workflow_task
    return bool(task) and APPROVE in [name for name, *_rest in task.get_actions(text, user)]


def show_publishing_errors(request, refused):
    """List the texts that stay as they are: `refused` holds `(text, errors)`."""
    listed = format_html_join(
        "",
        '<li><a href="{}">{}</a>: {}</li>',
        ((edit_url(text, request.user) or "", text, " ".join(errors)) for text, errors in refused),
    )
    heading = _("Saved as drafts, not sent. Fix this first:")
    messages.error(request, format_html("{}<ul>{}</ul>", heading, listed))
