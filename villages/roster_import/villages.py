"""Villages, matched on their Kemendagri code; regencies come with them."""

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
from villages.roster_import.codes import kind_of, village_code
from villages.roster_import.columns import ColumnNames
from villages.roster_import.coordinates import degrees, lies_in
from villages.roster_import.dates import past_day
from villages.roster_import.offices import office_key
from villages.roster_import.other_names import OF_VILLAGES
from villages.roster_import.plan import RosterPlan
from villages.roster_import.provinces import ensure_provinces, province_key
from villages.roster_import.regencies import full_regency_name, is_same_regency

PLAIN = ["name", "kind", "district", "evidence", "source_url", "source_date", "status", "yearly_target"]
OPTIONAL = [
    "former_code",
    "province",
    "kind",
    "designated_on",
    "evidence",
    "source_url",
    "source_date",
    "status",
    "yearly_target",
    "latitude",
    "longitude",
]
COLUMNS = ColumnNames(
    required=["code", "name", "district", "regency", "office"],
    optional=OPTIONAL,
    other=OF_VILLAGES,
    fields={
        field.name: field
        for field in Village._meta.fields
        if field.name in OPTIONAL or field.name in OF_VILLAGES
    },
)
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
    plan = VillagePlan.of(table)
    if not check_columns(plan, table, COLUMNS):
        return plan
    places, known, seen = KnownPlaces(plan), KnownVillages(), {}
    for number, cells in table.rows:
        row = RowReader(plan, number, cells)
        code = read_row(row, places, known)
        village = code and known.village(row, code)
        first = seen.setdefault((village and village.pk) or code, number)
        if code and first != number:
            row.add_problem("code", _("The same village is already in row %(row)d.") % {"row": first})
        row.finish()
        if row.is_valid:
            plan.add_row(village, row.values | {"code": code})
    return plan


def new_village(code):
    return Village(code=code, kind=kind_of(code), evidence=Village.Evidence.STATED)


def read_row(row, places, known):
    """Fill `row.values`; return the code, or None when it is wrong."""
    code = row.read("code", lambda cell: known.right_code(cell, row.cells))
    row.read("office", places.office, "office")
    for column in PLAIN:
        if not (column in UNCHANGED_WHEN_EMPTY and cell_text(row.cells.get(column)) == ""):
            field = Village._meta.get_field(column)
            row.read(column, lambda cell, field=field: field_value(field, cell), column)
    row.read("designated_on", past_day, "designated_on")
    if code:
        check_kind(row, code)
        province = row.read("code", lambda _cell: places.province(code))
        row.read("province", lambda cell: check_province(province, cell))
        row.read("regency", lambda cell: places.regency(code, province, cell), "regency")
    read_point(row, province if code else None)
    return code


def read_point(row, province):
    """Read both coordinates; warn of a point in another province."""
    row.read("latitude", lambda cell: degrees(cell, "latitude"), "latitude")
    if "latitude" in row.refused:
        return  # what is wrong with it is often wrong with both
    row.read("longitude", lambda cell: degrees(cell, "longitude"), "longitude")
    point = row.values.get("latitude"), row.values.get("longitude")
    if row.is_valid and (point[0] is None) != (point[1] is None):
        row.add_problem("latitude", _("Give both latitude and longitude, or neither."))
    elif province and None not in point and not lies_in(province.code, *point):
        row.warn(
            "latitude",
            _("The point %(latitude)s, %(longitude)s lies outside %(province)s.")
            % {"latitude": point[0], "longitude": point[1], "province": province.name},
        )


def check_kind(row, code):
    kind = row.values.get("kind")
    if kind and kind != kind_of(code):
        row.add_problem(
            "kind",
            _("The number %(number)s is that of a %(right)s, but the row has %(wrong)s.")
            % {"number": code[9:], "right": kind_of(code).label, "wrong": Village.Kind(kind).label},
        )


def check_province(province, cell):
    if province and cell_text(cell) and province_key(cell_text(cell)) != province_key(province.name):
        raise ValidationError(
            _("The code belongs to %(province)s, but this cell contains “%(name)s”.")
            % {"province": province.name, "name": cell_text(cell)}
        )


def district_key(name):
    """Return the name of a district for comparing: people write Kec. Suruh."""
    return name_key(name).removeprefix("kecamatan ").removeprefix("kec. ").removeprefix("kec ")


class KnownVillages:
    """The villages of the roster, by their codes and their former codes."""

    def __init__(self):
        villages = Village.objects.select_related("office", "regency")
        self.by_code = {village.code: village for village in villages}
        self.by_place = {(name_key(v.name), district_key(v.district)): v.code for v in self.by_code.values()}
        former = FormerCode.objects.values_list("code", "village__code")
        self.by_former_code = {code: self.by_code[present] for code, present in former}

    def right_code(self, cell, cells):
        """Return the code in `cell`; if it is wrong, the message gives that of the village of this name."""
        try:
            return village_code(cell)
        except ValidationError as error:
            place = name_key(cell_text(cells.get("name"))), district_key(cell_text(cells.get("district")))
            if error.code == "blank" or place not in self.by_place:
                raise
            hint = _("The roster has %(name)s as %(code)s.")
            hint %= {"name": cell_text(cells["name"]), "code": self.by_place[place]}
            raise ValidationError(f"{error.message} {hint}") from error

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
        self.offices = {office_key(office.name): office for office in ImmigrationOffice.objects.all()}
        self.regencies = Regency.objects.in_bulk()

    def office(self, cell):
        unknown = _("The office “%(name)s” is not known. Import it first.")
        return find_by_name(self.offices, cell, unknown, key=office_key)

    def province(self, code):
        if code[:2] not in self.provinces:
            raise ValidationError(_("No province has the code %(code)s.") % {"code": code[:2]})
        return self.provinces[code[:2]]

    def regency(self, code, province, cell):
        """Return the regency of a village's code, made when it is new. A row never renames one."""
        name = Regency._meta.get_field("name").clean(cell_text(cell), None)
        code = code[:5]
        regency = self.regencies.get(code)
        if regency and not is_same_regency(name, regency.name):
            raise ValidationError(
                _("%(code)s is %(regency)s, but this cell contains “%(name)s”. Did you mean “%(regency)s”?")
                % {"code": code, "regency": regency.name, "name": name}
            )
        if not regency and province:
            regency = Regency(code=code, name=full_regency_name(name, code), province=province)
            self.regencies[code] = regency
            self.plan.needed.append(regency)
        return regency
