"""The step of an import in which a person says which column of the file is which."""

from collections import Counter

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _


class ColumnsForm(forms.Form):
    """One choice for each column of the file, filled in where the column was recognised."""

    def __init__(self, table, names, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.names = names
        choices = [("", _("Do not read")), *((name, column_label(names, name)) for name in names.all)]
        for place, (heading, column, values) in enumerate(table.samples):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=heading or _("Column %(number)d, without a name") % {"number": place + 1},
                help_text=_("For example: %(values)s") % {"values": "; ".join(values)} if values else "",
                choices=choices,
                initial=column,
                required=False,
            )

    def clean(self):
        chosen = Counter(filter(None, self.cleaned_data.values()))
        twice = [name for name, times in chosen.items() if times > 1]
        missing = [name for name in self.names.required if name not in chosen]
        if twice:
            raise ValidationError(_("Chosen twice: %(names)s.") % {"names": self.listed(twice)})
        if missing:
            raise ValidationError(_("Still missing: %(names)s.") % {"names": self.listed(missing)})
        return self.cleaned_data

    def listed(self, names):
        return ", ".join(column_label(self.names, name) for name in names)

    @property
    def chosen(self):
        return list(self.cleaned_data.values())


def column_label(names, name):
    field = names.fields.get(name)
    return f"{capfirst(field.verbose_name)} ({name})" if field else name


def can_be_chosen(table, names):
    """Return True if columns are missing or unknown, and there are enough of them to choose from."""
    read = set(table.columns)
    is_unclear = not read <= set(names.all) or not set(names.required) <= read
    return bool(is_unclear and table.rows and len(table.samples) >= len(names.required))
