"""The parts of the session form: each is one screen of a small phone."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class FormPart:
    name: str
    title: Promise
    asks: Promise  # shown while the part is closed
    fields: tuple[str, ...]
    needed: tuple[str, ...] = ()  # fields without which a session is not saved

    @property
    def template(self):
        return f"villages/field_app/session_form/{self.name}.html"


PARTS = [
    FormPart(
        "when",
        _("Village and time"),
        _("Village, start, end"),
        ("village", "started_local", "ended_local"),
        ("village", "started_local", "ended_local"),
    ),
    FormPart(
        "activity",
        _("Activity and place"),
        _("What kind of session, and where"),
        ("activity", "venue", "point"),
        ("activity", "venue"),
    ),
    FormPart("topics", _("Topics and materials"), _("What you talked about"), ("topics", "materials")),
    FormPart(
        "people",
        _("Who came"),
        _("How many people, and their ages if you like"),
        ("attendance", "disability", "first_time", "officials"),
    ),
    FormPart("referrals", _("Referrals and notes"), _("May be left out"), ("referrals", "notes")),
    FormPart("photos", _("Photos"), _("May be left out"), ("photos",)),
]


def form_parts(form):
    """Return each `FormPart` with whether it is open: those with an error, else the first."""
    wrong = [part for part in PARTS if any(form.errors.get(name) for name in part.fields)]
    return [(part, part in (wrong or PARTS[:1])) for part in PARTS]
