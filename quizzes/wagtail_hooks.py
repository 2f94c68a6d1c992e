from django.contrib import messages
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet

from cms.public.navigation import SiteLink
from quizzes import sitemaps
from quizzes.authoring.viewset import QuizViewSet
from quizzes.models.quizzes import PUBLISHING_CANCELLED, Quiz
from quizzes.programme.exports.frozen_quarters import frozen_sums
from quizzes.programme.permissions import may_see_dashboard
from villages.public import frozen_sums as public_sums

register_snippet(QuizViewSet)
hooks.register("register_sitemap_places", sitemaps.places)
hooks.register(public_sums.HOOK, frozen_sums)


@hooks.register("register_main_link")
def register_quiz_list():
    return SiteLink("kuis", _("Quiz"), "question", _("Five short questions. Nobody sees your name."))


@hooks.register("register_log_actions")
def quiz_log_actions(actions):
    @actions.register_action(PUBLISHING_CANCELLED)
    class PublishingCancelledFormatter(LogFormatter):
        label = _("publishing stopped")

        def format_message(self, entry):
            sentence = gettext("was not published at the scheduled time: %(errors)s")
            return sentence % {"errors": " ".join(entry.data["faults"])}


@hooks.register("before_delete_snippet")
def prevent_deleting_published_quizzes(request, snippets):
    """Answers refer to the questions of every edition, so the database would reject it too."""
    if any(isinstance(snippet, Quiz) and snippet.editions.exists() for snippet in snippets):
        messages.error(
            request,
            gettext("This quiz cannot be deleted. It was published, and people have answered its questions."),
        )
        return redirect(Quiz.snippet_viewset.get_url_name("list"))
    return None


class DashboardMenuItem(MenuItem):
    def is_shown(self, request):
        return may_see_dashboard(request.user)


@hooks.register("register_admin_urls")
def programme_admin_urls():
    return [
        path("program/", include("quizzes.programme.urls")),
        path("hasil-kuis/", include("quizzes.analysis.urls")),
    ]


@hooks.register("register_admin_menu_item")
def dashboard_menu_item():
    url = reverse("dashboard:index")
    return DashboardMenuItem(_("Programme"), url, name="programme", icon_name="table", order=50)


@hooks.register("register_admin_menu_item")
def results_menu_item():
    url = reverse("quiz_reports:index")
    return DashboardMenuItem(_("Quiz results"), url, name="quiz-results", icon_name="list-ol", order=60)
