"""Keys with which a program reads the API as a user. Only their digest is stored."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models import AuditEntry

PREFIX = "migrasi_"
LIFETIME = timedelta(days=365)


def digest_of(secret):
    # The secret is 256 random bits: a slow hash would protect nothing more and cost each request.
    return hashlib.sha256(secret.encode()).hexdigest()


def in_a_year():
    return timezone.localdate() + LIFETIME


class ApiTokenQuerySet(models.QuerySet):
    def active(self):
        return self.filter(revoked_at=None, expires_on__gte=timezone.localdate(), user__is_active=True)

    def issue(self, user, name, made_by):
        """Return (token, secret); the secret cannot be read again."""
        secret = PREFIX + secrets.token_urlsafe(32)
        token = self.create(user=user, name=name, made_by=made_by, digest=digest_of(secret))
        AuditEntry.objects.record(
            AuditEntry.Subject.KEYS, "API key issued", user, made_by, key=token.pk, name=name
        )
        return token, secret

    def authenticate(self, secret):
        """Return the active token of `secret`, else None, and store the day of its use."""
        token = self.active().select_related("user").filter(digest=digest_of(secret)).first()
        today = timezone.localdate()
        if token and token.last_used_on != today:
            self.filter(pk=token.pk).update(last_used_on=today)
        return token


class ApiToken(models.Model):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("account"), related_name="api_tokens"
    )
    name = models.CharField(_("purpose"), max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    last_used_on = models.DateField(_("last used"), null=True, editable=False)  # a day, never an address
    expires_on = models.DateField(_("valid until"), default=in_a_year, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")

    def __str__(self):
        return self.name

    @property
    def is_expired(self):
        return self.expires_on < timezone.localdate()

    def revoke(self):
        self.revoked_at = self.revoked_at or timezone.now()
        self.save(update_fields=["revoked_at"])
        AuditEntry.objects.record(
            AuditEntry.Subject.KEYS, "API key revoked", self.user, key=self.pk, name=self.name
        )
