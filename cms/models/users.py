from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import get_active_log_context

from cms.fields import LanguagesField


class User(AbstractUser):
    """Somebody who signs in: educator, reviewer, analyst, editor, translator or administrator.

    Villagers have no account.
    """

    translates = LanguagesField(
        _("translates into"),
        blank=True,
        default=list,
        help_text=_("The languages a translator may edit."),
    )
    # Set while the password is one that somebody else chose: its owner must choose another first.
    password_given_at = models.DateTimeField(null=True, editable=False)
    password_given_by = models.CharField(max_length=150, blank=True, editable=False)
    # With it the owner sets up the second factor; only its digest is stored.
    second_factor_code = models.CharField(max_length=64, blank=True, editable=False)
    second_factor_code_until = models.DateTimeField(null=True, editable=False)
    is_demo = models.BooleanField(_("demo account"), default=False, editable=False)

    class Meta(AbstractUser.Meta):
        db_table = "cms_user"

    def save(self, *args, update_fields=None, **kwargs):
        """Note who sets a new password. One set by a command or by its owner counts as their own."""
        if self._password is not None:
            by = get_active_log_context().user
            is_given = by is not None and by.pk != self.pk
            self.password_given_at = timezone.now() if is_given else None
            self.password_given_by = by.display_name[:150] if is_given else ""
            if update_fields is not None:
                update_fields = {*update_fields, "password_given_at", "password_given_by"}
        super().save(*args, update_fields=update_fields, **kwargs)

    @property
    def display_name(self):
        return self.get_full_name() or self.username

    def has_role(self, role):
        """Return True if the user is in the group of `role` (see `cms.accounts.roles`)."""
        if not hasattr(self, "_roles"):
            self._roles = set(self.groups.values_list("name", flat=True))
        return role in self._roles


class SignIn(models.Model):
    """One sign-in that is still open, so that its owner can end it: no address and no browser name."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField(default=timezone.now)
    is_field = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at"]
