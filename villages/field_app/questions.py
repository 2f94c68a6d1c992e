"""What the session form asks once before it stores entries that may well be right.

A question has a key; the page sends the keys of those it has shown. The phone asks the same under the same
keys (`static/js/field/questions.js`).
"""

from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from villages.field_app.views import my_sessions
from villages.models import Session

DAYS_HANDED_OUT = timedelta(days=60)
MOST_HANDED_OUT = 60


def open_questions(form, author, uuid):
    """Return {key: question} of those that were not asked before."""
    found = {} if form.participants else {"empty": nobody_came()}
    start, end = form.instants()
    own = Session.objects.filter(author=author).exclude(pk=uuid).held_between(start, end)
    for other in own.select_related("village"):
        found[f"double-{other.pk}"] = question_about(other, form.cleaned_data["village"])
    return {key: text for key, text in found.items() if key not in form.data.getlist("asked")}


def nobody_came():
    return _("Nobody came? Fill in how many people came, or save it as it is.")


def question_about(other, village):
    """Return the question in the words that the page gives to the phone."""
    if other.village_id == village.pk:
        text = _(
            "You have already logged a session in this village at the same time ({time}). Save this one too?"
        )
    else:
        text = _(
            "You have already logged a session in {village} at the same time ({time}). Save this one too?"
        )
    return text.format(village=other.village.name, time=hours_of(other))


def hours_of(session):
    return f"{date_format(session.started_local, 'j F Y, H.i')}–{date_format(session.ended_local, 'H.i')}"


def sessions_for_phone(user):
    """Return the latest sessions of `user`, for a phone that did not log them itself."""
    since = timezone.now() - DAYS_HANDED_OUT
    recent = my_sessions(user).exclude(state=Session.State.VOID).filter(started_at__gte=since)
    return [
        {
            "uuid": str(session.pk),
            "village": session.village.code,
            "name": session.village.name,
            "zone": session.time_zone,
            "started_local": f"{session.started_local:%Y-%m-%dT%H:%M}",
            "ended_local": f"{session.ended_local:%Y-%m-%dT%H:%M}",
        }
        for session in recent.select_related("village")[:MOST_HANDED_OUT]
    ]
