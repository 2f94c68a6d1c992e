"""Every indicator, defined once: the dashboard, the exports and the data dictionary use this list."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BEGINNING = date(2025, 5, 19)
NOT_PEOPLE = _("Not hidden: it counts no people.")
PEOPLE = _(
    "Hidden below 10 in public and below 5 across offices. "
    "Other numbers are hidden with it, so that nobody can find it by subtraction."
)


@dataclass(frozen=True)
class Indicator:
    code: str
    name: Promise
    formula: Promise
    unit: Promise
    source: str
    suppression: Promise
    since: date = BEGINNING


SESSIONS, VILLAGES, PARTICIPATIONS = _("sessions"), _("villages"), _("participations")
PER_CENT, HOURS = _("per cent"), _("hours")

REACH = (
    Indicator(
        "active",
        _("Active villages"),
        _("Villages that are in the programme today."),
        VILLAGES,
        "Village",
        NOT_PEOPLE,
    ),
    Indicator(
        "visited",
        _("Villages visited"),
        _("Active villages with at least one approved session in the period, each counted once."),
        VILLAGES,
        "VisitTally, Village",
        NOT_PEOPLE,
    ),
    Indicator(
        "coverage",
        _("Coverage"),
        _("Villages visited / active villages."),
        PER_CENT,
        "VisitTally, Village",
        NOT_PEOPLE,
    ),
    Indicator(
        "never",
        _("Never visited"),
        _("Active villages without any approved session up to today."),
        VILLAGES,
        "Village",
        NOT_PEOPLE,
    ),
    Indicator(
        "overdue",
        _("Overdue"),
        _("Active villages whose last approved session is more than 180 days ago."),
        VILLAGES,
        "Village",
        NOT_PEOPLE,
    ),
    Indicator(
        "sessions",
        _("Sessions"),
        _("Approved sessions held in the period."),
        SESSIONS,
        "MonthTally",
        NOT_PEOPLE,
    ),
    Indicator(
        "target",
        _("Yearly target"),
        _("Sum of the yearly targets of active villages."),
        SESSIONS,
        "Village",
        NOT_PEOPLE,
    ),
    Indicator(
        "participations",
        _("Participations"),
        _("Sum of attendance. Somebody at two sessions counts twice. Officials are not included."),
        PARTICIPATIONS,
        "MonthTally",
        PEOPLE,
    ),
    Indicator(
        "first_time",
        _("People reached (estimate)"),
        _("Method: first-time participants. Each person is counted at the first session only."),
        _("people"),
        "MonthTally",
        PEOPLE,
    ),
    Indicator(
        "women",
        _("Women and girls"),
        _("Participations of women and girls."),
        PARTICIPATIONS,
        "MonthTally",
        PEOPLE,
    ),
    Indicator(
        "under_18",
        _("Under 18"),
        _("Participations of the two groups below 18."),
        PARTICIPATIONS,
        "MonthTally",
        PEOPLE,
    ),
    Indicator(
        "over_60",
        _("60 and older"),
        _("Participations of the group 60 and older."),
        PARTICIPATIONS,
        "MonthTally",
        PEOPLE,
    ),
    Indicator(
        "disability",
        _("People with a disability"),
        _("Participations of people with a disability."),
        PARTICIPATIONS,
        "MonthTally",
        PEOPLE,
    ),
    Indicator(
        "referrals", _("Referrals"), _("People referred to an agency."), _("people"), "MonthTally", PEOPLE
    ),
    Indicator(
        "hours_until_received",
        _("Hours until received"),
        _("Mean time from the end of a session to its receipt."),
        HOURS,
        "MonthTally",
        NOT_PEOPLE,
    ),
    Indicator(
        "returned_share",
        _("Returned share"),
        _("Approved sessions that were sent back at least once / approved sessions."),
        PER_CENT,
        "MonthTally",
        NOT_PEOPLE,
    ),
)
BY_CODE = {indicator.code: indicator for indicator in REACH}


def value(reach, code):
    """Return the number of indicator `code` of a `Reach`; None where it is hidden or not defined."""
    if code in reach.counts:
        return reach.shown(code)
    return getattr(reach, code)
