import secrets

from wagtail.admin.forms import WagtailAdminModelForm

from cms.editing.forms import TranslatedModelForm


class QuizForm(TranslatedModelForm):
    """New choices get their keys before the first save."""

    def save(self, commit=True):
        quiz = super().save(commit=False)
        quiz.assign_codes()
        if commit:
            quiz.save()
        return quiz


class QuestionForm(WagtailAdminModelForm):
    """A question without a code gets one at once: two without would collide."""

    def clean_code(self):
        return self.cleaned_data["code"] or f"N-{secrets.token_hex(4)}"
