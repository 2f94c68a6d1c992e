from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel

from cms.message_check.rule_lines import RuleError, compiled, lines_in
from cms.models.audit import OldValuesLogged
from cms.models.editorial import EditorialModel


class MessageRule(EditorialModel, ClusterableModel):
    """A sign that a job message may have, with the patterns that find it and the reason why it matters."""

    class Kind(models.TextChoices):
        SIGN = "sign", _("warning sign")
        NAMED = "named", _("what a real offer names")
        ADVICE = "advice", _("a text that warns of offers: nothing is marked in it")

    translated_fields = needed_fields = ("name", "reason")

    slug = models.SlugField(_("slug"), unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SIGN)
    weight = models.PositiveSmallIntegerField(
        _("weight"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(3)],
        help_text=_("1: real offers have it too, so it counts only beside others. 3: a strong sign."),
    )
    patterns = models.TextField(
        _("patterns"),
        max_length=8_000,
        help_text=_(
            "One a line. Words follow each other with up to two others in between, “...” allows more."
            " “a|b” is one of several, “<pay>” a word of that list, “pay*” the beginning of a word."
            " “a + b” takes both, anywhere; “! c” nothing like it. A line that begins with “-” is harmless."
        ),
    )
    name = models.CharField(_("name"), max_length=120)
    reason = models.TextField(_("reason"), max_length=300)
    facts = ParentalManyToManyField("cms.Fact", verbose_name=_("facts"), blank=True, related_name="+")
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = _("message rule")
        verbose_name_plural = _("message rules")

    def __str__(self):
        return self.name or self.slug

    def clean(self):
        super().clean()
        try:
            compiled([(self.slug, self.kind, self.weight, self.patterns)], stored_words())
        except RuleError as error:
            raise ValidationError({"patterns": unreadable(error)}) from error


class MessageWords(OldValuesLogged):
    """A list of words that the patterns of the message rules name in <brackets>, or a table of values."""

    admin_form_fields = ("name", "words")

    name = models.SlugField(_("name"), unique=True)
    words = models.TextField(
        _("words"),
        max_length=8_000,
        help_text=_("One word or phrase a line; in a table “word word = value”."),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("list of words in messages")
        verbose_name_plural = _("lists of words in messages")

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        rules = MessageRule.objects.filter(live=True).values_list("slug", "kind", "weight", "patterns")
        try:
            compiled(rules, {**stored_words(), self.name: lines_in(self.words)})
        except RuleError as error:
            raise ValidationError({"words": unreadable(error)}) from error


def stored_words():
    return {name: lines_in(words) for name, words in MessageWords.objects.values_list("name", "words")}


def unreadable(error):
    return _("This line cannot be read: “%(line)s” (%(part)s)") % {"line": error.line, "part": error.reason}
