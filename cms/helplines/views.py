from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.views.reports import ReportView

from cms.accounts.permissions import is_only_translator
from cms.admin_home import Waiting
from cms.helplines.missing_numbers import destinations_without_number, missing_numbers


class EntryColumn(BaseColumn):
    """The entry that lacks something, with a link to its form."""

    cell_template_name = "cms/helplines/entry_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        return super().get_cell_context_data(instance, parent_context) | {"entry": instance}


class MissingNumbersReport(ReportView):
    page_title = _("Numbers to find")
    header_icon = "mobile-alt"
    index_url_name = "missing-numbers"
    results_template_name = "cms/helplines/missing_numbers.html"
    paginate_by = None
    columns = [
        EntryColumn("text", label=_("Text")),
        Column("place", label=_("place")),
        Column("lack.label", label=_("What is missing"), accessor="lack.label"),
    ]

    def get_queryset(self):
        return missing_numbers()


def numbers_that_are_missing(request):
    """What waits on the first page of the admin for people who may enter numbers."""
    if is_only_translator(request.user) or not request.user.has_perm("cms.change_helpline"):
        return []
    number = destinations_without_number(missing_numbers())
    text = ngettext(
        "%(number)d destination has no telephone number of its Indonesian mission.",
        "%(number)d destinations have no telephone number of their Indonesian mission.",
        number,
    )
    return [Waiting(number, text % {"number": number}, reverse("missing-numbers"), is_urgent=True)]
