"""An attempt answered on the phone and sent later: stored once, checked like any other answer."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes.models import Attempt, Edition
from quizzes.models.attempts import exclusion
from quizzes.taking.anomalies import where_alone, where_sent
from quizzes.taking.answers import store_answers
from quizzes.taking.content import edition_content
from quizzes.taking.joining import NONCE, round_of_ticket
from quizzes.taking.pairing import CardError, card_of, find_before_attempt, pair_later_attempt
from villages.models.timezones import Zone

OLDEST_PHONE_DATE = timedelta(days=30)
# A clock that began in 1970 and was set right meanwhile makes an answer nearly 2 * 10**9 seconds old.
MAX_AGE = 10**10  # seconds


class AttemptRejected(ValueError):
    """The attempt can never be stored; `status` is that of the response."""

    def __init__(self, message, status=422):
        super().__init__(message)
        self.status = status


class DayField(forms.DateField):
    def to_python(self, value):
        if value is not None and not isinstance(value, str):
            raise forms.ValidationError("unknown")
        return super().to_python(value)


class SentAttemptForm(forms.Form):
    """An attempt as the phone sends it.

    `token` names an attempt begun with a network, `nonce` one that began on the phone; `ticket` proves that
    the latter belongs to a round the phone had opened, and `card` is the number typed there. `answers` is
    `{version id: key}`; `begun` and `age` are the seconds since the first page and the last answer, by the
    phone's own clock.
    """

    token = forms.CharField(required=False, max_length=16)
    nonce = forms.RegexField(NONCE, required=False, max_length=32)
    edition = forms.IntegerField()
    ticket = forms.CharField(required=False, max_length=64)
    card = forms.CharField(required=False, max_length=8)
    language = forms.ChoiceField(choices=settings.LANGUAGES)
    date = DayField(required=False)
    age = forms.IntegerField(min_value=0, max_value=MAX_AGE)
    begun = forms.IntegerField(required=False, min_value=0, max_value=MAX_AGE)
    again = forms.BooleanField(required=False)
    answers = forms.Field()

    def clean_edition(self):
        edition = Edition.objects.filter(pk=self.cleaned_data["edition"]).only("stamp").first()
        if edition is None:
            raise forms.ValidationError("unknown")
        self.content = edition_content(edition)
        return self.cleaned_data["edition"]

    def clean_ticket(self):
        """Return the round, or None for somebody alone."""
        ticket = self.cleaned_data["ticket"]
        found = round_of_ticket(ticket) if ticket else None
        if ticket and (found is None or found.edition_id != self.cleaned_data.get("edition")):
            raise forms.ValidationError("unknown")
        return found

    def clean_date(self):
        """Return the day on the phone, or today if its clock is wrong. It may be tomorrow in Papua."""
        today, day = timezone.localdate(), self.cleaned_data["date"]
        return day if day and today - OLDEST_PHONE_DATE <= day <= Zone.WIT.today() else today

    def clean_answers(self):
        sent = self.cleaned_data["answers"]
        if not hasattr(self, "content") or not isinstance(sent, dict) or not sent:
            raise forms.ValidationError("unknown")
        known = {str(version.pk): version for version in self.content.versions}
        try:
            for version, key in sent.items():
                known[version].outcome(key)
        except (KeyError, ValueError) as error:
            raise forms.ValidationError("unknown") from error
        return {int(version): key for version, key in sent.items()}

    def clean(self):
        data = super().clean()
        if bool(data.get("token")) == bool(data.get("nonce")):
            raise forms.ValidationError("unknown")
        if data.get("token") and data.get("ticket"):
            raise forms.ValidationError("unknown")
        is_alone = data.get("nonce") and not data.get("ticket")
        if is_alone and len(data.get("answers", ())) != len(getattr(self, "content", ())):
            raise forms.ValidationError("incomplete")
        return data


def receive_attempt(data, content):
    """Store the cleaned `data` of a `SentAttemptForm`; return the attempt, and True if any of it is new.

    `AttemptRejected` if it cannot be stored.
    """
    with transaction.atomic():
        attempt = find_or_create_attempt(data)
        given = dict(attempt.answers.values_list("version_id", "choice"))
        if attempt.edition_id != data["edition"] or any(
            given.get(version, key) != key for version, key in data["answers"].items()
        ):
            raise AttemptRejected(
                _("Other answers to this quiz are already saved. The first ones count."), 409
            )
        new = {version: key for version, key in data["answers"].items() if version not in given}
        if new:
            check_in_time(attempt, data, is_first=not given)
            store_answers(attempt, content, new)
    return attempt, bool(new)


def find_or_create_attempt(data):
    """Return the attempt of `data`, its row locked; one that began on the phone is created once."""
    if data["token"]:
        return find_by_token(data)
    return create_in_round(data) if data["ticket"] else create_alone(data)


def find_by_token(data):
    attempt = locked_attempts().filter(token=data["token"]).first()
    if attempt is None:
        raise AttemptRejected(_("This quiz page does not exist. Nothing was saved."))
    return attempt


def create_alone(data):
    fields = {
        "edition_id": data["edition"],
        "language": data["language"],
        "date": data["date"],
        "is_repeat": data["again"],
    }
    try:
        with transaction.atomic():
            Attempt.objects.create(nonce=data["nonce"], **fields, **where_alone(data["edition"]))
    except IntegrityError:
        pass  # It arrived before; what it holds is compared now.
    return locked_attempts().get(nonce=data["nonce"])


def create_in_round(data):
    """An unknown or used card pairs nobody; the answers are stored all the same."""
    round_ = data["ticket"]
    known = locked_attempts().filter(nonce=data["nonce"], round=round_).first()
    if known:
        return known
    begun_at = round_.within(seconds_ago(age_of_start(data)))
    fields = {
        "nonce": data["nonce"],
        "edition_id": round_.edition_id,
        "round": round_,
        "phase": round_.phase,
        "language": data["language"],
        "date": round_.day_of(begun_at),
    }
    card = unused_card(round_, data["card"])
    fields |= where_sent(round_, card)
    if not create_with_card(card, fields):
        # This attempt, or another with the same card, arrived at the same moment.
        create_with_card(None, fields)
    return locked_attempts().get(nonce=data["nonce"])


def create_with_card(card, fields):
    """Create an attempt and pair it; return False if the card or the attempt is there already."""
    before = find_before_attempt(fields["round"], "", card)
    try:
        with transaction.atomic():
            pair_later_attempt(Attempt.objects.create(card=card, before=before, **fields))
    except IntegrityError:
        return False
    return True


def unused_card(round_, number):
    try:
        card = card_of(round_, number)
    except CardError:
        return None
    return None if card is None or card.attempts.filter(round=round_).exists() else card


def seconds_ago(seconds):
    return timezone.now() - timedelta(seconds=seconds)


def age_of_start(data):
    """Return the seconds since the attempt was begun, else since its last answer."""
    return data["age"] if data["begun"] is None else data["begun"]


def locked_attempts():
    return Attempt.objects.select_related("round__village").locked()


def check_in_time(attempt, data, is_first):
    """Exclude an attempt that comes too late; reject only the rest of one that was counted."""
    answered_at = seconds_ago(data["age"])
    # An attempt with a token was begun on the server, which opens none in a closed round.
    begun_at = seconds_ago(age_of_start(data)) if data["nonce"] else attempt.round and attempt.round.opened_at
    if attempt.round is None or attempt.round.accepts_sent(begun_at, answered_at):
        return
    if not is_first:
        raise AttemptRejected(_("This round has closed. Your answers are saved."), 410)
    for name, value in exclusion(Attempt.ExclusionReason.LATE).items():
        setattr(attempt, name, value)
    attempt.save(update_fields=[*exclusion("")])
