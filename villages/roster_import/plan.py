"""What an import would change, worked out before anything is written; then written in one transaction."""

from dataclasses import dataclass, field

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.models import AuditEntry
from cms.page_cache.content_version import content_changed
from villages.roster_import.problems import ProblemList

BATCH = 2000
MOST_LOGGED = 500  # rows that the audit log names; it counts the rest


class ImportRejected(Exception):
    """The plan has problems: nothing is written."""


@dataclass(frozen=True)
class ChangedRow:
    """An existing row that would change: `fields` maps a name to (before, after)."""

    obj: models.Model
    fields: dict


@dataclass
class RosterPlan:
    problems: ProblemList = field(default_factory=ProblemList)
    warnings: ProblemList = field(default_factory=ProblemList)  # to look at; the import goes on
    headings: dict = field(default_factory=dict)  # what the file calls our columns
    created: list = field(default_factory=list)
    changed: list[ChangedRow] = field(default_factory=list)
    unchanged: int = 0
    needed: list = field(default_factory=list)  # rows of other tables that the new rows need: regencies

    @classmethod
    def of(cls, table):
        plan = cls(headings=table.headings)
        for note in table.notes:
            plan.warnings.add(note)
        return plan

    def heading(self, column):
        return self.headings.get(column, column)

    def add_problem(self, message, row=None, column=""):
        self.problems.add(message, row, column)

    def add_row(self, obj, values):
        """Set `values` on `obj` and note whether that is a new row, a change or nothing."""
        if obj._state.adding:
            set_values(obj, values)
            self.created.append(obj)
            return
        fields = {
            name: (getattr(obj, name), value) for name, value in values.items() if getattr(obj, name) != value
        }
        if fields:
            set_values(obj, values)
            self.changed.append(ChangedRow(obj, fields))
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
            raise ImportRejected
        write_rows(self.needed, [])
        write_rows(self.created, self.changed)
        content_changed()
        if self.created or self.changed or self.needed:
            AuditEntry.objects.record(AuditEntry.Subject.ROSTER, "roster imported", **self.as_logged())

    def as_logged(self):
        return {
            "new": [str(obj) for obj in [*self.needed, *self.created][:MOST_LOGGED]],
            "changed": {str(row.obj): texts_of(row.fields) for row in self.changed[:MOST_LOGGED]},
            "numbers": [len(self.needed) + len(self.created), len(self.changed)],
        }


def texts_of(fields):
    return {name: [str(old), str(new)] for name, (old, new) in fields.items()}


def set_values(obj, values):
    for name, value in values.items():
        setattr(obj, name, value)


def set_all(objects, **values):
    for obj in objects:
        set_values(obj, values)


def write_rows(created, changed):
    if created:
        type(created[0]).objects.bulk_create(created, batch_size=BATCH)
    if changed:
        names = {name for change in changed for name in change.fields}
        objects = [change.obj for change in changed]
        if hasattr(objects[0], "updated_at"):
            names |= {"updated_at"}
            set_all(objects, updated_at=timezone.now())
        type(objects[0]).objects.bulk_update(objects, sorted(names), batch_size=200)
