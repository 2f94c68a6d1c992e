"""The only form of a session: for the HTML page and for the payload of the outbox."""

import re
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from villages.forms.fields import AttendanceField, CountField, DisabilityField, PhotosField, ReferralsField
from villages.forms.limits import CLOCK_GRACE, EARLIEST, LONGEST, NOTES_LENGTH
from villages.forms.personal_data import reject_private_numbers
from villages.forms.point import PointField
from villages.models import Session, Village

SLUG = re.compile(r"[-\w]{1,255}")
PAGE_ID = re.compile(r"[1-9][0-9]{0,8}")


class WallClockField(forms.CharField):
    """`2026-11-20T09:30`, a time on the village's clock; naive."""

    def clean(self, value):
        text = super().clean(value)
        for layout in ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"):
            try:
                return datetime.strptime(text, layout).replace(second=0)  # noqa: DTZ007 a wall clock
            except ValueError:
                continue
        raise ValidationError(_("Write the date and time, such as 2026-11-20T09:30."))


class VillageField(forms.CharField):
    """A village by its code, or by a former one that the phone still has."""

    def clean(self, value):
        code = super().clean(value)
        village = Village.objects.for_list().by_code(code)
        if village is None:
            raise ValidationError(
                _("No village has the code %(code)s. Choose one from the list, or ask your office.")
                % {"code": code}
            )
        return village


class ListField(forms.MultipleChoiceField):
    """Values that match the pattern `shape`.

    What they name may be gone by now: a phone without a signal could not know. It stays in the report.
    """

    def __init__(self, shape, **kwargs):
        super().__init__(required=False, **kwargs)
        self.shape = shape

    def validate(self, value):
        if len(value) > 100 or len(set(value)) < len(value):
            raise ValidationError(_("Something is listed twice, or there are too many."))
        unknown = sorted(item for item in value if not self.shape.fullmatch(item))
        if unknown:
            raise ValidationError(
                _("Not in the list: %(values)s. Choose from the list.") % {"values": ", ".join(unknown)}
            )


class SessionForm(forms.Form):
    """`data` is an HTML post, or a payload of the outbox (a dict) with the same keys."""

    village = VillageField(error_messages={"required": gettext_lazy("Choose a village.")})
    started_local = WallClockField(error_messages={"required": gettext_lazy("Fill in when it started.")})
    ended_local = WallClockField(error_messages={"required": gettext_lazy("Fill in when it ended.")})
    activity = forms.ChoiceField(
        choices=Session.Activity, error_messages={"required": gettext_lazy("Choose an activity.")}
    )
    topics = ListField(SLUG)
    materials = ListField(PAGE_ID)
    venue = forms.ChoiceField(
        choices=Session.Venue, error_messages={"required": gettext_lazy("Choose a place.")}
    )
    attendance = AttendanceField()
    disability = DisabilityField()
    first_time = CountField()
    officials = CountField()
    point = PointField()
    referrals = ReferralsField()
    notes = forms.CharField(required=False, max_length=NOTES_LENGTH, validators=[reject_private_numbers])
    photos = PhotosField()

    def clean_topics(self):
        for slug in self.cleaned_data["topics"]:
            reject_private_numbers(slug)
        return self.cleaned_data["topics"]

    def clean(self):
        self.check_times()
        self.check_counts()
        self.check_photos_sure()
        self.check_point()
        return self.cleaned_data

    def check_times(self):
        village, start, end = map(self.cleaned_data.get, ["village", "started_local", "ended_local"])
        if start and start < EARLIEST:
            self.add_error("started_local", _("This is long ago. Is the year right?"))
        if start and end and end <= start:
            self.add_error("ended_local", _("The end is before the start."))
        elif start and end and end - start > LONGEST:
            self.add_error("ended_local", _("This is longer than a day. Is the date right?"))
        if village and start:
            now = timezone.now().astimezone(village.zone.tzinfo).replace(tzinfo=None)
            if start > now + CLOCK_GRACE:
                self.add_error(
                    "started_local",
                    _("The start is in the future. It is %(now)s %(zone)s in the village.")
                    % {"now": f"{now:%H.%M}", "zone": village.zone.abbreviation},
                )

    def check_counts(self):
        if "attendance" not in self.cleaned_data:
            return
        total = self.participants
        first_time = self.cleaned_data.get("first_time") or 0
        if first_time > total:
            self.add_error(
                "first_time",
                _("%(count)d came for the first time, but only %(total)d came.")
                % {"count": first_time, "total": total},
            )
        disability = sum((self.cleaned_data.get("disability") or {}).values())
        if disability > total:
            self.add_error(
                "disability",
                _("%(count)d have a disability, but only %(total)d came.")
                % {"count": disability, "total": total},
            )

    def check_photos_sure(self):
        """The HTML page has this tick box; the phone asks before a photo is chosen."""
        if isinstance(self.data, MultiValueDict) and self.cleaned_data.get("photos") and not self.photos_sure:
            self.add_error(
                "photos",
                _("Check your photos, then tick that they show no children's faces or papers with names."),
            )

    def check_point(self):
        if self.cleaned_data.get("point") and self.cleaned_data.get("venue") == Session.Venue.HOME:
            self.add_error("point", _("A session in somebody's home has no point. Remove it."))

    @property
    def photos_sure(self):
        return bool(self.data.get("photos-sure")) if self.is_bound else bool(self.initial.get("photos"))

    @property
    def participants(self):
        return sum(row["count"] for row in self.cleaned_data["attendance"])

    def instants(self):
        """Return when the session began and ended, by the clock of its village."""
        zone = self.cleaned_data["village"].zone.tzinfo
        return [self.cleaned_data[name].replace(tzinfo=zone) for name in ("started_local", "ended_local")]

    def as_payload(self, revision, base_revision):
        """Return what a phone would have sent for the same entries."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "point"}
        point = self.cleaned_data["point"]
        return {
            "revision": revision,
            "base_revision": base_revision,
            **data,
            **({"point": {part: float(value) for part, value in point.items()}} if point else {}),
            "village": data["village"].code,
            "started_local": f"{data['started_local']:%Y-%m-%dT%H:%M}",
            "ended_local": f"{data['ended_local']:%Y-%m-%dT%H:%M}",
            "materials": [int(page) for page in data["materials"]],
        }
