"""Who may use the field app."""

from functools import wraps
from urllib.parse import urlencode

from django.contrib.auth import get_user
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from cms.accounts.admin_sign_in import admits_to_admin
from cms.accounts.password_form import OwnPasswordForm
from cms.accounts.second_factor import needs_second_factor
from cms.middleware.impossible_input import refuse_nul
from villages.models.scopes import is_educator

HOME = "villages:field-home"


def resumed_by(resume):
    """Let people continue with a form of the view that they sent after their sign-in had expired.

    The form names its author in the field `author`. `resume(request, entries, **kwargs of the address)`
    returns the form with the entries.
    """

    def decorator(view):
        view.resume = resume
        return view

    return decorator


def resume_form(request, address, entries):
    """Show the form of `address` with the entries from before the sign-in expired, to their author only."""
    refuse_nul(entries)
    try:
        match = resolve(address.split("?")[0])
    except Resolver404:
        return redirect("villages:field-home")
    is_mine = entries.get("author") == request.user.username and is_educator(request.user)
    if not is_mine or not hasattr(match.func, "resume"):
        return redirect("villages:field-home")
    return match.func.resume(request, entries, **match.kwargs)


def go_on(request, target, entries):
    """Lead whoever has just signed in to what waited for it."""
    if request.user.password_given_at and entries:
        return password_page(request, OwnPasswordForm(request), target, entries)
    if entries:
        return resume_form(request, target, QueryDict(entries))
    return redirect(address_here(request, target))


def address_here(request, target):
    """Return `target` if it is on this site, else the first page of the field app."""
    here = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return target if here else HOME


def person_between_steps(request):
    """Return whoever gave the password in this browser and still owes the second factor; else None."""
    if request.user.is_authenticated:
        return None
    person = get_user(request)
    return person if person.is_authenticated and not needs_second_factor(person) else None


def second_step_page(request, form, target, entries):
    """Ask for the second factor. Until it is given nobody is signed in."""
    request.user = AnonymousUser()
    context = {"form": form, "next": target, "entries": entries}
    status = 422 if form.errors else 200
    return render(request, "villages/field_app/second_step.html", context, status=status)


def ask_to_sign_in(request):
    """Ask to sign in first. The sign-in page holds the entries of a form that can be resumed.

    They are stored nowhere. Other forms are short, and one holds passwords: people fill them in again.
    """
    target = request.get_full_path()
    if request.method != "POST":
        return redirect(f"{reverse('villages:field-login')}?{urlencode({'next': target})}")
    entries = request.POST.copy() if "author" in request.POST else QueryDict(mutable=True)
    entries.pop("csrfmiddlewaretoken", None)
    context = {"form": AuthenticationForm(request), "next": target, "entries": entries.urlencode()}
    return render(request, "villages/field_app/sign_in.html", context, status=401)


def ask_for_own_password(request):
    """Ask for an own password in place of one that the office gave. Entries of a form stay with it."""
    if not is_educator(request.user):
        return redirect("own_password")
    entries = request.POST.copy() if "author" in request.POST else QueryDict(mutable=True)
    entries.pop("csrfmiddlewaretoken", None)
    target = request.get_full_path()
    if not entries:
        return redirect(f"{reverse('villages:field-password')}?{urlencode({'next': target})}")
    return password_page(request, OwnPasswordForm(request), target, entries.urlencode(), status=401)


def password_page(request, form, target, entries, status=200):
    context = {"form": form, "section": "account", "next": target, "entries": entries}
    return render(request, "villages/field_app/password.html", context, status=status)


def with_own_password(view):
    """Open a page only to people who have chosen their password themselves."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if request.user.password_given_at:
            return ask_for_own_password(request)
        return view(request, *args, **kwargs)

    return checked


def signed_in_educator(view):
    """Send people who are not signed in to the field app's own sign-in; explain to other roles."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        if not is_educator(request.user):
            return render(request, "villages/field_app/not_for_you.html", status=403)
        return view(request, *args, **kwargs)

    return never_cache(checked)


def educator_required(view):
    """The same, with a password of their own: all pages but the one on which they choose it."""
    return signed_in_educator(with_own_password(view))


def field_or_admin_sign_in(view):
    """Let educators in with the field app's long sign-in; others need that of the admin."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        if not is_educator(request.user) and not admits_to_admin(request.session):
            return redirect_to_login(request.get_full_path())
        return with_own_password(view)(request, *args, **kwargs)

    return never_cache(checked)
