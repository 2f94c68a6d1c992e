"""Signing in to the admin, which asks for more than the field app on an educator's phone."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_otp import DEVICE_ID_SESSION_KEY
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.views.account import LoginView
from wagtail_2fa.middleware import VerifyUserMiddleware

# Keys in stored sessions.
IS_FIELD_SESSION, ADMIN_SIGN_IN_AT = "field_sign_in", "desk_since"


class AdminLoginForm(LoginForm):
    """Wagtail labels the password with the English name of its field."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")


def extend_for_field_app(session):
    """Let a sign-in last as long as educators need; the admin asks for its own on top."""
    session[IS_FIELD_SESSION] = True
    session.set_expiry(settings.FIELD_SESSION_AGE)


def admits_to_admin(session):
    """Return False for a session of the field app without a recent sign-in to the admin."""
    if not session.get(IS_FIELD_SESSION):
        return True
    return timezone.now().timestamp() - session.get(ADMIN_SIGN_IN_AT, 0) < settings.SESSION_COOKIE_AGE


class AdminLoginView(LoginView):
    def form_valid(self, form):
        session = self.request.session
        session.pop(DEVICE_ID_SESSION_KEY, None)  # ask for the second factor again
        response = super().form_valid(form)
        session[ADMIN_SIGN_IN_AT] = timezone.now().timestamp()
        if session.get(IS_FIELD_SESSION):
            extend_for_field_app(session)
        return response


class AdminTwoFactorMiddleware(VerifyUserMiddleware):
    """Ask for a recent sign-in and the second factor under /admin/ only.

    Public pages must not even look at the session.
    """

    def __call__(self, request):
        if not request.path_info.startswith("/admin/"):
            return self.get_response(request)
        if not admits_to_admin(request.session):
            request.user = AnonymousUser()
        return super().__call__(request)
