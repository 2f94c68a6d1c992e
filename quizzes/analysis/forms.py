"""The filters of a quiz report, from its query string."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from quizzes.analysis.scope import Scope
from quizzes.models import Edition, Phase
from villages.models import ImmigrationOffice
from villages.reach.filters import MonthField

ROUND_PHASES = [choice for choice in Phase.choices if choice[0] != Phase.ALONE]


class EditionField(forms.ModelChoiceField):
    def label_from_instance(self, edition):
        return _("Version %(number)s, since %(day)s") % {
            "number": edition.number,
            "day": edition.made_on.strftime("%d/%m/%Y"),
        }


class ReportForm(forms.Form):
    version = EditionField(
        Edition.objects.none(), label=_("Quiz version"), to_field_name="number", required=False
    )
    phase = forms.ChoiceField(label=_("Phase"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    first = MonthField(label=_("From month"), required=False)
    last = MonthField(label=_("To month"), required=False)
    office = forms.ModelChoiceField(ImmigrationOffice.objects.all(), label=_("Office"), required=False)

    def __init__(self, data, quiz, offices, default):
        """`offices`: those the viewer may see, None means all; `default`: (edition, phase)."""
        super().__init__({"version": default[0].number, "phase": default[1], **data})
        self.offices, self.default = offices, default
        self.fields["version"].queryset = quiz.editions.order_by("-number")
        self.fields["version"].empty_label = None
        self.fields["phase"].choices = Phase.choices if offices is None else ROUND_PHASES
        self.fields["language"].choices = [("", _("All")), *settings.LANGUAGES]
        if offices is not None:
            self.fields["office"].queryset = offices

    def clean(self):
        data = super().clean()
        if data.get("first") and data.get("last") and data["first"] > data["last"]:
            self.add_error("last", _("The period ends before it begins."))
        if data.get("office") and data.get("phase") == Phase.ALONE:
            self.add_error("office", _("People who answer alone belong to no office. Choose another phase."))
        return data

    @property
    def scope(self):
        """Return the selected `Scope`, with defaults for invalid fields."""
        self.is_valid()
        data = self.cleaned_data
        office = data.get("office")
        return Scope(
            data.get("version") or self.default[0],
            data.get("phase") or self.default[1],
            data.get("language", ""),
            data.get("first"),
            data.get("last"),
            office.pk if office else None,
            self.offices,
        )
