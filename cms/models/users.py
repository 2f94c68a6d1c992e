from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

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
    is_demo = models.BooleanField(_("demo account"), default=False, editable=False)

    class Meta(AbstractUser.Meta):
        db_table = "cms_user"

    @property
    def display_name(self):
        return self.get_full_name() or self.username

    def has_role(self, role):
        """Return True if the user is in the group of `role` (see `cms.accounts.roles`)."""
        if not hasattr(self, "_roles"):
            self._roles = set(self.groups.values_list("name", flat=True))
        return role in self._roles
