from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from cms.editing.publishing import publishing_errors

APPROVE = "approve"


class PeerReviewTask(AbstractGroupApprovalTask):
    """A step of a workflow that anybody but the person who asked for it may decide."""

    class Meta:
        verbose_name = _("review by another person")
        verbose_name_plural = _("reviews by another person")

    @classmethod
    def get_description(cls):
        return _("A member of the chosen groups decides, but never the person who sent the text.")

    def get_actions(self, obj, user):
        return [] if asked_for_by(obj, user) else super().get_actions(obj, user)

    def on_action(self, task_state, user, action_name, **kwargs):
        """Decide and return None; for a text with publishing errors, return the address that shows them.

        Wagtail redirects the person who decided to that address. Every way to approve comes through here.
        """
        if action_name == APPROVE and publishing_errors(reviewed_version(task_state)):
            return reverse("not-approved", args=[task_state.pk])
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        if not states:
            return TaskState.objects.none()
        return states.exclude(workflow_state__requested_by=user)


def asked_for_by(obj, user):
    workflow_state = obj.current_workflow_state
    return bool(workflow_state) and workflow_state.requested_by_id == user.pk


def reviewed_version(task_state):
    """Return the version that an approval publishes."""
    return task_state.workflow_state.content_object.get_latest_revision_as_object()
