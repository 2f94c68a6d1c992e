"""Villages, matched on their Kemendagri code; regencies come with them."""

import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from villages.models import FormerCode, ImmigrationOffice, Regency, Village, VillageMove
from villages.models.former_codes import REPORTS_STAY_IN_PROVINCE, code_taken_message
from villages.models.tallies import update_visit_tallies
from villages.roster_import.cells import (
    RowReader,
    cell_text,
    check_columns,
    field_value,
    find_by_name,
    name_key,
)
from villages.roster_import.plan import ChangedRow, RosterPlan
from villages.roster_import.provinces import ensure_provinces

REQUIRED = ["code", "name", "district", "regency", "office"]
PLAIN = [
    "name",
    "kind",
    "district",
    "designated_on",
    "evidence",
    "source_url",
    "source_date",
    "status",
    "yearly_target",
    "latitude",
    "longitude",
]
OPTIONAL = ["former_code", "province", *[name for name in PLAIN if name not in REQUIRED]]
# An empty cell in these leaves the value as it is, or takes the usual one for a new village.
UNCHANGED_WHEN_EMPTY = {"kind", "evidence", "status"}

# A change in one of these changes where the visits of the village are counted.
VISIT_FIELDS = {"office", "regency", "status"}


class VillagePlan(RosterPlan):
    @transaction.atomic
    def apply(self):
        super().apply()
        moved = [change.obj.pk for change in self.changed if VISIT_FIELDS & change.fields.keys()]
        for village in Village.objects.filter(pk__in=moved):
            update_visit_tallies(village)
        for change in self.changed:
            if "office" in change.fields:
                before = change.fields["office"][0]
                today = change.obj.zone.today()
                VillageMove.objects.record(change.obj, before, today, _("Import of the roster"))
            if "code" in change.fields:
                change.obj.add_former_code(change.fields["code"][0])


def plan_villages(table):
    plan = VillagePlan()
    if not check_columns(plan, table, REQUIRED, OPTIONAL):
        return plan
    places = KnownPlaces(plan)
    known, seen = KnownVillages(), {}
    for number, cells in table.rows:
        row = RowReader(plan, number, cells)
        code = read_row(row, places)
        village = code and known.village(row, code)
        first = seen.setdefault((village and village.pk) or code, number)
        if code and first != number:
            row.add_problem("code", _("The same village is already in row %(row)d.") % {"row": first})
        if row.is_valid:
            plan.add_row(village, row.values | {"code": code})
    return plan


def new_village(code):
    """A desa has a village number from 2001, a kelurahan from 1001."""
    kind = Village.Kind.KELURAHAN if code[9] == "1" else Village.Kind.DESA
    return Village(code=code, kind=kind, evidence=Village.Evidence.STATED)


def read_row(row, places):
    """Fill `row.values`; return the code, or None when it is wrong."""
    code = row.read("code", village_code)
    row.read("office", places.office, "office")
    for column in PLAIN:
        if not (column in UNCHANGED_WHEN_EMPTY and cell_text(row.cells.get(column)) == ""):
            field = Village._meta.get_field(column)
            row.read(column, lambda cell, field=field: field_value(field, cell), column)
    if (row.values.get("latitude") is None) != (row.values.get("longitude") is None):
        row.add_problem("latitude", _("Give both latitude and longitude, or neither."))
    if code:
        province = row.read("code", lambda _cell: places.province(code))
        row.read("province", lambda cell: check_province(province, cell))
        row.read("regency", lambda cell: places.regency(code, province, cell), "regency")
    return code


def village_code(cell):
    """Return `33.22.05.2003`, also from ten digits without dots."""
    value = cell_text(cell)
    if re.fullmatch(r"\d{10}", value):
        value = f"{value[:2]}.{value[2:4]}.{value[4:6]}.{value[6:]}"
    return Village._meta.get_field("code").clean(value, None)


def check_province(province, cell):
    if province and cell_text(cell) and name_key(cell_text(cell)) != name_key(province.name):
        raise ValidationError(
            _("The code belongs to %(province)s, but this cell contains “%(name)s”.")
            % {"province": province.name, "name": cell_text(cell)}
        )


class KnownVillages:
    """The villages of the roster, by their codes and their former codes."""

    def __init__(self):
        villages = Village.objects.select_related("office", "regency")
        self.by_code = {village.code: village for village in villages}
        former = FormerCode.objects.values_list("code", "village__code")
        self.by_former_code = {code: self.by_code[present] for code, present in former}

    def village(self, row, code):
        """Return the village of a row: the one with `code`, the one that gets it now, or a new one."""
        current = self.by_code.get(code)
        renumbered = row.read("former_code", self.renumbered)
        if current and renumbered and renumbered != current:
            row.add_problem(
                "former_code",
                _("The roster has both %(first)s and %(second)s. End one of them.")
                % {"first": renumbered, "second": current},
            )
        former = self.by_former_code.get(code)
        if former and former != renumbered:
            row.add_problem("code", str(code_taken_message(former)))
        if renumbered and renumbered.code != code and renumbered.counts_outside(code):
            row.add_problem("code", str(REPORTS_STAY_IN_PROVINCE))
        return current or renumbered or new_village(code)

    def renumbered(self, cell):
        if not cell_text(cell):
            return None
        code = village_code(cell)
        found = self.by_code.get(code) or self.by_former_code.get(code)
        if not found:
            raise ValidationError(_("No village has or had the code %(code)s.") % {"code": code})
        return found


class KnownPlaces:
    """The offices, provinces and regencies that the rows name."""

    def __init__(self, plan):
        self.plan = plan
        self.provinces = ensure_provinces()
        self.offices = {name_key(office.name): office for office in ImmigrationOffice.objects.all()}
        self.regencies = Regency.objects.in_bulk()
        self.names_in_file = {}

    def office(self, cell):
        return find_by_name(self.offices, cell, _("The office “%(name)s” is not known. Import it first."))

    def province(self, code):
        if code[:2] not in self.provinces:
            raise ValidationError(_("No province has the code %(code)s.") % {"code": code[:2]})
        return self.provinces[code[:2]]

    def regency(self, code, province, cell):
        """Return the regency of a village's code, made or renamed when the file says so."""
        name = Regency._meta.get_field("name").clean(cell_text(cell), None)
        code = code[:5]
        if name_key(self.names_in_file.setdefault(code, name)) != name_key(name):
            raise ValidationError(
                _("The file gives %(code)s two names: “%(first)s” and “%(second)s”.")
                % {"code": code, "first": self.names_in_file[code], "second": name}
            )
        regency = self.regencies.get(code)
        if not regency and province:
            regency = self.regencies[code] = Regency(code=code, name=name, province=province)
            self.plan.needed.append(regency)
        elif regency and regency.name != self.names_in_file[code]:
            self.plan.renamed.append(ChangedRow(regency, {"name": (regency.name, self.names_in_file[code])}))
            regency.name = self.names_in_file[code]
        return regency
