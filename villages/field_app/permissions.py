"""Who may use the field app."""

from functools import wraps
from urllib.parse import urlencode

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import redirect_to_login
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.cache import never_cache

from cms.accounts.admin_sign_in import admits_to_admin
from cms.accounts.roles import EDUCATOR


def is_educator(user):
    return user.is_superuser or user.has_role(EDUCATOR)


def resumed_by(resume):
    """Let the form of a view come back after a sign-in that had ended.

    The form names its writer in the field `author`. `resume(request, entries, **of the address)` answers with
    the form as it was typed.
    """

    def decorator(view):
        view.resume = resume
        return view

    return decorator


def resume_form(request, address, entries):
    """Show the form of `address` as it was typed before the sign-in ended; only to who typed it."""
    try:
        match = resolve(address.split("?")[0])
    except Resolver404:
        return redirect("villages:field-home")
    is_mine = entries.get("author") == request.user.username and is_educator(request.user)
    if not is_mine or not hasattr(match.func, "resume"):
        return redirect("villages:field-home")
    return match.func.resume(request, entries, **match.kwargs)


def to_sign_in(request):
    """Ask to sign in first. What was posted to a form that can be resumed goes along in the page.

    It is stored nowhere. Other forms are short, and one holds passwords: they are filled in again.
    """
    target = request.get_full_path()
    if request.method != "POST":
        return redirect(f"{reverse('villages:field-login')}?{urlencode({'next': target})}")
    entries = request.POST.copy() if "author" in request.POST else QueryDict(mutable=True)
    entries.pop("csrfmiddlewaretoken", None)
    context = {"form": AuthenticationForm(request), "next": target, "entries": entries.urlencode()}
    return render(request, "villages/field_app/sign_in.html", context, status=401)


def educator_required(view):
    """Send people who are not signed in to the field app's own sign-in; turn other roles away in words."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if not is_educator(request.user):
            return render(request, "villages/field_app/not_for_you.html", status=403)
        return view(request, *args, **kwargs)

    return never_cache(checked)


def seen_by_field_and_desk(view):
    """Let educators in with the field app's long sign-in; from everybody else ask for the desk's."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if not is_educator(request.user) and not admits_to_admin(request.session):
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return never_cache(checked)
