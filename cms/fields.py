"""Field types of our own."""

import re

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import fields

EDITORS_MARK = re.compile(r' data-block-key="[^"]*"')
EMPTY_RICH_TEXT = re.compile(r"^(\s|&nbsp;|<p[^>]*>|</p>|<br\s*/?>)*$")


def filled_rich_text(html):
    """Return `html`, or `""` where it holds only empty paragraphs.

    The editor leaves `<p data-block-key="..."></p>` in a cleared field, which would hide the Indonesian.
    """
    return "" if html is None or EMPTY_RICH_TEXT.match(html) else html


class LanguagesField(models.JSONField):
    """A list of language codes, chosen by ticking boxes."""

    def formfield(self, **kwargs):
        return forms.MultipleChoiceField(
            choices=settings.LANGUAGES,
            widget=forms.CheckboxSelectMultiple,
            required=False,
            label=kwargs.get("label", self.verbose_name),
            help_text=self.help_text,
        )

    def validate(self, value, instance):
        if set(value) - {code for code, _name in settings.LANGUAGES}:
            raise ValidationError(_("Choose languages from the list."))


class StreamField(fields.StreamField):
    """A stream that migrations see as plain JSON, which it is in the database.

    With Wagtail's own field each migration holds every block, once per language, and a model in a migration
    drops the blocks that its state does not know.
    """

    def deconstruct(self):
        name, _path, _args, kwargs = models.Field.deconstruct(self)
        return name, "django.db.models.JSONField", [], {**kwargs, "encoder": DjangoJSONEncoder}

    def clone(self):
        _name, _path, _args, kwargs = self.deconstruct()
        return models.JSONField(**kwargs)
