"""The second factor of educators: theirs to choose. Once set up, every new sign-in asks for it.

A sign-in that was open before, on this phone or another, goes on for its 90 days.
"""

from base64 import b32encode

import segno
from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_otp import DEVICE_ID_SESSION_KEY, user_has_device
from django_otp import login as otp_login
from wagtail.log_actions import LogContext
from wagtail_2fa.utils import delete_unconfirmed_devices, get_unconfirmed_device, new_unconfirmed_device

from cms.accounts.second_factor import SECOND_STEP, finish_set_up, needs_second_factor, switch_off
from cms.accounts.second_factor_views import SecondStepForm, SetUpForm
from villages.field_app.permissions import educator_required, go_on, person_between_steps, second_step_page

ADDRESS = "villages:field-second-factor"


class OwnSetUpForm(SetUpForm):
    """One app is enough in the field, so nobody has to name it."""

    def __init__(self, request, **kwargs):
        super().__init__(request, **kwargs)
        del self.fields["name"]


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request):
    person = person_between_steps(request)
    if person is None:
        return redirect("villages:field-home")
    target, entries = request.POST.get("next", ""), request.POST.get("entries", "")
    form = SecondStepForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        request.user = person
        otp_login(request, person.otp_device)
        return go_on(request, target, entries)
    return second_step_page(request, form, target, entries)


@sensitive_post_parameters()
@educator_required
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request):
    """Set it up with the code of an administrator, or switch it off with one of the app."""
    if not settings.TWO_FACTOR_REQUIRED:
        raise Http404
    if needs_second_factor(request.user):
        return redirect("wagtail_2fa_device_list", user_id=request.user.pk)
    return ask_to_switch_off(request) if user_has_device(request.user) else set_up(request)


def set_up(request):
    device = get_unconfirmed_device(request.user) if request.method == "POST" else None
    device = device or new_unconfirmed_device(request.user)
    form = OwnSetUpForm(request, instance=device, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        delete_unconfirmed_devices(request.user)
        otp_login(request, device)
        with LogContext(user=request.user):
            codes = finish_set_up(request.user)
        return page(request, "second_factor_codes.html", codes=codes)
    context = {"form": form, "link": device.config_url, "key": key_of(device)}
    context["picture"] = segno.make(device.config_url).svg_data_uri(scale=5, border=2)
    return page(request, "second_factor_set_up.html", **context)


def key_of(device):
    """Return the secret as apps take it when it is typed, in groups of four."""
    key = b32encode(device.bin_key).decode()
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


def ask_to_switch_off(request):
    form = SecondStepForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with LogContext(user=request.user):
            switch_off(request.user)
        for key in (SECOND_STEP, DEVICE_ID_SESSION_KEY):
            request.session.pop(key, None)
        return redirect("villages:field-account")
    return page(request, "second_factor_off.html", form=form)


def page(request, template, **context):
    form = context.get("form")
    status = 422 if form is not None and form.errors else 200
    context["section"] = "account"
    return render(request, f"villages/field_app/{template}", context, status=status)
