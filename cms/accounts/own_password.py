"""The page of the admin on which people choose their own password in place of one they were given."""

from django.conf import settings
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cms.accounts.own_sign_ins import stay_signed_in
from cms.accounts.password_form import OwnPasswordForm


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_password(request):
    target = request.POST.get("next") or request.GET.get("next", "")
    form = OwnPasswordForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        stay_signed_in(request, form.save())
        here = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
        return redirect(target if here else resolve_url(settings.LOGIN_REDIRECT_URL))
    status = 422 if request.method == "POST" else 200
    return render(request, "cms/accounts/own_password.html", {"form": form, "next": target}, status=status)
