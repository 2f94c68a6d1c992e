"""Two revisions of a report side by side: what was sent before and what is sent now."""

from datetime import datetime

from django.utils.formats import date_format

PLAIN = ("village", "started_local", "ended_local", "activity", "venue", "topics", "materials")
AFTER_PEOPLE = ("first_time", "officials", "notes")


def differences(before, after, words):
    """Return rows (label, before, after, whether they differ) of two bodies (see the outbox protocol)."""
    old, new = told(before, words), told(after, words)
    keys = [*new, *(key for key in old if key not in new)]
    return [(key, old.get(key, "–"), new.get(key, "–"), old.get(key) != new.get(key)) for key in keys]


def told(body, words):
    """Return `{label: text}` of a body in a `vocabulary`, with a line of its own for each group of people."""
    labels = words["labels"]
    lines = {labels[key]: in_words(key, body[key], words) for key in PLAIN if key in body}
    for row in body.get("attendance", []):
        lines[f"{words['sex'][row['sex']]}, {words['age'][row['age']]}"] = str(row["count"])
    for sex in "fm":
        lines[labels[f"disability_{sex}"]] = str(body.get("disability", {}).get(sex, 0))
    lines |= {labels[key]: in_words(key, body[key], words) for key in AFTER_PEOPLE if key in body}
    for row in body.get("referrals", []):
        category = words["category"][row["category"]]
        lines[f"{labels['referrals']}: {category} {row['agency']}".strip()] = str(row["count"])
    lines[labels["photos"]] = str(len(body.get("photos", [])))
    return lines


def in_words(key, value, words):
    names = words.get(key, {})
    if isinstance(value, list):
        return ", ".join(names.get(str(item), str(item)) for item in value) or "–"
    if key.endswith("_local"):
        return date_format(datetime.fromisoformat(value), "j F Y, H.i")
    return names.get(value, str(value)) or "–"
