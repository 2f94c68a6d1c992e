"""Quizzes in the admin. One with errors stays a draft."""

from django.contrib.admin.utils import quote
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import LiveStatusTagColumn
from wagtail.coreutils import safe_snake_case
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from cms.models.workflow import APPROVE
from quizzes.authoring.panels import quiz_edit_handler
from quizzes.authoring.validation import quiz_errors
from quizzes.models import Quiz

PUBLISHING_ACTIONS = {"publish", "submit", "restart-workflow"}


def show_errors(request, errors):
    """Tell the editor why the quiz was not published."""
    items = format_html_join("", "<li>{}</li>", ([sentence] for sentence in errors))
    message = gettext("Saved as a draft, not published. Fix this first:")
    messages.error(request, format_html("{}<ul>{}</ul>", message, items))


class ValidationMixin:
    """Saves a quiz with errors as a draft instead of publishing it."""

    def run_action_method(self):
        approves = self.action == "workflow-action" and self.workflow_action == APPROVE
        errors = quiz_errors(self.object) if approves or self.action in PUBLISHING_ACTIONS else []
        if not errors:
            return super().run_action_method()
        show_errors(self.request, errors)
        address = reverse(self.edit_url_name, args=[quote(self.object.pk)])
        # The tab that lists the errors.
        return redirect(f"{address}#tab-{safe_snake_case(gettext('Questions'))}")


class QuizCreateView(ValidationMixin, CreateView):
    pass


class QuizEditView(ValidationMixin, EditView):
    pass


class QuizViewSet(SnippetViewSet):
    model = Quiz
    icon = "list-ol"
    menu_label = _("Quizzes")
    menu_order = 225
    add_to_admin_menu = True
    copy_view_enabled = False
    ordering = ["slug"]
    list_display = ["title", "slug", LiveStatusTagColumn()]
    search_fields = ["title_ind", "title_en", "slug"]
    add_view_class = QuizCreateView
    edit_view_class = QuizEditView
    edit_handler = quiz_edit_handler()
