"""How a report is told in words: the labels of its entries and the names of what they refer to."""

from django.utils.translation import gettext as _

from cms.models import ArticlePage, TopicPage
from villages.field_app.topics import page_names, topic_names
from villages.models import Attendance, Referral, Session, Village


def vocabulary(villages):
    """Return the words of a report in the language of the reader; `villages` are those that can be named."""
    return {
        "labels": labels(),
        "activity": words_of(Session.Activity),
        "venue": words_of(Session.Venue),
        "sex": words_of(Attendance.Sex),
        "age": words_of(Attendance.Age),
        "category": words_of(Referral.Category),
        "village": village_names(villages),
        "topics": {topic.slug: topic.heading for topic in TopicPage.objects.all()},
        "materials": {str(article.pk): article.heading for article in ArticlePage.objects.all()},
    }


def village_names(villages):
    """Return the name of each by its code, and by those it had before."""
    rows = villages.values_list("code", "name", "former_codes__code")
    return {known: f"{name} ({code})" for code, name, former in rows for known in (code, former) if known}


def labels():
    return {
        "village": _("Village"),
        "started_local": _("Start"),
        "ended_local": _("End"),
        "activity": _("Activity"),
        "venue": _("Place"),
        "topics": _("Topics"),
        "materials": _("Materials used"),
        "first_time": _("Here for the first time"),
        "officials": _("Officials, counted apart"),
        "notes": _("Notes"),
        "disability_f": _("Women and girls with a disability"),
        "disability_m": _("Men and boys with a disability"),
        "referrals": _("Sent on"),
        "photos": _("Photos"),
    }


def words_of(choices):
    return {value: str(label) for value, label in choices.choices}


def words_for(*bodies):
    """Return the vocabulary that names everything in these bodies, also what is no longer on the site."""
    codes = {body.get("village", "") for body in bodies}
    words = vocabulary(Village.objects.filter(code__in=codes))
    if former := codes - words["village"].keys():
        words["village"] |= village_names(Village.objects.filter(former_codes__code__in=former))
    for key, names_of in [("topics", topic_names), ("materials", page_names)]:
        gone = [value for body in bodies for value in body.get(key, []) if str(value) not in words[key]]
        words[key] |= dict(zip(map(str, gone), names_of(gone), strict=True))
    return words
