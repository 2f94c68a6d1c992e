"""The second factor: who needs one, the one-time code with which it is set up, and recovery codes."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django_otp import devices_for_user
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from wagtail.log_actions import get_active_log_context

from cms.accounts.roles import ANALYST, EDITOR, REVIEWER, TRANSLATOR
from cms.models import AuditEntry

GUARDED_ROLES = (REVIEWER, ANALYST, EDITOR, TRANSLATOR)
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # none is taken for another
CODE_LENGTH, CODE_AGE = 12, timedelta(days=14)
RECOVERY_NAME, RECOVERY_CODES = "recovery", 10


def needs_second_factor(user):
    """Return True for people who see more than their own villages; for educators it is not asked."""
    if not settings.TWO_FACTOR_REQUIRED:
        return False
    return user.is_superuser or user.is_staff or any(map(user.has_role, GUARDED_ROLES))


def verified_or_anonymous(user, verify):
    """Return `user`, but nobody as long as a second factor is needed and was not given in this sign-in."""
    if not user.is_authenticated or not needs_second_factor(user):
        return user
    user = verify(user)
    return user if user.is_verified() else AnonymousUser()


def digest_of_code(user, code):
    tidy = "".join(code.split()).replace("-", "").casefold()
    return salted_hmac("cms.second-factor", f"{user.pk}:{tidy}").hexdigest()


def new_code(user):
    """Store the digest of a new one-time code for `user` and return the code, which cannot be read again."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    user.second_factor_code = digest_of_code(user, code)
    user.second_factor_code_until = timezone.now() + CODE_AGE
    user.save(update_fields=["second_factor_code", "second_factor_code_until"])
    return "-".join(code[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def is_right_code(user, code):
    if not user.second_factor_code or user.second_factor_code_until < timezone.now():
        return False
    return constant_time_compare(user.second_factor_code, digest_of_code(user, code))


@transaction.atomic
def reset(user):
    """Remove every second factor of `user`; return a one-time code to set up a new one."""
    for device in devices_for_user(user, confirmed=None):
        device.delete()
    record("second factor reset", user)
    return new_code(user)


@transaction.atomic
def finish_set_up(user):
    """End the one-time code; return new recovery codes, shown now and never again."""
    user.second_factor_code, user.second_factor_code_until = "", None
    user.save(update_fields=["second_factor_code", "second_factor_code_until"])
    StaticDevice.objects.filter(user=user, name=RECOVERY_NAME).delete()
    device = StaticDevice.objects.create(user=user, name=RECOVERY_NAME)
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    record("second factor set up", user)
    return codes


def record(action, user):
    AuditEntry.objects.record(AuditEntry.Subject.RIGHTS, action, user, get_active_log_context().user)
