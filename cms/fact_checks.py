"""What must be checked again: facts, helplines and whatever else has a date until which it holds."""

from datetime import timedelta

from django import forms
from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cms.accounts.permissions import is_only_translator, text_worker_required
from cms.translations.texts import newest_version, save_checked

SOON = timedelta(days=60)
# Checked here; questions of quizzes are checked in their quiz, where the answer stands.
CHECKED_HERE = ("cms.fact", "cms.helpline")
WITH_A_DATE = (*CHECKED_HERE, "quizzes.question")
SHOWN_WITH = {"cms.fact": ["sources"], "quizzes.question": ["quiz"]}


def kinds_to_check(today):
    """Return `[{"name", "label", "rows", "here"}]`, what expires in 60 days or has expired."""
    kinds = []
    for label in WITH_A_DATE:
        model = apps.get_model(label)
        found = model._default_manager.filter(valid_until__lte=today + SOON).order_by("valid_until", "pk")
        found = found.prefetch_related(*SHOWN_WITH.get(label, []))
        rows = [(obj, obj.valid_until < today) for obj in found]
        here = label in CHECKED_HERE
        kinds.append({"name": model._meta.verbose_name_plural, "label": label, "rows": rows, "here": here})
    return kinds


class CheckForm(forms.Form):
    label = forms.ChoiceField(choices=[(label, label) for label in CHECKED_HERE])
    pk = forms.IntegerField()
    checked_on = forms.DateField(label=_("checked on"))
    valid_until = forms.DateField(label=_("check again by"))

    def clean(self):
        cleaned = super().clean()
        today = timezone.localdate()
        if cleaned.get("checked_on", today) > today:
            raise ValidationError(_("The day of the check lies in the future."))
        if "valid_until" in cleaned and cleaned["valid_until"] <= today:
            raise ValidationError(_("The next check must lie in the future."))
        if not self.errors:
            self.found = apps.get_model(cleaned["label"])._default_manager.filter(pk=cleaned["pk"]).first()
            if self.found is None:
                raise ValidationError(_("That text is no longer there."))
        return cleaned

    def checked_object(self):
        obj = newest_version(self.found)
        obj.checked_on, obj.valid_until = self.cleaned_data["checked_on"], self.cleaned_data["valid_until"]
        return obj


@require_http_methods(["GET", "HEAD", "POST"])
@text_worker_required
def freshness(request):
    if request.method == "POST":
        return save_check(request)
    today = timezone.localdate()
    may_check = not is_only_translator(request.user)
    context = {"kinds": kinds_to_check(today), "today": today, "may_check": may_check}
    return render(request, "cms/fact_checks.html", context)


def save_check(request):
    if is_only_translator(request.user):
        raise PermissionDenied
    form = CheckForm(request.POST)
    if not form.is_valid():
        errors = " ".join(error for found in form.errors.values() for error in found)
        messages.error(request, gettext("Nothing was changed. %(faults)s") % {"faults": errors})
        return redirect("freshness")
    obj = form.checked_object()
    if not request.user.has_perm(f"{obj._meta.app_label}.change_{obj._meta.model_name}"):
        raise PermissionDenied
    if save_checked(obj, request.user):
        messages.success(request, gettext("“%(text)s” is checked.") % {"text": obj})
    else:
        messages.success(
            request, gettext("“%(text)s” is checked; the change waits to be published.") % {"text": obj}
        )
    return redirect("freshness")
