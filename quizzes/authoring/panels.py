"""The editing form of a quiz: language tabs, then the questions with their choices."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.utils import build_localized_fieldname
from wagtail.admin.panels import (
    FieldPanel,
    MultiFieldPanel,
    Panel,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.panels.base import get_form_for_model
from wagtail.admin.widgets.slug import SlugInput

from cms.editing.panels import SharedTab, audio_panel, language_panels, language_tabs
from cms.languages import SOURCE
from quizzes.authoring.comparison import RowsPanel
from quizzes.authoring.forms import QuestionForm, QuizForm
from quizzes.authoring.validation import quiz_errors, quiz_hints


class QuestionsTab(SharedTab):
    """Its heading counts the errors that prevent publishing."""

    class BoundPanel(SharedTab.BoundPanel):
        @property
        def heading(self):
            count = len(quiz_errors(self.instance)) if self.instance.pk else 0
            if not count:
                return self.panel.heading
            errors = ngettext("%(count)s error", "%(count)s errors", count) % {"count": count}
            return f"{self.panel.heading}: {errors}"

        @heading.setter
        def heading(self, value):
            pass  # Wagtail's constructor copies the panel's heading; ours is counted.


class ValidationPanel(Panel):
    """Errors and hints for the quiz as it was last saved."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "quizzes/authoring/validation_panel.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            return {**context, "errors": quiz_errors(self.instance), "hints": quiz_hints(self.instance)}

        def is_shown(self):
            return super().is_shown() and bool(self.instance.pk)


class QuestionsPanel(RowsPanel):
    """Rows with `QuestionForm`; Wagtail's own panel cannot set the form of its rows."""

    def get_form_options(self):
        options = super().get_form_options()
        deferred = self.child_edit_handler.get_form_options().get("defer_required_on_fields")
        options["formsets"][self.relation_name]["form"] = get_form_for_model(
            self.db_field.related_model, form_class=QuestionForm, defer_required_on_fields=deferred or []
        )
        return options


def title_panel(name):
    """The slug follows the title in the language that is always there, until the quiz is published."""
    if name != build_localized_fieldname("title", SOURCE):
        return FieldPanel(name)
    return TitleFieldPanel(name, classname="", placeholder=False)


def choice_panels():
    return [
        *language_panels(["text", "feedback", "audio"], audio=audio_panel),
        FieldPanel("is_right"),
        FieldPanel("picture"),
    ]


def question_panels():
    return [
        MultiFieldPanel([FieldPanel("kind"), FieldPanel("code")], heading=_("About the question")),
        *language_panels(["text", "explanation", "next_step", "audio"], audio=audio_panel),
        FieldPanel("picture"),
        MultiFieldPanel(
            [
                FieldPanel("facts", widget=forms.SelectMultiple(attrs={"size": 8})),
                FieldPanel("valid_until"),
            ],
            heading=_("Checked"),
        ),
        RowsPanel("choices", panels=choice_panels(), heading=_("Choices"), label=_("Choice")),
    ]


def quiz_edit_handler():
    questions = QuestionsPanel(
        "questions",
        panels=question_panels(),
        heading=_("Questions"),
        label=_("Question"),
        help_text=_(
            "Write 3 to 7 questions, at least one of them a scenario, with 2 to 4 choices each."
            " “I don't know yet” is added automatically."
        ),
    )
    common = [
        FieldPanel("slug", widget=SlugInput),
        FieldPanel("icon"),
        FieldPanel("topic"),
        PublishingPanel(),
    ]
    return TabbedInterface(
        [
            *language_tabs(["title", "intro"], title=title_panel),
            QuestionsTab([ValidationPanel(), questions], heading=_("Questions")),
            SharedTab(common, heading=_("For all languages")),
        ],
        base_form_class=QuizForm,
    )
