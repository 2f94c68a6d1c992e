"""Signing in to the admin, which asks for more than the field app on an educator's phone."""

from functools import partial

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django_otp import DEVICE_ID_SESSION_KEY, user_has_device
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.views.account import LoginView
from wagtail_2fa.middleware import VerifyUserMiddleware

from cms.accounts.second_factor import verified_or_anonymous

# Keys in stored sessions.
IS_FIELD_SESSION, ADMIN_SIGN_IN_AT = "field_sign_in", "desk_since"

# What is needed to sign in and out, to set up the second factor and to choose a password.
OPEN_WITH_GIVEN_PASSWORD = {
    *VerifyUserMiddleware._allowed_url_names,
    *VerifyUserMiddleware._allowed_url_names_no_device,
    "admin-login",
    "own_password",
}


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


def begin_admin_session(session):
    """Note a sign-in to the admin, and have it ask for the second factor again."""
    session.pop(DEVICE_ID_SESSION_KEY, None)
    session[ADMIN_SIGN_IN_AT] = timezone.now().timestamp()
    if session.get(IS_FIELD_SESSION):
        extend_for_field_app(session)


class AdminLoginView(LoginView):
    def form_valid(self, form):
        response = super().form_valid(form)
        begin_admin_session(self.request.session)
        return response

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"institution": settings.OIDC_NAME}


def guard_person(request, verify):
    """Elsewhere, too, people who need a second factor count as signed in only with it.

    It is looked at with `request.user`, since public pages must not even look at the session.
    """
    user = request.user
    request.user = SimpleLazyObject(lambda: verified_or_anonymous(user, request.session, verify))


def second_step(request, target):
    """Lead from the sign-in of the field app to the second factor, for people who need it."""
    request.session[ADMIN_SIGN_IN_AT] = timezone.now().timestamp()
    name = "wagtail_2fa_auth" if user_has_device(request.user) else "wagtail_2fa_device_new"
    return redirect_to_login(target, login_url=reverse(name))


class AdminTwoFactorMiddleware(VerifyUserMiddleware):
    """Ask for a recent sign-in and the second factor under /admin/; elsewhere for the second factor."""

    _allowed_url_names = [*VerifyUserMiddleware._allowed_url_names, "admin-login"]
    # Not the list of devices, which would also show those of others.
    _allowed_url_names_no_device = ["wagtail_2fa_device_new", "wagtail_2fa_device_qrcode"]

    def process_request(self, request):
        return super().process_request(request) or self.ask_for_own_password(request)

    def ask_for_own_password(self, request):
        """Lead people whose password somebody else chose to the page on which they choose one."""
        if not request.user.is_authenticated or not request.user.password_given_at:
            return None
        if request.session.get(BACKEND_SESSION_KEY) == settings.INSTITUTION_BACKEND:
            return None  # it was not the given password that opened the account
        if resolve(request.path_info).url_name in OPEN_WITH_GIVEN_PASSWORD:
            return None
        return redirect_to_login(request.get_full_path(), login_url=reverse("own_password"))

    def __call__(self, request):
        if not request.path_info.startswith("/admin/"):
            if settings.TWO_FACTOR_REQUIRED:
                guard_person(request, partial(self._verify_user_sync, request))
            return self.get_response(request)
        if not admits_to_admin(request.session):
            request.user = AnonymousUser()
        return super().__call__(request)
