from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState


class PeerReviewTask(AbstractGroupApprovalTask):
    """A step of a workflow that somebody else than the person who asked for it decides."""

    class Meta:
        verbose_name = _("review by another person")
        verbose_name_plural = _("reviews by another person")

    @classmethod
    def get_description(cls):
        return _("A member of the chosen groups decides, but never the person who sent the text in.")

    def get_actions(self, obj, user):
        return [] if asked_for_by(obj, user) else super().get_actions(obj, user)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        if not states:
            return TaskState.objects.none()
        return states.exclude(workflow_state__requested_by=user)


def asked_for_by(obj, user):
    workflow_state = obj.current_workflow_state
    return bool(workflow_state) and workflow_state.requested_by_id == user.pk
