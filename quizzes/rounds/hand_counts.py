"""Raised hands, counted by the educator: per question, for each choice, "don't know" and no answer."""

from dataclasses import dataclass

from django import forms
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.languages import current
from quizzes.models import DONT_KNOW, Answer, HandCount, Round
from quizzes.taking.content import Content, content_of
from villages.models import Session

MOST = 5000


@dataclass
class HandQuestion:
    """One question as the form shows it: `rows` are (text of the choice, bound field)."""

    shown: object
    phones: int
    rows: list
    errors: list


class HandsForm(forms.Form):
    """Counts of one round. A question left empty is not counted; an empty "no answer" takes up the rest.

    Hands and phones that answered must fit the people present: the attendance of the session where it has
    arrived, else the number entered.
    """

    present = forms.IntegerField(
        label=gettext_lazy("People in the room"), min_value=1, max_value=MOST, required=False
    )

    def __init__(self, round_, *args, **kwargs):
        self.round = round_
        self.content: Content = content_of(round_.edition_id, round_.edition.stamp)
        self.attendance = Session.objects.filter(pk=round_.session).values_list("participants", flat=True)
        self.attendance = self.attendance.first()
        self.phones = phones_by_version(round_)
        super().__init__(*args, initial=self.stored(), **kwargs)
        if self.attendance:
            del self.fields["present"]
        for version in self.content.versions:
            for key in keys_of(version):
                self.fields[name_of(version, key)] = count_field()

    def stored(self):
        counts = {}
        for row in self.round.hand_counts.values_list("version", "choice", "count"):
            counts[row[:2]] = row[2]
        initial = {f"q{version}-{choice}": count for (version, choice), count in counts.items()}
        sums = [
            self.phones.get(version.pk, 0) + sum(counts.get((version.pk, key), 0) for key in keys_of(version))
            for version in self.content.versions
        ]
        return {**initial, "present": max(sums) or None} if counts else initial

    def questions(self):
        """The questions of the form, for the template."""
        for position, version in enumerate(self.content.versions, 1):
            shown = self.content.question(position, current())
            texts = [*[choice.text for choice in shown.choices], _("I don't know yet"), _("No answer")]
            fields = [self[name_of(version, key)] for key in keys_of(version)]
            errors = [error for field in fields for error in field.errors]
            yield HandQuestion(
                shown, self.phones.get(version.pk, 0), list(zip(texts, fields, strict=True)), errors
            )

    def clean(self):
        data = super().clean()
        present = self.attendance or data.get("present")
        for version in self.content.versions:
            self.clean_question(version, present, data)
        counted = any(data.get(name_of(version, "none")) is not None for version in self.content.versions)
        if counted and not present and "present" not in self.errors:
            self.add_error("present", _("Enter how many people are in the room."))
        if not counted and not self.errors:
            raise forms.ValidationError(
                _("Nothing was entered yet. Count the hands of at least one question.")
            )
        return data

    def clean_question(self, version, present, data):
        """Fill in the empty counts of a question that was counted; refuse a sum that does not fit."""
        names = [name_of(version, key) for key in keys_of(version)]
        none = names[-1]
        if any(name in self.errors for name in names) or all(data.get(name) is None for name in names):
            return
        rest_is_asked = data[none] is not None
        for name in names:
            data[name] = data[name] or 0
        phones = self.phones.get(version.pk, 0)
        total = sum(data[name] for name in names) + phones
        if not present or total == present:
            return
        if total > present:
            self.add_error(none, too_many(total, phones, present))
        elif rest_is_asked:
            self.add_error(none, too_few(total, phones, present))
        else:
            data[none] = present - total

    @transaction.atomic
    def save(self):
        """Store the counts instead of those before; of two at once, the second waits."""
        Round.objects.select_for_update(no_key=True).get(pk=self.round.pk)
        self.round.hand_counts.all().delete()
        HandCount.objects.bulk_create(
            HandCount(round=self.round, version=version, choice=key, count=count)
            for version in self.content.versions
            for key in keys_of(version)
            if (count := self.cleaned_data[name_of(version, key)]) is not None
        )


def keys_of(version):
    return [*version.choice_keys, DONT_KNOW, HandCount.NO_ANSWER]


def name_of(version, key):
    return f"q{version.pk}-{key}"


def count_field():
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(min_value=0, max_value=MOST, required=False, widget=widget)


def phones_by_version(round_):
    """Return {version: number of phones that answered it and count}."""
    answers = Answer.objects.counted().filter(attempt__round=round_)
    return dict(answers.values_list("version").annotate(Count("pk")).order_by())


def too_many(total, phones, present):
    return _(
        "Hands and phones add up to %(total)s (of these %(phones)s phones), but %(present)s people are in the"
        " room. Count this question again."
    ) % {"total": total, "phones": phones, "present": present}


def too_few(total, phones, present):
    return _(
        "Hands and phones add up to %(total)s (of these %(phones)s phones), but %(present)s people are in the"
        " room. Put the others under “No answer”, or leave it empty."
    ) % {"total": total, "phones": phones, "present": present}
