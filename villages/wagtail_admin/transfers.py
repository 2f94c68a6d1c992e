"""Transfers of a village to another office, with a date and a reason; a second transfer undoes one."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.widgets import AdminDateInput
from wagtail.log_actions import log

from villages.forms.personal_data import reject_private_numbers
from villages.models import Assignment, ImmigrationOffice, Village, VillageMove
from villages.models.scopes import sees_everything


class TransferForm(forms.ModelForm):
    class Meta:
        model = VillageMove
        fields = ["to_office", "on", "reason"]
        widgets = {"on": AdminDateInput, "reason": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, village, **kwargs):
        super().__init__(*args, initial={"on": village.zone.today()}, **kwargs)
        self.village = village
        self.fields["to_office"].queryset = ImmigrationOffice.objects.exclude(pk=village.office_id)

    def clean_reason(self):
        reject_private_numbers(self.cleaned_data["reason"])
        return self.cleaned_data["reason"]

    def clean_on(self):
        day, last = self.cleaned_data["on"], self.village.moves.first()
        if day > self.village.zone.today():
            raise forms.ValidationError(_("This day is in the future. Move the village when the day comes."))
        if last and day < last.on:
            raise forms.ValidationError(_("The village moved here later than that. Choose a later day."))
        return day


def transfer_village(request, pk):
    if not sees_everything(request.user):
        raise PermissionDenied
    village = get_object_or_404(Village.objects.visible_to(request.user).for_list(), pk=pk)
    form = TransferForm(request.POST or None, village=village)
    if request.method == "POST" and form.is_valid() and (move := move_village(form, request.user)):
        log(village, "villages.move", data=log_data(move), user=request.user)
        messages.success(request, transfer_message(move))
        return redirect("roster_villages:inspect", village.pk)
    ending = Assignment.objects.ending_with(village, village.zone.today()).select_related("user")
    context = {"form": form, "village": village, "ending": ending}
    return render(
        request, "villages/wagtail_admin/transfer.html", context, status=422 if form.errors else 200
    )


def log_data(move):
    return {
        "from": str(move.from_office),
        "to": str(move.to_office),
        "reason": move.reason,
        "sessions": move.sessions_handed_over,
    }


def transfer_message(move):
    message = _("%(village)s now belongs to %(office)s.") % {
        "village": move.village,
        "office": move.to_office,
    }
    count = move.sessions_handed_over
    sessions = ngettext(
        "%(count)d session held since then moved too.",
        "%(count)d sessions held since then moved too.",
        count,
    )
    return f"{message} {sessions % {'count': count}}" if count else message


def move_village(form, user):
    """Return the move, or None with an error in the form when somebody else moved it there just now."""
    try:
        return VillageMove.objects.move(form.village, **form.cleaned_data, actor=user)
    except forms.ValidationError as error:
        form.add_error("to_office", error)
