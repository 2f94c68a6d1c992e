from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from cms.accounts.admin_sign_in import extend_for_field_app
from cms.middleware.null_bytes import without_nul
from villages.field_app.permissions import educator_required, resume_form

HOME = "villages:field-home"


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request):
    """Sign in for 90 days. Too many wrong passwords are answered by the axes middleware."""
    target = request.POST.get("next") or request.GET.get("next", "")
    entries = request.POST.get("entries", "")
    form = AuthenticationForm(request, request.POST or None)
    form.error_messages["invalid_login"] = _("Name or password is wrong. Look at both and try again.")
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        extend_for_field_app(request.session)
        if entries:
            return resume_form(request, target, without_nul(QueryDict(entries)))
        here = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
        return redirect(target if here else HOME)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "next": target, "entries": entries}
    return render(request, "villages/field_app/sign_in.html", context, status=status)


@require_POST
def sign_out(request):
    logout(request)
    return redirect("villages:field-login")


@educator_required
@require_http_methods(["GET", "HEAD"])
def account(request):
    return render(request, "villages/field_app/account.html", {"section": "account"})


@sensitive_post_parameters()
@educator_required
@require_http_methods(["GET", "HEAD", "POST"])
def password(request):
    form = PasswordChangeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        update_session_auth_hash(request, form.save())
        return render(request, "villages/field_app/account.html", {"section": "account", "changed": True})
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "section": "account"}
    return render(request, "villages/field_app/password.html", context, status=status)
