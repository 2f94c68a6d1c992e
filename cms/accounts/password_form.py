from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.accounts.sign_in_limits import TooManyTries, check_own_password


class OwnPasswordForm(PasswordChangeForm):
    """Asks for the current password, which may be guessed as slowly as at the sign-in."""

    def __init__(self, request, *args, **kwargs):
        super().__init__(request.user, *args, **kwargs)
        self.request = request

    def clean_old_password(self):
        old = self.cleaned_data["old_password"]
        try:
            is_right = check_own_password(self.request, old)
        except TooManyTries as refused:
            self.request.wait_seconds = refused.seconds
            raise ValidationError(_("Too many wrong passwords")) from refused
        if not is_right:
            raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return old
