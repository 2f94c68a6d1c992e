"""An attempt answered on the phone and sent later: stored once, checked like any other answer."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes.models import Attempt, Edition
from quizzes.taking.anomalies import comes_in_a_burst
from quizzes.taking.answers import store
from quizzes.taking.content import content_of
from quizzes.taking.joining import NONCE, round_of
from quizzes.taking.pairing import CardError, before_of, card_of, pair_with_after
from villages.models.timezones import Zone

PHONE_DATE_KEPT = timedelta(days=30)
# A clock that began in 1970 and was put right meanwhile makes an answer nearly 2 * 10**9 seconds old.
OLDEST = 10**10


class RefusedError(ValueError):
    """What was sent cannot be stored, now or later; `status` is that of the answer."""

    def __init__(self, sentence, status=422):
        super().__init__(sentence)
        self.status = status


class DayField(forms.DateField):
    def to_python(self, value):
        if value is not None and not isinstance(value, str):
            raise forms.ValidationError("unknown")
        return super().to_python(value)


class SentForm(forms.Form):
    """`token` names an attempt begun with a network, `nonce` one that began on the phone.

    `ticket` says that the latter belongs to a round this phone had opened; `card` is the number typed there.
    `answers` is `{version id: key}`, `begun` and `age` are the seconds since the first page and the last
    answer, by the phone's own clock.
    """

    token = forms.CharField(required=False, max_length=16)
    nonce = forms.RegexField(NONCE, required=False, max_length=32)
    edition = forms.IntegerField()
    ticket = forms.CharField(required=False, max_length=64)
    card = forms.CharField(required=False, max_length=8)
    language = forms.ChoiceField(choices=settings.LANGUAGES)
    date = DayField(required=False)
    age = forms.IntegerField(min_value=0, max_value=OLDEST)
    begun = forms.IntegerField(required=False, min_value=0, max_value=OLDEST)
    again = forms.BooleanField(required=False)
    answers = forms.Field()

    def clean_edition(self):
        stamp = Edition.objects.filter(pk=self.cleaned_data["edition"]).values_list("stamp", flat=True)
        if not stamp:
            raise forms.ValidationError("unknown")
        self.content = content_of(self.cleaned_data["edition"], stamp[0])
        return self.cleaned_data["edition"]

    def clean_ticket(self):
        """Return the round, or None for somebody alone."""
        ticket = self.cleaned_data["ticket"]
        found = round_of(ticket) if ticket else None
        if ticket and (found is None or found.edition_id != self.cleaned_data.get("edition")):
            raise forms.ValidationError("unknown")
        return found

    def clean_date(self):
        """The day on the phone, unless its clock is wrong: then today. The farthest day is that of Papua."""
        today, day = timezone.localdate(), self.cleaned_data["date"]
        return day if day and today - PHONE_DATE_KEPT <= day <= Zone.WIT.today() else today

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


def receive(data, content):
    """Store what a valid `SentForm` says, else `RefusedError`; return the attempt and if any of it is new."""
    with transaction.atomic():
        attempt = attempt_of(data)
        given = dict(attempt.answers.values_list("version_id", "choice"))
        if attempt.edition_id != data["edition"] or any(
            given.get(version, key) != key for version, key in data["answers"].items()
        ):
            raise RefusedError(
                _("Other answers of this attempt are kept already. The first ones count."), 409
            )
        new = {version: key for version, key in data["answers"].items() if version not in given}
        if new:
            check_in_time(attempt, data, is_first=not given)
            store(attempt, content, new)
    return attempt, bool(new)


def attempt_of(data):
    """Return the attempt of what was sent, its row locked; one that began on the phone is made once."""
    if data["token"]:
        return begun(data)
    return begun_in_a_round(data) if data["ticket"] else begun_alone(data)


def begun(data):
    attempt = of_sending().filter(token=data["token"]).first()
    if attempt is None:
        raise RefusedError(_("This page of the quiz does not exist. Nothing was stored."))
    return attempt


def begun_alone(data):
    fields = {
        "edition_id": data["edition"],
        "language": data["language"],
        "date": data["date"],
        "is_repeat": data["again"],
    }
    try:
        with transaction.atomic():
            Attempt.objects.create(nonce=data["nonce"], **fields)
    except IntegrityError:
        pass  # It arrived before; what it holds is compared now.
    return of_sending().get(nonce=data["nonce"])


def begun_in_a_round(data):
    """A card nobody was given, or that somebody has used, pairs nobody; the answers are kept all the same."""
    round_ = data["ticket"]
    begun_at = round_.within(ago(first_of(data)))
    fields = {
        "edition_id": round_.edition_id,
        "round": round_,
        "phase": round_.phase,
        "language": data["language"],
        "date": round_.day_of(begun_at),
    }
    known = of_sending().filter(nonce=data["nonce"], round=round_).first()
    if known:
        return known
    is_burst = comes_in_a_burst(round_, begun_at)
    for card in (free_card(round_, data["card"]), None):
        try:
            with transaction.atomic():
                pair_with_after(
                    Attempt.objects.create(
                        nonce=data["nonce"],
                        card=card,
                        before=before_of(round_, "", card),
                        in_burst=is_burst,
                        **fields,
                    )
                )
            break
        except IntegrityError:
            continue  # It, or somebody with the same card, arrived at the same moment.
    return of_sending().get(nonce=data["nonce"])


def free_card(round_, number):
    try:
        card = card_of(round_, number)
    except CardError:
        return None
    return None if card is None or card.attempts.filter(round=round_).exists() else card


def ago(seconds):
    return timezone.now() - timedelta(seconds=seconds)


def first_of(data):
    """Seconds since the attempt was begun; where the phone does not say, since its last answer."""
    return data["age"] if data["begun"] is None else data["begun"]


def of_sending():
    return Attempt.objects.select_related("round__village").locked()


def check_in_time(attempt, data, is_first):
    """Keep an attempt that comes too late apart; refuse only the rest of one that was counted."""
    answered_at = ago(data["age"])
    # An attempt with a token was begun on the server, which opens none in a closed round.
    begun_at = ago(first_of(data)) if data["nonce"] else attempt.round and attempt.round.opened_at
    if attempt.round is None or attempt.round.accepts_sent(begun_at, answered_at):
        return
    if not is_first:
        raise RefusedError(_("This round has closed. What you answered is kept."), 410)
    attempt.set_aside, attempt.aside_reason = True, Attempt.Aside.LATE
    attempt.save(update_fields=["set_aside", "aside_reason"])
