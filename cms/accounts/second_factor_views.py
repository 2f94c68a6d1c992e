"""Setting up the second factor, and giving somebody the code for it."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_otp import login as otp_login
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail_2fa.forms import DeviceForm, TokenForm
from wagtail_2fa.utils import delete_unconfirmed_devices, get_unconfirmed_device
from wagtail_2fa.views import DeviceCreateView, DeviceDeleteView, DeviceQRCodeView, LoginView

from cms.accounts.second_factor import finish_set_up, is_right_code, reset
from cms.accounts.sign_in_limits import TooManyTries, check_own_password
from cms.models import User

DIGITS = re.compile(r"\d{6}", re.ASCII)


class SetUpForm(DeviceForm):
    """Asks for the code that came with the account: a stolen password alone sets up nothing."""

    code = forms.CharField(
        label=gettext_lazy("Code you were given"),
        help_text=gettext_lazy("It came with your account. Ask an administrator for a new one."),
        max_length=40,
    )
    field_order = ["code", "name", "otp_token", "password"]

    def __init__(self, request, **kwargs):
        super().__init__(request, **kwargs)
        if request.user.is_verified():
            del self.fields["code"]

    def clean_code(self):
        if not is_right_code(self.request.user, self.cleaned_data["code"]):
            raise ValidationError(_("This code is wrong or too old. Ask an administrator for a new one."))
        return self.cleaned_data["code"]

    def clean_password(self):
        try:
            if check_own_password(self.request, self.cleaned_data["password"]):
                return
        except TooManyTries as refused:
            self.request.wait_seconds = refused.seconds
        raise ValidationError(_("Wrong password"))


class SecondStepForm(TokenForm):
    """Six digits of an app, or a recovery code. django-otp asks which device is meant; the code shows it."""

    def clean(self):
        token = "".join(self.cleaned_data.get("otp_token", "").split()).lower()
        model = TOTPDevice if DIGITS.fullmatch(token) else StaticDevice
        with transaction.atomic():
            devices = model.objects.devices_for_user(self.user, confirmed=True).select_for_update()
            self.user.otp_device = next((each for each in devices if each.verify_token(token)), None)
        if self.user.otp_device is None:
            raise ValidationError(_("This code is wrong. After several wrong ones wait a little."))
        return self.cleaned_data


class SecondStepView(LoginView):
    form_class = SecondStepForm


@method_decorator(never_cache, name="dispatch")
class SetUpView(DeviceCreateView):
    form_class = SetUpForm

    def form_valid(self, form):
        """Show the recovery codes in this response only."""
        form.save()
        delete_unconfirmed_devices(self.request.user)
        otp_login(self.request, form.instance)
        codes = finish_set_up(self.request.user)
        return render(self.request, "cms/accounts/recovery_codes.html", {"codes": codes})


class RemoveView(DeviceDeleteView):
    """The library fails where the device is gone already, and lets the form name whose it was."""

    def dispatch(self, request, *args, **kwargs):
        self.owner = get_object_or_404(TOTPDevice, **kwargs).user_id
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self):
        return reverse("wagtail_2fa_device_list", kwargs={"user_id": self.owner})


class QrCodeView(DeviceQRCodeView):
    def get(self, request):
        """404 while no factor is being set up."""
        if get_unconfirmed_device(request.user) is None:
            raise Http404
        return super().get(request)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def give_code(request, pk):
    """For administrators: take every second factor from an account and show a code to set up a new one."""
    person = get_object_or_404(User, pk=pk)
    code = reset(person) if request.method == "POST" else ""
    return render(request, "cms/accounts/give_code.html", {"person": person, "code": code})
