"""What every list that the admin offers as a file has in common, Wagtail's own lists too.

No text in it is run as a formula, a CSV file begins with the mark by which Excel knows UTF-8, and the audit
log records who took it. Wagtail protects only workbooks, has no setting for CSV and no signal for an export;
its views cannot all be replaced, so their mixin is extended.
"""

from codecs import BOM_UTF8

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from cms.editing.control_characters import without_control_characters
from cms.editing.csv_safety import harmless
from cms.models import AuditEntry

FILTERS_LENGTH = 2000  # characters


def extend_exports_of_wagtail():
    preprocess = SpreadsheetExportMixin.preprocess_field_value
    as_spreadsheet = SpreadsheetExportMixin.as_spreadsheet
    stream_csv = SpreadsheetExportMixin.stream_csv

    def preprocess_harmlessly(view, field, value, export_format):
        processed = preprocess(view, field, value, export_format)
        if export_format == view.FORMAT_CSV:
            return harmless(processed)
        return without_control_characters(processed) if isinstance(processed, str) else processed

    def record_and_export(view, queryset, spreadsheet_format):
        AuditEntry.objects.record(
            AuditEntry.Subject.EXPORTS,
            f"{view.get_filename()}.{spreadsheet_format}",
            actor=view.request.user,
            list=view.request.path,
            filters=view.request.GET.urlencode()[:FILTERS_LENGTH],
        )
        return as_spreadsheet(view, queryset, spreadsheet_format)

    def stream_marked_csv(view, queryset):
        yield BOM_UTF8
        yield from stream_csv(view, queryset)

    SpreadsheetExportMixin.stream_csv = stream_marked_csv
    SpreadsheetExportMixin.preprocess_field_value = preprocess_harmlessly
    SpreadsheetExportMixin.as_spreadsheet = record_and_export
