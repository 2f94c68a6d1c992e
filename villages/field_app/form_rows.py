"""The inputs of the composed fields on the form page, each with its name and value."""

from villages.models import Attendance, Referral


def attendance_inputs(rows):
    """Return the usual groups as `[(age label, [(field name, sex label, value), ...]), ...]`, and the others.

    The others, sex or age not recorded, are `[(field name, label, value), ...]`.
    """
    counts = {(row["sex"], row["age"]): row["count"] for row in rows or []}
    unknown = (Attendance.Sex.NOT_RECORDED, Attendance.Age.NOT_RECORDED)

    def cell(sex, age, label):
        return (f"attendance-{sex.value}-{age.value}", label, counts.get((sex.value, age.value), ""))

    usual = [
        (age.label, [cell(sex, age, sex.label) for sex in Attendance.Sex if sex not in unknown])
        for age in Attendance.Age
        if age not in unknown
    ]
    others = [
        cell(sex, age, f"{sex.label}, {age.label}")
        for age in Attendance.Age
        for sex in Attendance.Sex
        if sex in unknown or age in unknown
    ]
    return usual, others


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
