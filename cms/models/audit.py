from django.db import models
from wagtail.log_actions import log

CHANGED = "cms.values_changed"


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
