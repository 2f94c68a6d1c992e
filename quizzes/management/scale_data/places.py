"""Invented regencies, offices, villages and staff in the real provinces."""

from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from cms.accounts.roles import EDUCATOR, REVIEWER
from cms.models import User
from quizzes.management.scale_data.bulk import Bulk
from villages.models import Assignment, ImmigrationOffice, Regency, Village
from villages.roster_import.provinces import ensure_provinces

SINCE = date(2024, 1, 1)
# Kemendagri uses 01-79 for real regencies and cities.
FIRST_REGENCY, MAX_REGENCIES = 81, 19
VILLAGES_PER_REGENCY, VILLAGES_PER_DISTRICT = 150, 12
VILLAGES_PER_OFFICE, MAX_OFFICES = 600, 9
VILLAGES_PER_EDUCATOR = 40
NAME_STARTS = ["Suka", "Karang", "Mekar", "Sumber", "Wono", "Sido", "Kedung", "Tanjung", "Bumi", "Marga"]
NAME_ENDS = ["maju", "mulya", "rejo", "sari", "jaya", "harjo", "asih", "makmur", "agung", "indah", "tani"]
# Kemendagri code: (share of the villages, latitude and longitude near the centre).
PROVINCES = {
    "33": (9, -7.2, 110.2),
    "35": (9, -7.8, 112.7),
    "32": (6, -6.9, 107.6),
    "12": (6, 2.2, 99.2),
    "11": (6, 4.3, 96.9),
    "53": (4, -9.6, 124.0),
    "52": (2, -8.7, 117.3),
    "73": (4, -4.2, 120.0),
    "18": (3, -4.9, 105.2),
    "16": (3, -3.2, 104.2),
    "61": (3, -0.1, 111.1),
    "36": (2, -6.5, 106.1),
    "13": (2, -0.8, 100.5),
    "14": (2, 0.5, 101.8),
    "15": (2, -1.6, 102.7),
    "71": (2, 1.0, 124.6),
    "72": (2, -1.2, 121.0),
    "74": (2, -4.1, 122.3),
    "62": (2, -1.6, 113.4),
    "63": (2, -3.0, 115.4),
    "91": (1, -2.6, 140.2),
    "51": (1, -8.4, 115.1),
    "21": (1, 0.9, 104.5),
    "17": (1, -3.6, 102.4),
    "19": (1, -2.5, 106.5),
    "64": (1, 0.5, 116.4),
    "65": (1, 3.1, 116.5),
    "75": (1, 0.7, 122.4),
    "76": (1, -2.5, 119.3),
    "81": (1, -3.3, 129.0),
    "82": (1, 0.8, 127.7),
    "92": (1, -1.8, 133.4),
    "93": (1, -7.0, 139.5),
    "94": (1, -3.7, 136.3),
    "95": (1, -4.1, 139.1),
    "96": (1, -1.1, 131.5),
    "34": (1, -7.9, 110.4),
    "31": (1, -6.2, 106.8),
}


@dataclass
class VillagePlace:
    """A village with its time zone and the user ids of its educators."""

    village: Village
    zone: object
    educators: range


@dataclass
class RosterTables:
    """The tables of the roster while they are filled."""

    random: object
    bulk: Bulk = field(default_factory=Bulk)

    def __post_init__(self):
        table = self.bulk.table
        self.regencies = table(Regency, "code", "name", "province_id")
        self.offices = table(ImmigrationOffice, "id", "name", "office_class", "city", "province_id")
        self.villages = table(
            Village,
            *("id", "code", "name", "kind", "district", "regency_id", "office_id", "designated_on"),
            *("evidence", "yearly_target", "latitude", "longitude"),
        )
        self.users = table(
            User, "id", "username", "first_name", "last_name", "password", "is_demo", "is_active"
        )
        self.groups = table(User.groups.through, "id", "user_id", "group_id")
        self.assignments = table(Assignment, "id", "user_id", "role", "office_id", "since")
        self.roles = {name: Group.objects.get(name=name).pk for name in (EDUCATOR, REVIEWER)}
        self.password = make_password(None)  # nobody signs in with it


