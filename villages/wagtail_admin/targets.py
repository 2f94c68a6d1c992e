"""The yearly targets of an office's villages on one page: all that a reviewer may change about a village."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from villages.forms.counts import WholeNumberField
from villages.forms.limits import MOST_YEARLY_SESSIONS
from villages.models import ImmigrationOffice, Village


def yearly_target_field(**kwargs):
    return WholeNumberField(required=False, min_value=0, max_value=MOST_YEARLY_SESSIONS, **kwargs)


class TargetForm(forms.ModelForm):
    yearly_target = yearly_target_field()

    class Meta:
        model = Village
        fields = ["yearly_target"]


TargetFormSet = forms.modelformset_factory(Village, form=TargetForm, extra=0)


def targets(request):
    offices = ImmigrationOffice.objects.visible_to(request.user).filter(villages__isnull=False).distinct()
    if not request.user.has_perm("villages.view_village") or not offices:
        raise PermissionDenied
    office = chosen_office(offices, request.GET.get("office", ""))
    villages = Village.objects.filter(office=office).active().select_related("regency")
    formset = TargetFormSet(request.POST or None, queryset=villages)
    if request.method == "POST" and formset.is_valid():
        for village in formset.save(commit=False):
            village.save(update_fields=["yearly_target", "updated_at"])
            log(village, "wagtail.edit", data={"yearly_target": village.yearly_target}, user=request.user)
        messages.success(request, _("The targets are saved."))
        return redirect(f"{reverse('roster_targets')}?office={office.pk}")
    context = {"formset": formset, "office": office, "offices": offices}
    return render(
        request, "villages/wagtail_admin/targets.html", context, status=422 if formset.is_bound else 200
    )


def chosen_office(offices, pk):
    return next((office for office in offices if str(office.pk) == pk), offices[0])
