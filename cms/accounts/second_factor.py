"""The second factor: who needs one, the one-time code with which it is set up, and recovery codes."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django_otp import devices_for_user, user_has_device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from wagtail.log_actions import get_active_log_context

from cms.accounts.roles import ANALYST, EDITOR, REVIEWER, TRANSLATOR
from cms.models import AuditEntry

GUARDED_ROLES = (REVIEWER, ANALYST, EDITOR, TRANSLATOR)
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # none is taken for another
CODE_LENGTH, CODE_AGE = 12, timedelta(days=14)
RECOVERY_NAME, RECOVERY_CODES = "recovery", 10
SECOND_STEP = "second_step"  # key in stored sessions: whether the account had a second factor at the sign-in


def needs_second_factor(user):
    """Return True for people who see more than their own villages; educators choose for themselves."""
    if not settings.TWO_FACTOR_REQUIRED:
        return False
    return user.is_superuser or user.is_staff or any(map(user.has_role, GUARDED_ROLES))


def verified_or_anonymous(user, session, verify):
    """Return `user`, but nobody as long as a second factor is due and was not given in this sign-in."""
    if not user.is_authenticated:
        return user
    user = verify(user)
    is_due = needs_second_factor(user) or session.get(SECOND_STEP)
    return AnonymousUser() if is_due and not user.is_verified() else user


def note_second_step(request, user, **kwargs):
    """Note at every sign-in whether this account has a second factor, so that no later request asks."""
    if request is not None and settings.TWO_FACTOR_REQUIRED:
        request.session[SECOND_STEP] = user_has_device(user)


user_logged_in.connect(note_second_step, dispatch_uid="second-step")


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
    delete_devices(user)
    record("second factor reset", user)
    return new_code(user)


@transaction.atomic
def switch_off(user):
    delete_devices(user)
    record("second factor switched off", user)


def delete_devices(user):
    for device in devices_for_user(user, confirmed=None):
        device.delete()


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
