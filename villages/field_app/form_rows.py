"""The inputs of the composed fields on the form page, each with its name and value."""

from django.utils.translation import gettext_lazy as _

from villages.models import Attendance, Referral

# Of each sex: its total, the entry for those of unknown age, and the heading of its ages.
SEX_LABELS = {
    Attendance.Sex.FEMALE: (
        _("Women and girls, all ages"),
        _("Women and girls, age not recorded"),
        _("Ages of women and girls"),
    ),
    Attendance.Sex.MALE: (
        _("Men and boys, all ages"),
        _("Men and boys, age not recorded"),
        _("Ages of men and boys"),
    ),
}


def attendance_inputs(rows):
    """Return a row for each sex with its ages below it, and the inputs for people whose sex is not recorded.

    The input of a row is for those of unknown age. Ages, and the inputs of the second list, are
    `(field name, age label, value)`.
    """
    counts = {(row["sex"], row["age"]): row["count"] for row in rows or []}

    def cell(sex, age):
        return f"attendance-{sex.value}-{age.value}", age.label, counts.get((sex.value, age.value), "")

    def row_of(sex):
        total_label, unknown_label, ages_label = SEX_LABELS[sex]
        name, _age, value = cell(sex, Attendance.Age.NOT_RECORDED)
        return {
            "sex": sex,
            "total_label": total_label,
            "unknown_label": unknown_label,
            "ages_label": ages_label,
            "name": name,
            "value": value,
            "ages": [cell(sex, age) for age in Attendance.Age if age != Attendance.Age.NOT_RECORDED],
        }

    return [row_of(sex) for sex in SEX_LABELS], [
        cell(Attendance.Sex.NOT_RECORDED, age) for age in Attendance.Age
    ]


def referral_rows(rows):
    """Return the given referrals, then a row for each category that is not among them."""
    rows = list(rows or [])
    given = {row["category"] for row in rows}
    rows += [
        {"category": code, "agency": "", "count": ""}
        for code in Referral.Category.values
        if code not in given
    ]
    labels = dict(Referral.Category.choices)
    return [{**row, "label": labels.get(row["category"], row["category"])} for row in rows]
