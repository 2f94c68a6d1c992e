from datetime import timedelta

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import get_active_log_context, log, registry

CHANGED = "cms.values_changed"
LONG_RETENTION = timedelta(days=5 * 365)
# By subject; everything else is stored for `LONG_RETENTION`.
RETENTION = {"sign-in": timedelta(days=365), "photos": timedelta(days=365)}

# How pages call what is recorded; other actions are those of Wagtail.
ACTIONS = {
    "account changed": _("Account changed"),
    "account created": _("Account created"),
    "account deleted": _("Account deleted"),
    "answers counted again": _("Answers counted again"),
    "answers excluded": _("Answers excluded"),
    "API key issued": _("API key issued"),
    "API key revoked": _("API key revoked"),
    "assigned": _("Assigned"),
    "assignment deleted": _("Assignment deleted"),
    "password changed": _("Password changed"),
    "password given": _("New password given"),
    "photo looked at": _("Photo looked at"),
    "refused report looked at": _("Refused report looked at"),
    "rights added": _("Rights added"),
    "rights removed": _("Rights removed"),
    "roster imported": _("Roster imported"),
    "second factor reset": _("Second factor reset"),
    "second factor set up": _("Second factor set up"),
    "second factor switched off": _("Second factor switched off"),
    "signed in": _("Signed in"),
    "signed out": _("Signed out"),
    "wrong password": _("Wrong password"),
}


class OldValuesLogged(models.Model):
    """A file without versions that is edited in the admin: the log records what was there before."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        before = type(self)._default_manager.filter(pk=self.pk).first() if self.pk else None
        super().save(*args, **kwargs)
        changes = before and self.changed_since(before)
        if changes:
            log(instance=self, action=CHANGED, data={"changes": changes})

    def changed_since(self, before):
        """Return `{field: [old, new]}` as text, of the fields an editor fills in."""
        values = {
            name: [value_as_text(before, name), value_as_text(self, name)] for name in self.admin_form_fields
        }
        return {name: pair for name, pair in values.items() if pair[0] != pair[1]}


def value_as_text(obj, name):
    value = getattr(obj, name)
    return "" if value is None else str(value)


class AuditQuerySet(models.QuerySet):
    def record(self, subject, action, target=None, actor=None, **data):
        """Add an entry; without `actor` it is whoever is at work in the admin, else a command."""
        described = {"data": data}
        if target is not None:
            described |= {
                "target_type": target._meta.label_lower,
                "target_key": str(target.pk)[:64],
                "target_name": str(target)[:200],
            }
        return self.append(subject, action, actor or get_active_log_context().user, **described)

    def append(self, subject, action, actor, **fields):
        return self.create(
            subject=subject,
            action=action,
            actor_key=actor.pk if actor else None,
            actor_name=actor.get_username()[:150] if actor else "",
            expires_on=timezone.localdate() + RETENTION.get(subject, LONG_RETENTION),
            **fields,
        )

    def about(self, user):
        """What was done with the account of `user`, and the sign-ins to it."""
        return self.filter(target_type=user._meta.label_lower, target_key=str(user.pk))

    def expired(self):
        # A day later than the triggers allow: the database may count its days in another zone.
        return self.filter(expires_on__lt=timezone.localdate() - timedelta(days=1))


class AuditEntry(models.Model):
    """Who did what to what. It refers to nothing, so it outlives what it describes.

    The database refuses to change or delete an entry before its date (`cms.audit.protection`).
    """

    class Subject(models.TextChoices):
        CONTENT = "content", _("texts and pictures")
        ROSTER = "roster", _("villages and offices")
        REVIEW = "review", _("decisions on sessions")
        ROUNDS = "rounds", _("answers excluded")
        EXPORTS = "exports", _("files downloaded")
        SIGN_IN = "sign-in", _("sign-ins")
        RIGHTS = "rights", _("accounts and rights")
        KEYS = "keys", _("API keys")
        PHOTOS = "photos", _("photos looked at")

    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    expires_on = models.DateField(_("stored until"), db_index=True)
    subject = models.CharField(_("subject"), max_length=10, choices=Subject)
    action = models.CharField(_("what"), max_length=80)
    actor_key = models.BigIntegerField(null=True)
    actor_name = models.CharField(_("who"), max_length=150, blank=True)
    target_type = models.CharField(max_length=100, blank=True)
    target_key = models.CharField(max_length=64, blank=True)
    target_name = models.CharField(_("to what"), max_length=200, blank=True)
    data = models.JSONField(_("details"), default=dict, encoder=DjangoJSONEncoder)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["subject", "-at"], name="audit_by_subject"),
            models.Index(fields=["target_type", "target_key"], name="audit_by_target"),
        ]
        verbose_name = _("entry of the audit log")
        verbose_name_plural = _("audit log")

    @property
    def label(self):
        """The name of the action on pages."""
        if self.action in ACTIONS:
            return ACTIONS[self.action]
        known = registry.action_exists(self.action)
        return registry.get_action_label(self.action) if known else self.action

    @property
    def by_another(self):
        """True if somebody acted on an account that is not their own."""
        return bool(self.actor_key) and str(self.actor_key) != self.target_key
