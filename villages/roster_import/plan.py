"""What an import would do, worked out without touching the database; then done in one transaction."""

from dataclasses import dataclass, field

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.page_cache.content_version import content_changed
from villages.roster_import.reader import Problem

BATCH = 2000


class RefusedImportError(Exception):
    """The plan has problems: nothing is written."""


@dataclass(frozen=True)
class Change:
    """A row that is there already and would change: `fields` maps a name to (before, after)."""

    obj: models.Model
    fields: dict


@dataclass
class Plan:
    problems: list[Problem] = field(default_factory=list)
    created: list = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    # Rows of other tables that the new rows need (regencies), as (created, changed).
    needed: list = field(default_factory=list)
    renamed: list[Change] = field(default_factory=list)

    def refuse(self, message, row=None, column=""):
        self.problems.append(Problem(message, row, column))

    def put(self, obj, values):
        """Note that `values` belong on `obj`: a new row, a change, or nothing."""
        if obj._state.adding:
            set_values(obj, values)
            self.created.append(obj)
            return
        fields = {
            name: (getattr(obj, name), value) for name, value in values.items() if getattr(obj, name) != value
        }
        if fields:
            set_values(obj, values)
            self.changed.append(Change(obj, fields))
        else:
            self.unchanged += 1

    def summary(self):
        return _("%(created)d new, %(changed)d changed, %(unchanged)d as before.") % {
            "created": len(self.created),
            "changed": len(self.changed),
            "unchanged": self.unchanged,
        }

    @transaction.atomic
    def apply(self):
        if self.problems:
            raise RefusedImportError
        write(self.needed, self.renamed)
        write(self.created, self.changed)
        content_changed()


def set_values(obj, values):
    for name, value in values.items():
        setattr(obj, name, value)


def set_all(objects, **values):
    for obj in objects:
        set_values(obj, values)


def write(created, changed):
    if created:
        type(created[0]).objects.bulk_create(created, batch_size=BATCH)
    if changed:
        names = {name for change in changed for name in change.fields}
        objects = [change.obj for change in changed]
        if hasattr(objects[0], "updated_at"):
            names |= {"updated_at"}
            set_all(objects, updated_at=timezone.now())
        type(objects[0]).objects.bulk_update(objects, sorted(names), batch_size=200)
