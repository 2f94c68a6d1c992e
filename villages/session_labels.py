"""The labels of a report: of its entries, their choices, and what they refer to."""

from django.utils.translation import gettext as _

from cms.models import ArticlePage, TopicPage
from villages.field_app.topics import page_names, topic_names
from villages.models import Attendance, Referral, Session, Village
from villages.models.points import point_layouts


def report_labels(villages):
    """Return all labels of reports in the active language: {kind: {value: label}}."""
    return {
        "labels": entry_labels(),
        "activity": choice_labels(Session.Activity),
        "venue": choice_labels(Session.Venue),
        "sex": choice_labels(Attendance.Sex),
        "age": choice_labels(Attendance.Age),
        "category": choice_labels(Referral.Category),
        "point": point_layouts(),
        "village": village_names(villages),
        "topics": {topic.slug: topic.heading for topic in TopicPage.objects.all()},
        "materials": {str(article.pk): article.heading for article in ArticlePage.objects.all()},
    }


def village_names(villages):
    """Return {code: name}, with former codes too."""
    rows = villages.values_list("code", "name", "former_codes__code")
    return {key: f"{name} ({code})" for code, name, former in rows for key in (code, former) if key}


def entry_labels():
    return {
        "village": _("Village"),
        "started_local": _("Start"),
        "ended_local": _("End"),
        "activity": _("Activity"),
        "venue": _("Place"),
        "point": _("Point of the session"),
        "topics": _("Topics"),
        "materials": _("Materials used"),
        "first_time": _("Here for the first time"),
        "officials": _("Officials, counted separately"),
        "notes": _("Notes"),
        "disability_f": _("Women and girls with a disability"),
        "disability_m": _("Men and boys with a disability"),
        "referrals": _("Referred"),
        "photos": _("Photos"),
    }


def choice_labels(choices):
    return {value: str(label) for value, label in choices.choices}


def labels_for_payloads(*payloads):
    """Return the `report_labels` that name everything in these payloads, also what the site no longer has."""
    codes = {payload.get("village", "") for payload in payloads}
    labels = report_labels(Village.objects.filter(code__in=codes))
    if former := codes - labels["village"].keys():
        labels["village"] |= village_names(Village.objects.filter(former_codes__code__in=former))
    for key, names_of in [("topics", topic_names), ("materials", page_names)]:
        values = [value for payload in payloads for value in payload.get(key, [])]
        unknown = [value for value in values if str(value) not in labels[key]]
        labels[key] |= dict(zip(map(str, unknown), names_of(unknown), strict=True))
    return labels
