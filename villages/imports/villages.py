"""Villages, matched on their Kemendagri code; regencies come with them."""

import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from villages.imports.cells import RowReader, check_columns, field_value, folded, named, text
from villages.imports.plans import Change, Plan
from villages.imports.provinces import ensure_provinces
from villages.models import ImmigrationOffice, Regency, Village, VillageMove
from villages.models.tallies import link_visits

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
OPTIONAL = ["province", *[name for name in PLAIN if name not in REQUIRED]]
# An empty cell in these leaves the value as it is, or takes the usual one for a new village.
KEEP_WHEN_EMPTY = {"kind", "evidence", "status"}

# A change in one of these takes the village's visits along.
MOVES = {"office", "regency", "status"}


class VillagePlan(Plan):
    @transaction.atomic
    def apply(self):
        super().apply()
        moved = [change.obj.pk for change in self.changed if MOVES & change.fields.keys()]
        for village in Village.objects.filter(pk__in=moved):
            link_visits(village)
        for change in self.changed:
            if "office" in change.fields:
                before = change.fields["office"][0]
                today = change.obj.zone.today()
                VillageMove.objects.note(change.obj, before, today, _("Import of the roster"))


def plan_villages(table):
    plan = VillagePlan()
    if not check_columns(plan, table, REQUIRED, OPTIONAL):
        return plan
    places = Places(plan)
    villages = {village.code: village for village in Village.objects.select_related("office", "regency")}
    seen = {}
    for number, cells in table.rows:
        row = RowReader(plan, number, cells)
        code = read_row(row, places)
        if code and seen.setdefault(code, number) != number:
            row.refuse("code", _("The same village is already in row %(row)d.") % {"row": seen[code]})
        if row.sound:
            plan.put(villages.get(code) or new_village(code), row.values)
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
        if not (column in KEEP_WHEN_EMPTY and text(row.cells.get(column)) == ""):
            field = Village._meta.get_field(column)
            row.read(column, lambda cell, field=field: field_value(field, cell), column)
    if (row.values.get("latitude") is None) != (row.values.get("longitude") is None):
        row.refuse("latitude", _("Give both latitude and longitude, or neither."))
    if code:
        province = row.read("code", lambda _cell: places.province(code))
        row.read("province", lambda cell: check_province(province, cell))
        row.read("regency", lambda cell: places.regency(code, province, cell), "regency")
    return code


def village_code(cell):
    """Return `33.22.05.2003`, also from ten digits without dots."""
    value = text(cell)
    if re.fullmatch(r"\d{10}", value):
        value = f"{value[:2]}.{value[2:4]}.{value[4:6]}.{value[6:]}"
    return Village._meta.get_field("code").clean(value, None)


def check_province(province, cell):
    if province and text(cell) and folded(text(cell)) != folded(province.name):
        raise ValidationError(
            _("The code says %(province)s, this cell says “%(name)s”.")
            % {"province": province.name, "name": text(cell)}
        )


class Places:
    """The offices, provinces and regencies that the rows name."""

    def __init__(self, plan):
        self.plan = plan
        self.provinces = ensure_provinces()
        self.offices = {folded(office.name): office for office in ImmigrationOffice.objects.all()}
        self.regencies = Regency.objects.in_bulk()
        self.named = {}

    def office(self, cell):
        return named(self.offices, cell, _("The office “%(name)s” is not known. Import it first."))

    def province(self, code):
        if code[:2] not in self.provinces:
            raise ValidationError(_("No province has the code %(code)s.") % {"code": code[:2]})
        return self.provinces[code[:2]]

    def regency(self, code, province, cell):
        """Return the regency of a village's code, made or renamed when the file says so."""
        name = Regency._meta.get_field("name").clean(text(cell), None)
        code = code[:5]
        if folded(self.named.setdefault(code, name)) != folded(name):
            raise ValidationError(
                _("The file calls %(code)s both “%(first)s” and “%(second)s”.")
                % {"code": code, "first": self.named[code], "second": name}
            )
        regency = self.regencies.get(code)
        if not regency and province:
            regency = self.regencies[code] = Regency(code=code, name=name, province=province)
            self.plan.needed.append(regency)
        elif regency and regency.name != self.named[code]:
            self.plan.renamed.append(Change(regency, {"name": (regency.name, self.named[code])}))
            regency.name = self.named[code]
        return regency
