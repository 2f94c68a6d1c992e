"""Immigration offices, matched on their name."""

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
from villages.roster_import.plan import RosterPlan
from villages.roster_import.provinces import ensure_provinces

REQUIRED = ["name", "city", "province"]
PLAIN = {
    "class": "office_class",
    "city": "city",
    "phone": "phone",
    "whatsapp": "whatsapp",
    "source_url": "source_url",
}
OPTIONAL = ["class", "timezone", "phone", "whatsapp", "source_url"]


def plan_offices(table):
    plan = RosterPlan()
    if not check_columns(plan, table, REQUIRED, OPTIONAL):
        return plan
    provinces = {name_key(province.name): province for province in ensure_provinces().values()}
    offices = {
        name_key(office.name): office for office in ImmigrationOffice.objects.select_related("province")
    }
    seen = {}
    for number, cells in table.rows:
        row = RowReader(plan, number, cells)
        name = row.read("name", lambda cell: field_value(name_field(), cell))
        read_province(row, provinces)
        for column, field in PLAIN.items():
            row.read(column, parser(field), field)
        if name and seen.setdefault(name_key(name), number) != number:
            row.add_problem(
                "name", _("The same office is already in row %(row)d.") % {"row": seen[name_key(name)]}
            )
        if row.is_valid:
            office = offices.get(name_key(name)) or ImmigrationOffice(name=name)
            plan.add_row(office, row.values)
    return plan


def name_field():
    return ImmigrationOffice._meta.get_field("name")


def parser(field):
    return lambda cell: field_value(ImmigrationOffice._meta.get_field(field), cell)


def read_province(row, provinces):
    province = row.read(
        "province",
        lambda cell: find_by_name(provinces, cell, _("The province “%(name)s” is not known.")),
        "province",
    )

    def same_zone(cell):
        zone = cell_text(cell)
        if province and zone and zone != province.time_zone:
            raise ValidationError(
                _("%(province)s is in the zone %(zone)s.")
                % {"province": province.name, "zone": province.time_zone}
            )

    row.read("timezone", same_zone)
