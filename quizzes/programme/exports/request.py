"""What somebody asks for: which table, in which format, of which rows; read from an address."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quizzes.programme.permissions import office_ids, offices_of
from villages.field_app.topics import topics_with_articles
from villages.reach.filters import Filters, FiltersForm, months_before


class Kind(models.TextChoices):
    SESSIONS = "sessions", _("Sessions, one row each")
    ATTENDANCE = "attendance", _("Participations, one row for each sex and age group")
    VILLAGES = "villages", _("Villages and their reach")
    REACH = "reach", _("Indicators of offices and provinces")


class Format(models.TextChoices):
    CSV = "csv", _("CSV (text)")
    XLSX = "xlsx", _("XLSX (spreadsheet)")
    GEOJSON = "geojson", _("GeoJSON (map)")


class Reader(models.TextChoices):
    OWN = "own", _("our own work")
    PARTNER = "partner", _("partners and the public")


@dataclass(frozen=True)
class Order:
    user: object
    kind: str
    format: str
    filters: Filters
    partner: bool = False
    every_state: bool = False

    @property
    def offices(self):
        """Ids of the offices whose numbers the user may see; None: all."""
        return office_ids(self.user)

    @property
    def file_name(self):
        period = f"{self.filters.first:%Y%m}-{self.filters.last:%Y%m}"
        return f"{self.kind}{'-partner' if self.partner else ''}-{period}.{self.format}"


def quarters(today=None, number=8):
    """Return the first days of the last finished quarters, newest first."""
    today = today or timezone.localdate()
    running = date(today.year, today.month - (today.month - 1) % 3, 1)
    return [months_before(running, 3 * back) for back in range(1, number + 1)]


def quarter_name(first):
    return f"{first.year}-Q{(first.month + 2) // 3}"


class OrderForm(FiltersForm):
    kind = forms.ChoiceField(label=_("Table"), choices=Kind, initial=Kind.SESSIONS)
    format = forms.ChoiceField(label=_("Format"), choices=Format, initial=Format.XLSX)
    reader = forms.ChoiceField(label=_("For"), choices=Reader, required=False)
    quarter = forms.ChoiceField(label=_("Quarter, for partners"), required=False)
    every_state = forms.BooleanField(label=_("Also sessions that are not approved"), required=False)
    field_order = ["kind", "format", "reader", "quarter", "first", "last", "province", "office", "topic"]

    def __init__(self, data, user):
        topics = [(topic.slug, topic.heading) for topic in topics_with_articles()]
        super().__init__(data, offices_of(user), topics)
        self.user = user
        names = [quarter_name(first) for first in quarters()]
        self.fields["quarter"].choices = [(name, name) for name in names]

    def clean(self):
        data = super().clean()
        partner = data.get("reader") == Reader.PARTNER
        if data.get("format") == Format.GEOJSON and data.get("kind") != Kind.VILLAGES:
            self.add_error("format", _("A map holds villages only. Choose the table of villages, or CSV."))
        if partner and data.get("kind") in {Kind.SESSIONS, Kind.ATTENDANCE}:
            self.add_error(
                "kind", _("Partners get sums, never single sessions. Choose villages or indicators.")
            )
        if partner and offices_of(self.user) is not None:
            self.add_error("reader", _("Files for partners are made by the programme. Ask its analyst."))
        if data.get("every_state") and data.get("kind") not in {Kind.SESSIONS, Kind.ATTENDANCE}:
            self.add_error("every_state", _("Sums hold approved sessions only."))
        return data

    @property
    def order(self):
        """Return the `Order`; call it on a valid form only."""
        data, partner = self.cleaned_data, self.cleaned_data["reader"] == Reader.PARTNER
        filters = self.partner_filters if partner else self.filters
        return Order(self.user, data["kind"], data["format"], filters, partner, data["every_state"])

    @property
    def partner_filters(self):
        """One finished quarter, no topic: a filter for partners only chooses rows of one fixed table."""
        data = self.cleaned_data
        known = {quarter_name(first): first for first in quarters()}
        first = known.get(data.get("quarter")) or quarters()[0]
        province, office = data.get("province"), data.get("office")
        last = months_before(first, -2)
        return Filters(first, last, province.pk if province else "", office.pk if office else None)


def order_again(user, query):
    """Return the order that the stored text `query` stands for; None if it means nothing any more."""
    form = OrderForm(QueryDict(query), user)
    return form.order if form.is_valid() else None
