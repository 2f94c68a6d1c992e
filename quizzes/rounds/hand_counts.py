"""Raised hands, counted by the educator for each choice of a question, "don't know" and no answer."""

from dataclasses import dataclass

from django import forms
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.languages import current
from quizzes.models import DONT_KNOW, Answer, HandCount, Round
from quizzes.taking.content import Content, edition_content
from villages.forms.counts import WholeNumberField
from villages.forms.limits import MOST_PEOPLE
from villages.models import Session


@dataclass
class HandCountQuestion:
    """One question as the form shows it: `rows` are (text of the choice, bound field)."""

    shown: object
    phones: int
    rows: list
    errors: list


class HandCountsForm(forms.Form):
    """Counts of one round. A question left empty is not counted; an empty "no answer" takes up the rest.

    Hands and phones together must fit the people present: the attendance of the session if it has arrived,
    else the number entered.
    """

    present = WholeNumberField(
        label=gettext_lazy("People in the room"), min_value=1, max_value=MOST_PEOPLE, required=False
    )

    def __init__(self, round_, *args, **kwargs):
        self.round = round_
        self.content: Content = edition_content(round_.edition)
        self.attendance = Session.objects.filter(pk=round_.session).values_list("participants", flat=True)
        self.attendance = self.attendance.first()
        self.phones = phones_by_version(round_)
        super().__init__(*args, initial=self.stored_counts(), **kwargs)
        if self.attendance:
            del self.fields["present"]
        for version in self.content.versions:
            for key in count_keys(version):
                self.fields[field_name(version, key)] = count_field()

    def stored_counts(self):
        """Return the initial values; the people present are at least the largest sum of a question."""
        counts = {}
        for row in self.round.hand_counts.values_list("version", "choice", "count"):
            counts[row[:2]] = row[2]
        initial = {f"q{version}-{choice}": count for (version, choice), count in counts.items()}
        sums = [
            self.phones.get(version.pk, 0)
            + sum(counts.get((version.pk, key), 0) for key in count_keys(version))
            for version in self.content.versions
        ]
        return {**initial, "present": max(sums) or None} if counts else initial

    def questions(self):
        """Yield a `HandCountQuestion` for each question, for the template."""
        for position, version in enumerate(self.content.versions, 1):
            shown = self.content.question(position, current())
            texts = [*[choice.text for choice in shown.choices], _("I don't know yet"), _("No answer")]
            fields = [self[field_name(version, key)] for key in count_keys(version)]
            errors = [error for field in fields for error in field.errors]
            yield HandCountQuestion(
                shown, self.phones.get(version.pk, 0), list(zip(texts, fields, strict=True)), errors
            )

    def clean(self):
        data = super().clean()
        present = self.attendance or data.get("present")
        for version in self.content.versions:
            self.clean_question(version, present, data)
        counted = any(data.get(field_name(version, "none")) is not None for version in self.content.versions)
        if counted and not present and "present" not in self.errors:
            self.add_error("present", _("Enter how many people are in the room."))
        if not counted and not self.errors:
            raise forms.ValidationError(_("Nothing entered yet. Count the hands for at least one question."))
        return data

    def clean_question(self, version, present, data):
        """Fill in the empty counts of a question that was counted; add an error if the sum does not fit."""
        names = [field_name(version, key) for key in count_keys(version)]
        none = names[-1]
        if any(name in self.errors for name in names) or all(data.get(name) is None for name in names):
            return
        is_rest_given = data[none] is not None
        for name in names:
            data[name] = data[name] or 0
        phones = self.phones.get(version.pk, 0)
        total = sum(data[name] for name in names) + phones
        if not present or total == present:
            return
        if total > present:
            self.add_error(none, too_many(total, phones, present))
        elif is_rest_given:
            self.add_error(none, too_few(total, phones, present))
        else:
            data[none] = present - total

    @transaction.atomic
    def save(self):
        """Replace the stored counts; of two saves at once, the second waits."""
        Round.objects.select_for_update(no_key=True).get(pk=self.round.pk)
        self.round.hand_counts.all().delete()
        HandCount.objects.bulk_create(
            HandCount(round=self.round, version=version, choice=key, count=count)
            for version in self.content.versions
            for key in count_keys(version)
            if (count := self.cleaned_data[field_name(version, key)]) is not None
        )


def count_keys(version):
    return [*version.choice_keys, DONT_KNOW, HandCount.NO_ANSWER]


def field_name(version, key):
    return f"q{version.pk}-{key}"


def count_field():
    return WholeNumberField(min_value=0, max_value=MOST_PEOPLE, required=False)


def phones_by_version(round_):
    """Return {version: number of phones that answered it and count}."""
    answers = Answer.objects.counted().filter(attempt__round=round_)
    return dict(answers.values_list("version").annotate(Count("pk")).order_by())


def too_many(total, phones, present):
    return _(
        "Hands and phones add up to %(total)s (%(phones)s of them phones), but %(present)s people "
        "are in the room. Count this question again."
    ) % {"total": total, "phones": phones, "present": present}


def too_few(total, phones, present):
    return _(
        "Hands and phones add up to %(total)s (%(phones)s of them phones), but %(present)s people "
        "are in the room. Put the others under “No answer”, or leave it empty."
    ) % {"total": total, "phones": phones, "present": present}
