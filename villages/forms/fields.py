"""Fields whose value is the JSON of the outbox protocol, read from JSON or from an HTML post alike.

In an HTML post the name of an input is the key and its parts, joined with `-`
(`attendance-f-18-24`, `disability-f`, `referrals-0-count`, `photos-1-caption`).
"""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from villages.forms.counts import whole_number
from villages.forms.limits import (
    AGENCY_LENGTH,
    CAPTION_LENGTH,
    MOST_PEOPLE,
    MOST_PHOTOS,
    MOST_REFERRALS,
)
from villages.forms.personal_data import reject_private_numbers
from villages.models import Attendance, Referral


def short_text(value, most):
    """Return short free text without private numbers."""
    text = forms.CharField(required=False, max_length=most).clean(value)
    reject_private_numbers(text)
    return text


def named_error(name, error):
    return ValidationError(_("%(name)s: %(problem)s") % {"name": name, "problem": " ".join(error.messages)})


def member(choices, value):
    """Return the member of `choices` with that value; raise `ValidationError`."""
    try:
        return choices(value)
    except ValueError as error:
        raise ValidationError(_("“%(value)s” is not in the list.") % {"value": value}) from error


class ComposedWidget(forms.Widget):
    """Takes a JSON value as it is; composes the value of an HTML post with `from_post`."""

    def __init__(self, from_post):
        super().__init__()
        self.from_post = from_post

    def value_from_datadict(self, data, files, name):
        return self.from_post(data, name) if isinstance(data, MultiValueDict) else data.get(name)

    def value_omitted_from_data(self, data, files, name):
        return False


class ComposedField(forms.Field):
    def __init__(self, **kwargs):
        super().__init__(required=False, widget=ComposedWidget(self.from_post), **kwargs)

    @staticmethod
    def from_post(data, name):
        raise NotImplementedError

    def clean_each(self, rows, clean):
        """Return `clean(row)` for each row; raise the errors of all rows together."""
        cleaned, errors = [], []
        for row in rows or []:
            try:
                cleaned.append(clean(row))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return cleaned


class CountField(ComposedField):
    @staticmethod
    def from_post(data, name):
        return data.get(name)

    def clean(self, value):
        return whole_number(value, MOST_PEOPLE)


class AttendanceField(ComposedField):
    """`[{"sex": "f", "age": "18-24", "count": 7}]`; groups with nobody in them are dropped."""

    @staticmethod
    def from_post(data, name):
        return [
            {"sex": sex, "age": age, "count": data.get(f"{name}-{sex}-{age}", "")}
            for sex in Attendance.Sex.values
            for age in Attendance.Age.values
            if data.get(f"{name}-{sex}-{age}")
        ]

    def clean(self, value):
        seen = set()

        def clean_group(row):
            sex, age = member(Attendance.Sex, row["sex"]), member(Attendance.Age, row["age"])
            name = f"{sex.label}, {age.label}"
            if (sex, age) in seen:
                raise ValidationError(_("%(name)s is listed twice.") % {"name": name})
            seen.add((sex, age))
            try:
                return {"sex": str(sex), "age": str(age), "count": whole_number(row["count"], MOST_PEOPLE)}
            except ValidationError as error:
                raise named_error(name, error) from error

        return [row for row in self.clean_each(value, clean_group) if row["count"]]


class DisabilityField(ComposedField):
    """`{"f": 1, "m": 0}`"""

    @staticmethod
    def from_post(data, name):
        return {sex: data.get(f"{name}-{sex}", "") for sex in "fm"}

    def clean(self, value):
        def clean_sex(sex):
            try:
                return whole_number((value or {}).get(sex), MOST_PEOPLE)
            except ValidationError as error:
                raise named_error(Attendance.Sex(sex).label, error) from error

        return dict(zip("fm", self.clean_each("fm", clean_sex), strict=True))


class ReferralsField(ComposedField):
    """`[{"category": "passport", "agency": "", "count": 1}]`; rows with nobody are dropped."""

    @staticmethod
    def from_post(data, name):
        rows = []
        for number in range(MOST_REFERRALS):
            key = f"{name}-{number}"
            if f"{key}-category" in data:
                rows.append({part: data.get(f"{key}-{part}", "") for part in ("category", "agency", "count")})
        return [row for row in rows if row["count"] not in ("", "0") or row["agency"]]

    def clean(self, value):
        if len(value or []) > MOST_REFERRALS:
            raise ValidationError(_("At most %(most)d kinds of referral.") % {"most": MOST_REFERRALS})
        return [row for row in self.clean_each(value, self.clean_referral) if row["count"]]

    @staticmethod
    def clean_referral(row):
        category = member(Referral.Category, row["category"])
        try:
            count = whole_number(row["count"], MOST_PEOPLE)
            agency = short_text(row["agency"], AGENCY_LENGTH)
            if agency and not count:
                raise ValidationError(_("How many people?"))
        except ValidationError as error:
            raise named_error(category.label, error) from error
        return {"category": str(category), "agency": agency, "count": count}


class PhotosField(ComposedField):
    """`[{"sha256": "<hex>", "caption": ""}]`; in a post, photos with `-remove` are dropped."""

    @staticmethod
    def from_post(data, name):
        return [
            {"sha256": data[f"{name}-{number}-sha256"], "caption": data.get(f"{name}-{number}-caption", "")}
            for number in range(MOST_PHOTOS)
            if f"{name}-{number}-sha256" in data and f"{name}-{number}-remove" not in data
        ]

    def clean(self, value):
        rows = self.clean_each(value, self.clean_photo)
        if len(rows) > MOST_PHOTOS:
            raise ValidationError(_("At most %(most)d photos.") % {"most": MOST_PHOTOS})
        if len({row["sha256"] for row in rows}) < len(rows):
            raise ValidationError(_("The same photo was added twice."))
        return rows

    @staticmethod
    def clean_photo(row):
        if not re.fullmatch(r"[0-9a-f]{64}", row["sha256"]):
            raise ValidationError(_("The photo has no valid digest."))
        return {"sha256": row["sha256"], "caption": short_text(row["caption"], CAPTION_LENGTH)}
