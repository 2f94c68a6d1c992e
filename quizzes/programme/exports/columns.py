"""The columns of every exported table, with their meanings for the codebook."""

from django.utils.translation import gettext_lazy as _

from villages.models import Attendance, Referral

GROUPS = [(sex, age) for sex in Attendance.Sex.values for age in Attendance.Age.values]


def group_code(sex, age):
    """Return the column name of a group, such as `f_12_17` or `m_60plus`."""
    return f"{sex}_{age.replace('-', '_').replace('+', 'plus')}"


def group_meaning(sex, age):
    return _("People: %(sex)s, %(age)s") % {
        "sex": Attendance.Sex(sex).label,
        "age": Attendance.Age(age).label,
    }


VILLAGE = [
    ("village_code", _("Kemendagri code of the village")),
    ("village", _("Name of the village")),
    ("province", _("Name of the province")),
]
SESSIONS = [
    ("uuid", _("Identifier of the session, made on the phone")),
    *VILLAGE,
    ("office", _("Immigration office at the time of the session")),
    ("started", _("Start: date and time with the time zone of the village")),
    ("ended", _("End: date and time with the time zone of the village")),
    ("received", _("Received by the server, with the time zone of the village")),
    ("activity", _("Kind of activity")),
    ("venue", _("Kind of place")),
    ("topics", _("Names of the topics in Indonesian, separated by semicolons")),
    ("participations", _("Participations: sum of all groups of sex and age")),
    ("disability_f", _("Women and girls with a disability, part of the participations")),
    ("disability_m", _("Men and boys with a disability, part of the participations")),
    ("first_time", _("Attending for the first time, part of the participations")),
    ("officials", _("Officials, not part of the participations")),
    ("state", _("State of the report; only approved ones count in indicators")),
    *[(group_code(sex, age), (sex, age)) for sex, age in GROUPS],
    *[(f"referrals_{value}", value) for value in Referral.Category.values],
]
ATTENDANCE = [
    ("uuid", _("Identifier of the session, made on the phone")),
    *VILLAGE,
    ("office", _("Immigration office at the time of the session")),
    ("started", _("Start: date and time with the time zone of the village")),
    ("sex", _("Sex: f women and girls, m men and boys, x not recorded")),
    ("age", _("Age group in years; u12 under 12, 60+ 60 and older, x not recorded")),
    ("people", _("Number of people of this sex and age group")),
]
VILLAGES = [
    *VILLAGE,
    ("kind", _("Desa or kelurahan")),
    ("district", _("Name of the district")),
    ("regency", _("Name of the regency or city")),
    ("office", _("Immigration office today")),
    ("designated_on", _("Day on which the village was designated")),
    ("evidence", _("Evidence that the village belongs to the programme")),
    ("yearly_target", _("Planned sessions a year")),
    ("last_session_on", _("Day of the last approved session")),
    ("latitude", _("Latitude in degrees (WGS 84)")),
    ("longitude", _("Longitude in degrees (WGS 84)")),
    ("sessions", _("Approved sessions in the period")),
    ("participations", _("Participations in the period; empty where hidden")),
]
PLACES = [
    ("level", _("What the row is about: country, province or office")),
    ("province_code", _("Kemendagri code of the province")),
    ("province", _("Name of the province")),
    ("office", _("Name of the immigration office")),
]


def column_meaning(meaning):
    """Return a meaning as text; (sex, age) groups and referral categories are put into a sentence."""
    if isinstance(meaning, tuple):
        return group_meaning(*meaning)
    if meaning in Referral.Category.values:
        return _("People referred: %(category)s") % {"category": Referral.Category(meaning).label}
    return meaning
