"""What an export contains: which table, format and rows, read from the query string."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quizzes.programme.exports.editions import edition_of
from quizzes.programme.permissions import visible_office_ids, visible_offices
from villages.field_app.topics import topics_with_articles
from villages.reach.filters import Filters, FiltersForm, months_before


class Kind(models.TextChoices):
    SESSIONS = "sessions", _("Sessions, one row each")
    ATTENDANCE = "attendance", _("Participations, one row for each sex and age group")
    VILLAGES = "villages", _("Villages and their reach")
    REACH = "reach", _("Indicators of offices and provinces")


SESSION_KINDS = {Kind.SESSIONS, Kind.ATTENDANCE}


class Format(models.TextChoices):
    CSV = "csv", _("CSV (text)")
    XLSX = "xlsx", _("XLSX (spreadsheet)")
    GEOJSON = "geojson", _("GeoJSON (map)")


class Audience(models.TextChoices):
    OWN = "own", _("our own work")
    PARTNER = "partner", _("partners and the public")


@dataclass(frozen=True)
class ExportRequest:
    user: object
    kind: str
    format: str
    filters: Filters
    for_partners: bool = False
    every_state: bool = False

    @property
    def offices(self):
        """Ids of the offices whose numbers the user may see; None: all."""
        return visible_office_ids(self.user)

    @cached_property
    def edition(self):
        """The `PartnerEdition` that a file for partners is chosen from."""
        return edition_of(self.filters)

    @property
    def file_name(self):
        period = f"{self.filters.first:%Y%m}-{self.filters.last:%Y%m}"
        if not self.for_partners:
            return f"{self.kind}-{period}.{self.format}"
        made = f"{timezone.localdate(self.edition.made_at):%Y%m%d}"
        return f"{self.kind}-partner-{period}-edition-{self.edition.number}-{made}.{self.format}"


def finished_quarters(today=None, number=8):
    """Return the first days of the last finished quarters, newest first."""
    today = today or timezone.localdate()
    current = date(today.year, today.month - (today.month - 1) % 3, 1)
    return [months_before(current, 3 * back) for back in range(1, number + 1)]


def quarter_name(first):
    return f"{first.year}-Q{(first.month + 2) // 3}"


class ExportForm(FiltersForm):
    kind = forms.ChoiceField(label=_("Table"), choices=Kind, initial=Kind.SESSIONS)
    format = forms.ChoiceField(label=_("Format"), choices=Format, initial=Format.XLSX)
    reader = forms.ChoiceField(label=_("For"), choices=Audience, required=False)
    quarter = forms.ChoiceField(label=_("Quarter, for partners"), required=False)
    every_state = forms.BooleanField(label=_("Also sessions that are not approved"), required=False)
    field_order = ["kind", "format", "reader", "quarter", "first", "last", "province", "office", "topic"]

    def __init__(self, data, user):
        topics = [(topic.slug, topic.heading) for topic in topics_with_articles()]
        super().__init__(data, visible_offices(user), topics)
        self.user = user
        names = [quarter_name(first) for first in finished_quarters()]
        self.fields["quarter"].choices = [(name, name) for name in names]

    def clean(self):
        data = super().clean()
        if data.get("format") == Format.GEOJSON and data.get("kind") != Kind.VILLAGES:
            self.add_error("format", _("A map shows villages only. Choose the table of villages, or CSV."))
        if data.get("reader") == Audience.PARTNER:
            self.check_partner_export(data)
        if data.get("every_state") and data.get("kind") not in SESSION_KINDS:
            self.add_error("every_state", _("Totals include approved sessions only."))
        return data

    def check_partner_export(self, data):
        if data.get("kind") in SESSION_KINDS:
            self.add_error(
                "kind", _("Partners get totals, never single sessions. Choose villages or indicators.")
            )
        if visible_offices(self.user) is not None:
            self.add_error(
                "reader", _("Only the programme's analysts make files for partners. Ask one of them.")
            )

    @property
    def export_request(self):
        """Return the `ExportRequest` of a valid form."""
        data = self.cleaned_data
        for_partners = data["reader"] == Audience.PARTNER
        filters = self.partner_filters if for_partners else self.filters
        return ExportRequest(
            self.user, data["kind"], data["format"], filters, for_partners, data["every_state"]
        )

    @property
    def partner_filters(self):
        """One finished quarter and no topic, so partners only ever see rows of one fixed table."""
        data = self.cleaned_data
        by_name = {quarter_name(first): first for first in finished_quarters()}
        first = by_name.get(data.get("quarter")) or finished_quarters()[0]
        province, office = data.get("province"), data.get("office")
        last = months_before(first, -2)
        return Filters(first, last, province.pk if province else "", office.pk if office else None)


def parse_stored_request(user, query):
    """Return the `ExportRequest` of a stored query string; None if it is no longer valid."""
    form = ExportForm(QueryDict(query), user)
    return form.export_request if form.is_valid() else None
