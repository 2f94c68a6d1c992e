"""Accounts of an office's educators: all that a reviewer may change about people."""

import secrets

from django import forms
from django.contrib import messages
from django.contrib.auth.models import Group
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from cms.accounts.roles import EDUCATOR
from cms.models import User
from villages.models import Assignment, ImmigrationOffice
from villages.models.scopes import reviewed_offices


def educators_of(offices):
    """Accounts that are educators in `offices`, work nowhere else and hold no other role.

    So a reviewer who assigns another office's educator to her own office gets no power over the account.
    """
    current = Assignment.objects.not_over()
    here = Q(office__in=offices) | Q(village__office__in=offices)
    other_roles = User.groups.through.objects.exclude(group__name=EDUCATOR)
    return (
        User.objects.filter(groups__name=EDUCATOR, is_superuser=False)
        .filter(pk__in=current.filter(here, role=EDUCATOR).values("user"))
        .exclude(pk__in=current.exclude(pk__in=current.filter(here)).values("user"))
        .exclude(pk__in=other_roles.values("user"))
        .order_by("username")
    )


class AccountForm(forms.Form):
    username = forms.CharField(
        label=_("User name"), max_length=150, validators=[UnicodeUsernameValidator()], strip=True
    )
    first_name = forms.CharField(label=_("First name"), max_length=150)
    last_name = forms.CharField(label=_("Last name"), max_length=150, required=False)
    office = forms.ModelChoiceField(label=_("Immigration office"), queryset=None, empty_label=None)

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices

    def clean_username(self):
        name = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError(_("Somebody has this user name already. Choose another one."))
        return name

    @transaction.atomic
    def save(self, password):
        data = self.cleaned_data
        names = {"first_name": data["first_name"], "last_name": data["last_name"]}
        user = User(username=User.normalize_username(data["username"]), **names)
        user.set_password(password)
        user.save()
        user.groups.add(Group.objects.get(name=EDUCATOR))
        Assignment.objects.create(user=user, role=EDUCATOR, office=data["office"])
        return user


def offices_with_accounts(user):
    """Return the offices whose accounts `user` looks after; analysts see all, but have no power over any."""
    if user.is_superuser:
        return ImmigrationOffice.objects.all()
    return ImmigrationOffice.objects.filter(pk__in=reviewed_offices(user))


def own_offices(request):
    offices = offices_with_accounts(request.user)
    if not request.user.has_perm("villages.add_assignment") or not offices.exists():
        raise PermissionDenied
    return offices


def accounts(request):
    offices = own_offices(request)
    form = AccountForm(request.POST or None, offices=offices)
    if request.method == "POST" and form.is_valid():
        password = new_password()
        return accounts_page(request, offices, new_account=(form.save(password), password))
    return accounts_page(request, offices, form=form)


@never_cache
def accounts_page(request, offices, form=None, new_account=None):
    """List the accounts of `offices`; `new_account` is (user, password), shown in this response only."""
    context = {
        "form": form or AccountForm(offices=offices),
        "people": educators_of(offices),
        "new_account": new_account,
    }
    return render(
        request, "villages/wagtail_admin/accounts.html", context, status=422 if form and form.errors else 200
    )


def change_account(request, pk):
    """Set a new password, disable or enable. Reports of a disabled account still arrive, and are held."""
    offices = own_offices(request)
    user = get_object_or_404(educators_of(offices), pk=pk)
    step = request.POST.get("step")
    if step == "password":
        password = new_password()
        user.set_password(password)
        user.save(update_fields=["password"])
        return accounts_page(request, offices, new_account=(user, password))
    if step in {"disable", "enable"}:
        user.is_active = step == "enable"
        user.save(update_fields=["is_active"])
        message = (
            _("%(name)s can sign in again.") if user.is_active else _("%(name)s cannot sign in any more.")
        )
        messages.success(request, message % {"name": user.display_name})
    return redirect("roster_accounts")


def new_password():
    return secrets.token_urlsafe(9)
