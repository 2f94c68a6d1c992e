"""The page of API keys in the Wagtail admin, for administrators and analysts."""

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cms.accounts.permissions import allow_only
from cms.accounts.roles import ANALYST, REVIEWER
from cms.models import User
from quizzes.models import ApiToken
from villages.models.scopes import sees_everything


def eligible_accounts(user):
    """Accounts that may hold a key made by `user`; analysts make none in an administrator's name."""
    found = User.objects.filter(is_active=True)
    found = found.filter(Q(groups__name__in=[ANALYST, REVIEWER]) | Q(is_superuser=True)).distinct()
    return found if user.is_superuser else found.filter(is_superuser=False)


def visible_tokens(user):
    """Keys that `user` may list and revoke, including those of people who may no longer hold one."""
    found = ApiToken.objects.select_related("user", "made_by")
    return found if user.is_superuser else found.filter(user__is_superuser=False)


class TokenForm(forms.Form):
    user = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Account"))
    name = forms.CharField(
        label=gettext_lazy("Purpose"),
        max_length=80,
        help_text=gettext_lazy("Name the system that will use the key."),
    )

    def __init__(self, data, user):
        super().__init__(data, initial={"user": user.pk})
        self.fields["user"].queryset = eligible_accounts(user).order_by("username")


tokens_allowed = allow_only(sees_everything)


@require_http_methods(["GET", "HEAD", "POST"])
@tokens_allowed
@never_cache
def token_list(request):
    """List the keys; a new one is shown once, in the response to its form, and never stored as a message."""
    form, secret = TokenForm(request.POST or None, request.user), ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        _token, secret = ApiToken.objects.issue(data["user"], data["name"], made_by=request.user)
        form = TokenForm(None, request.user)
    context = {"form": form, "tokens": visible_tokens(request.user), "secret": secret}
    return render(request, "quizzes/programme/api/tokens.html", context, status=422 if form.errors else 200)


@require_POST
@tokens_allowed
def revoke_token(request, pk):
    token = get_object_or_404(visible_tokens(request.user), pk=pk)
    token.revoke()
    messages.success(request, _("The key “%(name)s” no longer works.") % {"name": token.name})
    return redirect("dashboard:tokens")
