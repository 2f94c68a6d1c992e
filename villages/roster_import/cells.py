"""Turns cells into values that a model field accepts, or explains why they are not."""

import difflib
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.editing.control_characters import without_control_characters


def cell_text(cell):
    """Return the cell as text without stray spaces; spreadsheets also give numbers and dates."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(without_control_characters(str(cell)).split())


def name_key(name):
    """Return `name` without case and extra spaces, for comparing."""
    return " ".join(str(name).split()).casefold()


def check_columns(plan, table, required, optional):
    """Note which columns are missing, unknown or there twice; return True if the rows can be read."""
    known = [*required, *optional]
    for name in required:
        if name not in table.columns:
            plan.add_problem(
                _("The column “%(name)s” is missing. Needed: %(needed)s.")
                % {"name": name, "needed": ", ".join(required)}
            )
    for name in dict.fromkeys(table.columns):
        if name not in known:
            plan.add_problem(
                _("The column “%(name)s” is unknown. Known: %(known)s.")
                % {"name": name, "known": ", ".join(known)}
            )
        elif table.columns.count(name) > 1:
            plan.add_problem(_("The column “%(name)s” appears twice.") % {"name": name})
    if not table.rows and not plan.problems:
        plan.add_problem(_("The file has column names but no rows."))
    return not plan.problems


def field_value(field, cell):
    """Return `cell` as a value of the model `field`; raise `ValidationError`."""
    value = cell_text(cell)
    if field.choices:
        return choice_value(field, value)
    if not value and field.null:
        return None
    return field.clean(value, None)


def choice_value(field, value):
    values = [str(code) for code, _label in field.choices]
    if value.lower() not in values:
        raise ValidationError(
            _("“%(value)s” is not known. Write one of: %(known)s.")
            % {"value": value, "known": ", ".join(values)}
        )
    return value.lower()


def find_by_name(objects, cell, unknown):
    """Return the object of that name from `objects`, a dict by `name_key`; `unknown` is the error message."""
    value = cell_text(cell)
    found = objects.get(name_key(value))
    if found:
        return found
    if not value:
        raise ValidationError(_("This cell is empty."))
    close = difflib.get_close_matches(name_key(value), objects, n=1)
    message = unknown % {"name": value}
    if close:
        message += " " + _("Did you mean “%(name)s”?") % {"name": objects[close[0]]}
    raise ValidationError(message)


class RowReader:
    """Reads the cells of one row and notes each problem with its row and column."""

    def __init__(self, plan, number, cells):
        self.plan, self.number, self.cells = plan, number, cells
        self.values = {}
        self.is_valid = True

    def read(self, column, parse, name=None):
        """Put `parse(cell)` under `name` when the file has the column; return the value or None."""
        if column not in self.cells:
            return None
        try:
            value = parse(self.cells[column])
        except ValidationError as error:
            self.add_problem(column, " ".join(error.messages))
            return None
        if name:
            self.values[name] = value
        return value

    def add_problem(self, column, message):
        self.is_valid = False
        self.plan.add_problem(message, self.number, column)
