"""Signing in to the admin with the account of an institution (OpenID Connect), where the settings name one.

Only then is this module loaded: its library is the extra `oidc`. It opens accounts that an administrator
made, found by an e-mail address that the institution has verified, and never makes one. The second factor is
asked for as it is after a password.
"""

import logging

import jwt
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import SuspiciousOperation
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from cms.accounts.admin_sign_in import begin_admin_session

log = logging.getLogger(__name__)


class InstitutionBackend(OIDCAuthenticationBackend):
    """Checks what the library leaves to us: for whom a token is, and whether the address is verified."""

    def verify_token(self, token, **kwargs):
        payload = super().verify_token(token, **kwargs)
        audience = payload.get("aud", "")
        is_for_us = self.OIDC_RP_CLIENT_ID in ([audience] if isinstance(audience, str) else audience)
        if not is_for_us or payload.get("iss") != settings.OIDC_ISSUER or "exp" not in payload:
            raise SuspiciousOperation("The token is not from the institution, or not for this site.")
        return payload

    def get_userinfo(self, access_token, id_token, payload):
        claims = super().get_userinfo(access_token, id_token, payload)
        if claims.get("sub") != payload.get("sub"):
            raise SuspiciousOperation("The claims are about somebody else.")
        return claims

    def verify_claims(self, claims):
        return bool(claims.get("email")) and claims.get("email_verified") is True

    def get_user(self, user_id):
        """Return None for a disabled account, so that its open sign-ins end."""
        return ModelBackend.get_user(self, user_id)


@method_decorator(never_cache, name="dispatch")
class StartView(OIDCAuthenticationRequestView):
    """Lead to the sign-in of the institution."""


@method_decorator(never_cache, name="dispatch")
class ReturnView(OIDCAuthenticationCallbackView):
    """Take back the person whom the institution sends, or explain on our sign-in page why not."""

    def get(self, request):
        try:
            return super().get(request)
        except (OSError, SuspiciousOperation, jwt.PyJWTError, ValueError) as error:
            log.warning("The sign-in of the institution failed: %s", type(error).__name__)
            messages.error(
                request, _("The sign-in of your institution does not answer as it should. Try again.")
            )
            return self.back()

    def login_success(self):
        response = super().login_success()
        begin_admin_session(self.request.session)
        return response

    def login_failure(self):
        messages.error(
            self.request,
            _("No account here has your e-mail address. Ask an administrator, or sign in with a password."),
        )
        return self.back()

    def back(self):
        return redirect("admin-login")
