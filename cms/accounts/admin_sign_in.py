"""Signing in to the editing desk, which asks more than the field app on an educator's phone."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_otp import DEVICE_ID_SESSION_KEY
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.views.account import LoginView
from wagtail_2fa.middleware import VerifyUserMiddleware


class DeskLoginForm(LoginForm):
    """Wagtail labels the password with the English name of its field."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")


FIELD, DESK_SINCE = "field_sign_in", "desk_since"


def keep_for_the_field(session):
    """Let a sign-in last as long as educators need it; for the desk it is not enough."""
    session[FIELD] = True
    session.set_expiry(settings.FIELD_SESSION_AGE)


def opens_the_desk(session):
    """A sign-in of the field app opens the desk only for hours after its owner signed in there as well."""
    if not session.get(FIELD):
        return True
    return timezone.now().timestamp() - session.get(DESK_SINCE, 0) < settings.SESSION_COOKIE_AGE


class DeskSignIn(LoginView):
    def form_valid(self, form):
        session = self.request.session
        session.pop(DEVICE_ID_SESSION_KEY, None)  # the second factor is asked for again
        response = super().form_valid(form)
        session[DESK_SINCE] = timezone.now().timestamp()
        if session.get(FIELD):
            keep_for_the_field(session)
        return response


class AdminTwoFactorMiddleware(VerifyUserMiddleware):
    """Ask for a fresh sign-in and the second factor under /admin/ only.

    Public pages must not even look at the session.
    """

    def __call__(self, request):
        if not request.path_info.startswith("/admin/"):
            return self.get_response(request)
        if not opens_the_desk(request.session):
            request.user = AnonymousUser()
        return super().__call__(request)