def make_places(number, random, log):
    """Make `number` villages with offices and staff; return a `VillagePlace` for each, ordered by code."""
    roster, provinces, places = RosterTables(random), ensure_provinces(), []
    for code, villages in villages_per_province(number).items():
        places += make_province(roster, provinces[code], villages)
        roster.bulk.flush_when_full()
        log(f"villages: {len(places):,} of {number:,}")
    roster.bulk.close()
    return places


def villages_per_province(number):
    """Return {province code: number of villages}; a small programme covers a few provinces only."""
    chosen = list(PROVINCES)[: max(1, min(len(PROVINCES), number // 12))]
    whole = sum(PROVINCES[code][0] for code in chosen)
    result = {code: number * PROVINCES[code][0] // whole for code in chosen}
    result[chosen[0]] += number - sum(result.values())
    return dict(sorted(result.items()))


def make_province(roster, province, number):
    offices = min(MAX_OFFICES, number // VILLAGES_PER_OFFICE + 1)
    regencies = min(MAX_REGENCIES, number // VILLAGES_PER_REGENCY + 1)
    staff = [make_office(roster, province, n, number // offices) for n in range(1, offices + 1)]
    places = []
    for regency in range(regencies):
        code = f"{province.code}.{FIRST_REGENCY + regency}"
        roster.regencies.add(code, f"Kabupaten Contoh {province.name} {regency + 1}", province.code)
        first = regency * number // regencies
        for index in range(first, (regency + 1) * number // regencies):
            office, educators = staff[index * offices // number]
            village = make_village(roster, code, index - first, office)
            places.append(VillagePlace(village, province.zone, educators))
    return places


def make_office(roster, province, number, villages):
    """Return (office id, user ids of its educators)."""
    office = roster.offices.new_key()
    name = f"Kantor Imigrasi Contoh {province.name} {number}"
    roster.offices.add(office, name, "Contoh", f"Kota Contoh {number}", province.code)
    make_person(roster, office, REVIEWER, "penyelia")
    count = villages // VILLAGES_PER_EDUCATOR + 1
    educators = [make_person(roster, office, EDUCATOR, "pimpasa") for _ in range(count)]
    return office, range(educators[0], educators[-1] + 1)


def make_person(roster, office, role, word):
    key = roster.users.new_key()
    name = f"contoh-{word}-{key}"
    roster.users.add(key, name, word.capitalize(), f"Contoh {key}", roster.password, True, True)
    roster.groups.add(roster.groups.new_key(), key, roster.roles[role])
    roster.assignments.add(roster.assignments.new_key(), key, role, office, SINCE)
    return key


def make_village(roster, regency, index, office):
    random, key = roster.random, roster.villages.new_key()
    district, number = divmod(index, VILLAGES_PER_DISTRICT)
    _share, latitude, longitude = PROVINCES[regency[:2]]
    has_position = random.random() < 0.3
    village = Village(
        pk=key,
        code=f"{regency}.{district + 1:02}.{2001 + number}",
        name=random.choice(NAME_STARTS) + random.choice(NAME_ENDS),
        kind=Village.Kind.DESA,
        district=f"Kecamatan Contoh {district + 1}",
        regency_id=regency,
        office_id=office,
        designated_on=date(2025, 5, 19),
        evidence=Village.Evidence.INVENTED,
        yearly_target=random.choice([None, 2, 4, 4, 6]),
        latitude=round(latitude + random.uniform(-0.8, 0.8), 5) if has_position else None,
        longitude=round(longitude + random.uniform(-0.8, 0.8), 5) if has_position else None,
    )
    roster.villages.add(*(getattr(village, field.attname) for field in roster.villages.fields[:12]))
    return village
