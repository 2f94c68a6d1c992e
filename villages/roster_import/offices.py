"""Immigration offices, matched on their name."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from villages.models import ImmigrationOffice
from villages.roster_import.cells import (
    RowReader,
    cell_text,
    check_columns,
    field_value,
    find_by_name,
    name_key,
)
from villages.roster_import.columns import ColumnNames
from villages.roster_import.other_names import OF_OFFICES
from villages.roster_import.plan import RosterPlan
from villages.roster_import.provinces import ensure_provinces, province_key
from villages.roster_import.telephones import telephone

FIELDS = {
    "name": "name",
    "class": "office_class",
    "city": "city",
    "province": "province",
    "phone": "phone",
    "whatsapp": "whatsapp",
    "source_url": "source_url",
}
PLAIN = {column: field for column, field in FIELDS.items() if column not in ("name", "province")}
TELEPHONES = {"phone", "whatsapp"}
COLUMNS = ColumnNames(
    required=["name", "city", "province"],
    optional=["class", "timezone", "phone", "whatsapp", "source_url"],
    other=OF_OFFICES,
    fields={column: ImmigrationOffice._meta.get_field(field) for column, field in FIELDS.items()},
)


def plan_offices(table):
    plan = RosterPlan.of(table)
    if not check_columns(plan, table, COLUMNS):
        return plan
    provinces = {province_key(province.name): province for province in ensure_provinces().values()}
    offices = {
        office_key(office.name): office for office in ImmigrationOffice.objects.select_related("province")
    }
    seen = {}
    for number, cells in table.rows:
        row = RowReader(plan, number, cells)
        name = row.read("name", parser("name"))
        read_province(row, provinces)
        for column, field in PLAIN.items():
            row.read(column, telephone if column in TELEPHONES else parser(field), field)
        if name and seen.setdefault(office_key(name), number) != number:
            row.add_problem(
                "name", _("The same office is already in row %(row)d.") % {"row": seen[office_key(name)]}
            )
        row.finish()
        if row.is_valid:
            office = offices.get(office_key(name)) or ImmigrationOffice(name=name)
            plan.add_row(office, row.values)
    return plan


def office_key(name):
    """Return the name for comparing: people write Kanim for Kantor Imigrasi."""
    return re.sub(r"^kanim\b", "kantor imigrasi", name_key(name))


def parser(field):
    return lambda cell: field_value(ImmigrationOffice._meta.get_field(field), cell)


def read_province(row, provinces):
    province = row.read(
        "province",
        lambda cell: find_by_name(
            provinces, cell, _("The province “%(name)s” is not known."), key=province_key
        ),
        "province",
    )

    def same_zone(cell):
        zone = cell_text(cell)
        if province and zone and name_key(zone) not in map(name_key, [province.zone, province.zone.name]):
            raise ValidationError(
                _("%(province)s is in the zone %(zone)s.")
                % {"province": province.name, "zone": province.time_zone}
            )

    row.read("timezone", same_zone)
