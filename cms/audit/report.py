"""The page on which administrators read, filter and download the audit log."""

import django_filters
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from cms.editing.csv_safety import harmless
from cms.models import AuditEntry


def details_of(entry):
    return "; ".join(
        f"{name}: {flat(value)}" for name, value in entry.data.items() if value not in ("", None)
    )


def flat(value):
    if isinstance(value, list):
        return ", ".join(map(flat, value))
    if isinstance(value, dict):
        return ", ".join(f"{name} {flat(part)}" for name, part in value.items())
    return str(value)


def actor_of(entry):
    return entry.actor_name or ("" if entry.subject == AuditEntry.Subject.SIGN_IN else _("a command"))


class AuditFilterSet(WagtailFilterSet):
    at = django_filters.DateFromToRangeFilter(label=gettext_lazy("When"), widget=DateRangePickerWidget)
    actor_name = django_filters.CharFilter(label=gettext_lazy("Who"), lookup_expr="icontains")
    target_name = django_filters.CharFilter(label=gettext_lazy("To what"), lookup_expr="icontains")

    class Meta:
        model = AuditEntry
        fields = ["subject", "actor_name", "target_name", "at"]


class AuditReport(ReportView):
    page_title = gettext_lazy("Audit log")
    header_icon = "lock"
    model = AuditEntry
    index_url_name = "audit"
    index_results_url_name = "audit_results"
    filterset_class = AuditFilterSet
    paginate_by = 50
    columns = [
        DateColumn("at", label=gettext_lazy("When")),
        Column("actor", label=gettext_lazy("Who"), accessor=actor_of),
        Column("action", label=gettext_lazy("What"), accessor="label"),
        Column("target_name", label=gettext_lazy("To what")),
        Column("details", label=gettext_lazy("Details"), accessor=lambda entry: details_of(entry)[:300]),
    ]
    list_export = [
        "at",
        "subject",
        "actor",
        "actor_key",
        "action",
        "target_type",
        "target_key",
        "target_name",
    ]
    list_export += ["details", "expires_on"]

    def get_queryset(self):
        return AuditEntry.objects.all()

    def to_row_dict(self, item):
        row = {name: getattr(item, name, "") for name in self.list_export}
        row |= {"at": timezone.localtime(item.at).isoformat(timespec="seconds"), "details": details_of(item)}
        row |= {"actor": str(actor_of(item)), "action": str(item.label)}
        return {name: harmless(value) for name, value in row.items()}

    def get_filename(self):
        return f"audit-log-{timezone.localdate()}"
