"""Editors see what was searched for in vain; each row leads to the forms of synonyms and crisis words."""

from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from cms.languages import NAMES
from cms.models import CrisisWords, MissedSearch, Synonym

A_YEAR = timedelta(days=365)


def add_address(model, row):
    address = reverse(model.snippet_viewset.get_url_name("add"))
    return f"{address}?{urlencode({'typed': row['text'], 'language': row['language']})}"


class LinksColumn(Column):
    cell_template_name = "cms/search/missed_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        context["add_crisis_words"] = add_address(CrisisWords, instance)
        context["add_synonym"] = add_address(Synonym, instance)
        return context


class MissedSearchReport(ReportView):
    page_title = _("Searches without a result")
    header_icon = "search"
    index_url_name = "missed_searches"
    results_template_name = "cms/search/missed.html"
    paginate_by = 40
    columns = [
        Column("text", label=_("Searched for")),
        Column("language", label=_("Language"), accessor=lambda row: NAMES[row["language"]]),
        Column("total", label=_("Times")),
        Column("last", label=_("Last in"), accessor=lambda row: row["last"].strftime("%m/%Y")),
        LinksColumn("links", label=_("Add as")),
    ]

    def get_queryset(self):
        return MissedSearch.objects.often(since=timezone.localdate() - A_YEAR)
