"""What must be checked again: facts, helplines and whatever else has a date until which it holds."""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.views.reports import ReportView

from cms.accounts.permissions import is_only_translator
from cms.translations.texts import newest_version, save_checked

SOON = timedelta(days=60)
# Checked here; questions of quizzes are checked in their quiz, where the answer stands.
CHECKED_HERE = {"cms.fact": "checked_on", "cms.helpline": "read_on"}  # {model: the day of the last check}
WITH_A_DATE = (*CHECKED_HERE, "quizzes.question")
SHOWN_WITH = {"cms.fact": ["sources"], "quizzes.question": ["quiz"]}


@dataclass(frozen=True)
class DueCheck:
    obj: Model
    is_past: bool

    @property
    def label(self):
        return self.obj._meta.label_lower

    @property
    def kind(self):
        return self.obj._meta.verbose_name

    @property
    def is_checked_here(self):
        return self.label in CHECKED_HERE

    @property
    def checked_on(self):
        return getattr(self.obj, CHECKED_HERE[self.label]) if self.is_checked_here else None

    @property
    def edited_in(self):
        return self.obj if self.is_checked_here else self.obj.quiz


def due_checks(today):
    """Return a `DueCheck` for all that expires within 60 days or has expired, by kind and date."""
    found = []
    for label in WITH_A_DATE:
        objects = apps.get_model(label)._default_manager.filter(valid_until__lte=today + SOON)
        objects = objects.order_by("valid_until", "pk").prefetch_related(*SHOWN_WITH.get(label, []))
        found += [DueCheck(obj, obj.valid_until < today) for obj in objects]
    return found


class CheckForm(forms.Form):
    label = forms.ChoiceField(choices=[(label, label) for label in CHECKED_HERE])
    pk = forms.IntegerField()
    checked_on = forms.DateField(label=_("read in a source on"))
    valid_until = forms.DateField(label=_("check again by"))

    def clean(self):
        cleaned = super().clean()
        today = timezone.localdate()
        if cleaned.get("checked_on", today) > today:
            raise ValidationError(_("The date of the check is in the future. Choose today or earlier."))
        if "valid_until" in cleaned and cleaned["valid_until"] <= today:
            raise ValidationError(_("The next check must be after today."))
        if not self.errors:
            self.found = apps.get_model(cleaned["label"])._default_manager.filter(pk=cleaned["pk"]).first()
            if self.found is None:
                raise ValidationError(_("This text no longer exists."))
        return cleaned

    def checked_object(self):
        obj = newest_version(self.found)
        setattr(obj, CHECKED_HERE[self.cleaned_data["label"]], self.cleaned_data["checked_on"])
        obj.valid_until = self.cleaned_data["valid_until"]
        return obj


class CheckColumn(BaseColumn):
    """The text with its dates and sources, and the form that saves a check."""

    cell_template_name = "cms/fact_checks/cell.html"

    def get_cell_context_data(self, instance, parent_context):
        return super().get_cell_context_data(instance, parent_context) | {
            "check": instance,
            "csrf_token": parent_context.get("csrf_token"),
            "today": timezone.localdate(),
            "may_check": not is_only_translator(parent_context["request"].user),
        }

    class Media:
        css = {"all": ["css/admin/editorial.css"]}


class FactCheckReport(ReportView):
    page_title = _("To check again")
    header_icon = "date"
    index_url_name = "freshness"
    results_template_name = "cms/fact_checks/results.html"
    paginate_by = None
    columns = [CheckColumn("text", label=_("Text")), Column("kind", label=_("Kind of text"))]

    def get_queryset(self):
        return due_checks(timezone.localdate())

    def post(self, request):
        if is_only_translator(request.user):
            raise PermissionDenied
        form = CheckForm(request.POST)
        if form.is_valid():
            save_check(request, form.checked_object())
        else:
            errors = " ".join(error for found in form.errors.values() for error in found)
            messages.error(request, gettext("Nothing was changed. %(errors)s") % {"errors": errors})
        return redirect("freshness")


def save_check(request, obj):
    if not request.user.has_perm(f"{obj._meta.app_label}.change_{obj._meta.model_name}"):
        raise PermissionDenied
    if save_checked(obj, request.user):
        message = gettext("“%(text)s” is checked.")
    else:
        message = gettext("“%(text)s” is checked. The change is waiting to be published.")
    messages.success(request, message % {"text": obj})
