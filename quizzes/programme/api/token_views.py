"""The page of API keys in the Wagtail admin, for administrators and analysts."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cms.accounts.permissions import allow_only
from quizzes.models import ApiToken
from villages.models.scopes import sees_everything


def visible_tokens(user):
    """Keys that `user` may list and revoke, including those of people who may no longer hold one."""
    found = ApiToken.objects.select_related("user", "made_by")
    return found if user.is_superuser else found.filter(user__is_superuser=False)


class TokenForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Purpose"),
        max_length=80,
        help_text=gettext_lazy("Name the system that will use the key."),
    )


tokens_allowed = allow_only(sees_everything)


@require_http_methods(["GET", "HEAD", "POST"])
@tokens_allowed
@never_cache
def token_list(request):
    """List the keys. A new one, in one's own name, is shown once, in the response to its form."""
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        _token, secret = ApiToken.objects.issue(request.user, name, made_by=request.user)
        form = TokenForm()
    context = {"form": form, "tokens": visible_tokens(request.user), "secret": secret}
    return render(request, "quizzes/programme/api/tokens.html", context, status=422 if form.errors else 200)


@require_POST
@tokens_allowed
def revoke_token(request, pk):
    token = get_object_or_404(visible_tokens(request.user), pk=pk)
    token.revoke()
    messages.success(request, _("The key “%(name)s” no longer works.") % {"name": token.name})
    return redirect("dashboard:tokens")
