"""The filter of a dashboard, a table or an export: months, province, office and topic, from the address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self, cast
from urllib.parse import urlencode

from django import forms
from django.db.models import Q, QuerySet
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from villages.models import ImmigrationOffice, Province
from villages.models.tallies import ALL_TOPICS, month_of


def months_before(month: date, number: int) -> date:
    """Return the first day of the month `number` months before `month`."""
    index = month.year * 12 + month.month - 1 - number
    return date(index // 12, index % 12 + 1, 1)


def months_between(first: date, last: date) -> list[date]:
    """Return the first days of all months from `first` to `last`."""
    months = [first]
    while months[-1] < last:
        months.append(months_before(months[-1], -1))
    return months


@dataclass(frozen=True)
class Filters:
    """Whole months from `first` to `last`; empty texts and None mean all."""

    first: date
    last: date
    province: str = ""
    office: int | None = None
    topic: str = ALL_TOPICS

    @classmethod
    def last_year(cls, today: date | None = None, **fields: Any) -> Self:
        """The twelve months that end with the present one."""
        last = month_of(today or timezone.localdate())
        return cls(months_before(last, 11), last, **fields)

    def where(self, province: str = "province") -> Q:
        """Return a `Q` on rows that have an `office`, and a province at the end of the path `province`."""
        query = Q()
        if self.province:
            query &= Q(**{province: self.province})
        if self.office:
            query &= Q(office=self.office)
        return query

    @property
    def query(self) -> str:
        """Return the filter as a query string."""
        period = {"first": f"{self.first:%Y-%m}", "last": f"{self.last:%Y-%m}"}
        others = {"province": self.province, "office": self.office, "topic": self.topic}
        return urlencode({**period, **{name: value for name, value in others.items() if value}})

    @property
    def end(self) -> date:
        """The first day after the period."""
        return months_before(self.last, -1)


class MonthField(forms.DateField):
    """A month as browsers send it, `2026-03`; the value is its first day."""

    widget = forms.DateInput(attrs={"type": "month"}, format="%Y-%m")
    input_formats = ("%Y-%m",)
    default_error_messages = {"invalid": _("Write a month as 2026-03.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=self.input_formats, **kwargs)


class LongSelect(forms.Select):
    """Writes its options itself: a template for each of hundreds of offices took longer than all queries."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = self.format_value(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, " selected" if str(key) in chosen else "", label) for key, label in self.choices),
        )
        attributes = flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})}))
        return format_html("<select{}>{}</select>", attributes, options)


class FiltersForm(forms.Form):
    first = MonthField(label=_("From month"), required=False)
    last = MonthField(label=_("To month"), required=False)
    province = forms.ModelChoiceField(
        Province.objects.all(), label=_("Province"), required=False, widget=LongSelect
    )
    office = forms.ModelChoiceField(
        ImmigrationOffice.objects.all(), label=_("Office"), required=False, widget=LongSelect
    )
    topic = forms.SlugField(
        label=_("Topic"), required=False, error_messages={"invalid": _("No topic has this name.")}
    )

    def __init__(
        self,
        data: Mapping[str, Any],
        offices: "QuerySet[ImmigrationOffice] | None" = None,
        topics: Iterable[tuple[str, str]] = (),
    ) -> None:
        """`offices`: those the viewer may see, all when None; `topics`: (slug, name) of topic pages."""
        super().__init__(data)
        if offices is not None:
            cast("forms.ModelChoiceField[ImmigrationOffice]", self.fields["office"]).queryset = offices
        names, topic = dict(topics), self.data.get("topic")
        # A topic that is not published any more still counts, so the filter shows it.
        names |= {topic: names.get(topic, topic)} if topic else {}
        self.fields["topic"].widget = forms.Select(choices=[("", "---------"), *names.items()])

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("first") and data.get("last") and data["first"] > data["last"]:
            self.add_error("last", _("The period ends before it begins."))
        return data

    @property
    def filters(self) -> Filters:
        """Return the `Filters` asked for; defaults replace what is missing or wrong."""
        self.is_valid()
        data = self.cleaned_data
        default = Filters.last_year()
        last = data.get("last") or max(default.last, data.get("first") or default.last)
        first = data.get("first") or months_before(last, 11)
        province, office = data.get("province"), data.get("office")
        return Filters(
            first, last, province.pk if province else "", office.pk if office else None, data.get("topic", "")
        )

    def show(self, filters: Filters) -> None:
        """Show the period and office that are used, also by default, in a valid form."""
        if self.is_valid():
            self.data = QueryDict(filters.query)

    def narrowed(self, filters: Filters, office: ImmigrationOffice) -> Filters:
        """Return `filters` for `office`, that of a viewer who may not see all offices."""
        return replace(filters, office=office.pk)
