"""Quizzes in the editing desk. One with faults is kept as a draft and never reaches people."""

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
from quizzes.authoring.validation import faults
from quizzes.models import Quiz

ON_THE_WAY_OUT = {"publish", "submit", "restart-workflow"}


def refuse(request, found):
    """Say why a quiz was not published."""
    listed = format_html_join("", "<li>{}</li>", ([sentence] for sentence in found))
    said = gettext("Kept as a draft, not published. Mend this first:")
    messages.error(request, format_html("{}<ul>{}</ul>", said, listed))


class LintMixin:
    """What was written is kept in any case; only the way to the public is closed."""

    def run_action_method(self):
        approves = self.action == "workflow-action" and self.workflow_action == APPROVE
        found = faults(self.object) if approves or self.action in ON_THE_WAY_OUT else []
        if not found:
            return super().run_action_method()
        refuse(self.request, found)
        address = reverse(self.edit_url_name, args=[quote(self.object.pk)])
        # The tab that lists the faults.
        return redirect(f"{address}#tab-{safe_snake_case(gettext('Questions'))}")


class QuizCreateView(LintMixin, CreateView):
    pass


class QuizEditView(LintMixin, EditView):
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
