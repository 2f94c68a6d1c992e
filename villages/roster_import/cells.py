"""Turns cells into values that a model field accepts, or explains why they are not."""

import difflib
import re
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.editing.control_characters import without_control_characters
from cms.editing.csv_safety import as_written
from villages.roster_import.sheets import INVISIBLE, is_blank

SPREADSHEET_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")
LOST = "\ufffd"  # what programs write for a character that they could not read
EMPTY_CODES = {"blank", "null", "required"}


def cell_text(cell):
    """Return the cell as text without stray spaces; spreadsheets also give numbers and dates."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return as_written(" ".join(without_control_characters(str(cell)).translate(INVISIBLE).split()))


def name_key(name):
    """Return `name` without case and extra spaces, for comparing."""
    return " ".join(str(name).split()).casefold()


def check_columns(plan, table, names):
    """Note which columns are missing, unknown or there twice; return True if the rows can be read."""
    missing = [name for name in names.required if name not in table.columns]
    present = list(dict.fromkeys(table.columns))
    unknown = [table.headings[name] for name in present if name not in names.all]
    if missing:
        plan.add_problem(
            _("Columns are missing: %(missing)s. Needed: %(needed)s.")
            % {"missing": ", ".join(missing), "needed": ", ".join(names.required)}
        )
    if unknown:
        plan.add_problem(
            _("Columns are unknown: %(unknown)s. Known: %(known)s.")
            % {"unknown": ", ".join(f"“{name}”" for name in unknown), "known": ", ".join(names.all)}
        )
    for name in present:
        if name in names.all and table.columns.count(name) > 1:
            plan.add_problem(_("The column “%(name)s” appears twice.") % {"name": name})
    if not table.rows and not plan.problems:
        plan.add_problem(_("The file has column names but no rows."))
    for number in table.surplus:
        plan.add_problem(
            _(
                "There are more cells than column names. In a CSV file, put a text with a comma in "
                "quotation marks; else give the column a name."
            ),
            number,
        )
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
    """Return the stored value for a code or for its label on the screen, up to a colon."""
    values = [str(code) for code, _label in field.choices]
    labels = {name_key(str(label).partition(":")[0]): str(code) for code, label in field.choices}
    found = value.lower() if value.lower() in values else labels.get(name_key(value))
    if not found:
        raise ValidationError(
            _("“%(value)s” is not known. Write one of: %(known)s.")
            % {"value": value, "known": ", ".join(values)}
        )
    return found


def find_by_name(objects, cell, unknown, key=name_key):
    """Return the object of that name from `objects`, a dict by `key`; `unknown` is the error message."""
    value = cell_text(cell)
    found = objects.get(key(value))
    if found:
        return found
    if not value:
        raise ValidationError(_("This cell is empty."), code="blank")
    close = difflib.get_close_matches(key(value), objects, n=1)
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
        self.refused = set()  # columns
        self.empty = []  # needed columns without a value: one sentence names them all

    def read(self, column, parse, name=None):
        """Put `parse(cell)` under `name` when the file has the column; return the value or None."""
        if column not in self.cells:
            return None
        try:
            refuse_damaged(self.cells[column])
            value = parse(self.cells[column])
        except ValidationError as error:
            if getattr(error, "code", None) in EMPTY_CODES or is_blank_error(error):
                self.is_valid = False
                self.empty.append(column)
            else:
                self.add_problem(column, " ".join(error.messages))
            return None
        if name:
            self.values[name] = value
        return value

    def add_problem(self, column, message):
        self.is_valid = False
        self.refused.add(column)
        self.plan.add_problem(message, self.number, self.plan.heading(column))

    def warn(self, column, message):
        self.plan.warnings.add(message, self.number, self.plan.heading(column))

    def finish(self):
        """Note the empty cells; a row with next to nothing is a total or a signature."""
        if not self.empty:
            return
        filled = sum(not is_blank(cell) for cell in self.cells.values())
        if filled <= 2 and len(self.empty) > 2:
            self.plan.add_problem(
                _("This row has hardly anything in it: a note, a total or a signature? Remove it."),
                self.number,
            )
        else:
            columns = ", ".join(map(self.plan.heading, dict.fromkeys(self.empty)))
            self.plan.add_problem(_("This cell is empty."), self.number, columns)


def is_blank_error(error):
    return any(part.code in EMPTY_CODES for part in getattr(error, "error_list", []))


def refuse_damaged(cell):
    """Raise `ValidationError` for what a program wrote in place of the value."""
    if isinstance(cell, str) and SPREADSHEET_ERROR.fullmatch(cell.strip()):
        raise ValidationError(_("The spreadsheet shows the error %(error)s here.") % {"error": cell.strip()})
    if isinstance(cell, str) and LOST in cell:
        raise ValidationError(_("A character of “%(text)s” was lost. Type it again.") % {"text": cell})
