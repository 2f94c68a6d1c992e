from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.http import QueryDict
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_otp import user_has_device
from wagtail.log_actions import LogContext

from cms.accounts.admin_sign_in import extend_for_field_app, second_step
from cms.accounts.own_sign_ins import end_sign_in, open_sign_ins, stay_signed_in
from cms.accounts.password_form import OwnPasswordForm
from cms.accounts.second_factor import SECOND_STEP, needs_second_factor
from cms.accounts.second_factor_views import SecondStepForm
from cms.models import AuditEntry
from villages.field_app.permissions import (
    address_here,
    educator_required,
    go_on,
    password_page,
    person_between_steps,
    resume_form,
    second_step_page,
    signed_in_educator,
)

EVENTS = 10  # of the account, shown to its owner


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request):
    """Sign in for 90 days. Too many wrong passwords are answered by `SignInLimitMiddleware`."""
    target = request.POST.get("next") or request.GET.get("next", "")
    entries = request.POST.get("entries", "")
    if request.method != "POST" and (person := person_between_steps(request)):
        return second_step_page(request, SecondStepForm(person), target, entries)
    form = AuthenticationForm(request, request.POST or None)
    form.error_messages["invalid_login"] = _("Name or password is wrong. Look at both and try again.")
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        extend_for_field_app(request.session)
        if needs_second_factor(request.user):
            return second_step(request, resolve_url(address_here(request, target)))
        if request.session.get(SECOND_STEP):
            return second_step_page(request, SecondStepForm(request.user), target, entries)
        return go_on(request, target, entries)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "next": target, "entries": entries}
    return render(request, "villages/field_app/sign_in.html", context, status=status)


@require_POST
def sign_out(request):
    logout(request)
    return redirect("villages:field-login")


@educator_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request):
    if request.method == "POST":
        end_sign_in(request)
        return redirect("villages:field-account")
    return account_page(request)


def account_page(request, **context):
    context |= {
        "section": "account",
        "sign_ins": open_sign_ins(request),
        "offers_second_factor": settings.TWO_FACTOR_REQUIRED,
        "has_second_factor": settings.TWO_FACTOR_REQUIRED and user_has_device(request.user),
        "events": AuditEntry.objects.about(request.user)[:EVENTS],
    }
    return render(request, "villages/field_app/account.html", context)


@sensitive_post_parameters()
@signed_in_educator
@require_http_methods(["GET", "HEAD", "POST"])
def password(request):
    """Change the password; then go on with what waited for it."""
    target = request.POST.get("next") or request.GET.get("next", "")
    entries = request.POST.get("entries", "")
    form = OwnPasswordForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with LogContext(user=request.user):
            stay_signed_in(request, form.save())
        if entries:
            return resume_form(request, target, QueryDict(entries))
        if target:
            return redirect(address_here(request, target))
        return account_page(request, changed=True)
    status = 422 if request.method == "POST" else 200
    return password_page(request, form, target, entries, status)
