"""Two revisions of a report side by side: what was sent before and what is sent now."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from villages.models.points import point_words

PLAIN = ("village", "started_local", "ended_local", "activity", "venue", "topics", "materials")
AFTER_PEOPLE = ("first_time", "officials", "notes")


def revision_differences(before, after, labels):
    """Return rows (label, before, after, True if they differ) of two payloads (see the outbox protocol)."""
    numbers = photo_numbers(after, before)
    old, new = (
        report_lines(payload, labels) | photo_lines(payload, labels, numbers) for payload in (before, after)
    )
    keys = [*new, *(key for key in old if key not in new)]
    return [(key, old.get(key, "–"), new.get(key, "–"), old.get(key) != new.get(key)) for key in keys]


def photo_numbers(*payloads):
    """Return {digest: number}: a photo has the same number in all `payloads`."""
    digests = [photo["sha256"] for payload in payloads for photo in payload.get("photos", [])]
    return {digest: number for number, digest in enumerate(dict.fromkeys(digests), 1)}


def photo_lines(payload, labels, numbers):
    """Return {label: caption} of the photos of a payload."""
    return {
        f"{labels['labels']['photos']}: {numbers[photo['sha256']]}": photo.get("caption")
        or _("without a caption")
        for photo in payload.get("photos", [])
    }


def report_lines(payload, labels):
    """Return {label: text} of a payload, in `report_labels`, with one line for each group of people."""
    names = labels["labels"]
    lines = {names[key]: value_text(key, payload[key], labels) for key in PLAIN if key in payload}
    if point := payload.get("point"):
        lines[names["point"]] = point_words(point["lat"], point["lon"])
    for row in payload.get("attendance", []):
        lines[f"{labels['sex'][row['sex']]}, {labels['age'][row['age']]}"] = str(row["count"])
    for sex in "fm":
        lines[names[f"disability_{sex}"]] = str(payload.get("disability", {}).get(sex, 0))
    lines |= {names[key]: value_text(key, payload[key], labels) for key in AFTER_PEOPLE if key in payload}
    for row in payload.get("referrals", []):
        category = labels["category"][row["category"]]
        lines[f"{names['referrals']}: {category} {row['agency']}".strip()] = str(row["count"])
    lines[names["photos"]] = str(len(payload.get("photos", [])))
    return lines


def value_text(key, value, labels):
    names = labels.get(key, {})
    if isinstance(value, list):
        return ", ".join(names.get(str(item), str(item)) for item in value) or "–"
    if key.endswith("_local"):
        return date_format(datetime.fromisoformat(value), "j F Y, H.i")
    return names.get(value, str(value)) or "–"
