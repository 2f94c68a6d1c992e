"""The sign-ins of an account that are still open, and ending one from somewhere else."""

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.models import Session
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.models import SignIn

FIELD = "/lapangan/"


def note(request, user, **kwargs):
    if request is None or not request.session.session_key:
        return
    fields = {"user": user, "is_field": request.path_info.startswith(FIELD)}
    SignIn.objects.update_or_create(session_key=request.session.session_key, defaults=fields)


def end_here(request, **kwargs):
    if request is not None and request.session.session_key:
        SignIn.objects.filter(session_key=request.session.session_key).delete()


user_logged_in.connect(note, dispatch_uid="own-sign-ins")
user_logged_out.connect(end_here, dispatch_uid="own-sign-ins")


def stay_signed_in(request, user):
    """After a new password all other sign-ins end; this one goes on under another key."""
    SignIn.objects.filter(user=user).delete()
    is_field = request.path_info.startswith(FIELD)
    update_session_auth_hash(request, user)
    SignIn.objects.create(user=user, session_key=request.session.session_key, is_field=is_field)


def open_sign_ins(request):
    """Return the sign-ins whose session has not ended; `is_here` marks the one of this request."""
    found = list(request.user.sign_ins.all())
    live = Session.objects.filter(session_key__in=[each.session_key for each in found])
    keys = set(live.values_list("session_key", flat=True))
    for each in found:
        each.is_here = each.session_key == request.session.session_key
    return [each for each in found if each.session_key in keys]


def end_sign_in(request):
    """End the sign-in whose number was posted as `end`; 404 if it is none of this account's."""
    number = request.POST.get("end", "")
    pk = int(number) if number.isdecimal() and len(number) < 15 else 0
    ended = get_object_or_404(request.user.sign_ins, pk=pk)
    Session.objects.filter(session_key=ended.session_key).delete()
    ended.delete()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_sign_ins(request):
    if request.method == "POST":
        end_sign_in(request)
        return redirect("own_sign_ins")
    return render(request, "cms/accounts/own_sign_ins.html", {"sign_ins": open_sign_ins(request)})
