from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.views.reports import ReportView

from cms.accounts.permissions import is_only_translator
from cms.admin_home import Waiting
from cms.helplines.calls import numbers_to_call, record_call
from cms.helplines.missing_numbers import destinations_without_number, missing_numbers
from cms.models import HelplineNumber


def may_enter_numbers(user):
    return user.has_perm("cms.change_helpline") and not is_only_translator(user)


class EntryColumn(BaseColumn):
    """The entry that lacks something, with a link to its form."""

    cell_template_name = "cms/helplines/entry_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        return super().get_cell_context_data(instance, parent_context) | {"entry": instance}


class MissingNumbersReport(ReportView):
    page_title = _("Numbers to find")
    header_icon = "circle-plus"
    index_url_name = "missing-numbers"
    results_template_name = "cms/helplines/missing_numbers.html"
    paginate_by = None
    columns = [
        EntryColumn("text", label=capfirst(_("helpline"))),
        Column("place", label=capfirst(_("place"))),
        Column("lack.label", label=_("What is missing"), accessor="lack.label"),
    ]

    def get_queryset(self):
        return missing_numbers()


class NumberColumn(BaseColumn):
    """A number with the form that stores a call."""

    cell_template_name = "cms/helplines/number_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        return super().get_cell_context_data(instance, parent_context) | {
            "number": instance,
            "csrf_token": parent_context.get("csrf_token"),
            "may_record": may_enter_numbers(parent_context["request"].user),
        }

    class Media:
        css = {"all": ["css/admin/editorial.css"]}


class CallsReport(ReportView):
    page_title = _("Numbers to call")
    header_icon = "mobile-alt"
    index_url_name = "calls"
    results_template_name = "cms/helplines/calls.html"
    paginate_by = None
    columns = [
        NumberColumn("number", label=_("Number")),
        Column("place", label=capfirst(_("place")), accessor="helpline.place"),
    ]

    def get_queryset(self):
        return numbers_to_call(timezone.localdate())

    def post(self, request):
        if not may_enter_numbers(request.user):
            raise PermissionDenied
        number = number_of(request.POST.get("number", ""))
        stored = record_call(number, request.user, timezone.localdate())
        report_call(request, number, stored)
        return redirect("calls")


def number_of(pk):
    """Return the published number with this key as text; 404 if there is none."""
    if not pk.isdecimal():
        raise Http404
    return get_object_or_404(HelplineNumber, pk=pk, helpline__live=True)


def report_call(request, number, stored):
    if stored is None:
        text = gettext("%(number)s is not in the newest draft of its entry. Nothing was changed.")
        messages.error(request, text % {"number": number})
        return
    if stored:
        text = gettext("%(number)s was called and answered today.")
    else:
        text = gettext("%(number)s was called and answered today. The change is waiting to be published.")
    messages.success(request, text % {"number": number})


def numbers_that_wait(request):
    """What waits on the first page of the admin for people who may enter numbers."""
    if not may_enter_numbers(request.user):
        return []
    return [missing_row(), calls_row()]


def missing_row():
    number = destinations_without_number(missing_numbers())
    text = ngettext(
        "%(number)d destination has no telephone number of its Indonesian mission.",
        "%(number)d destinations have no telephone number of their Indonesian mission.",
        number,
    )
    return Waiting(number, text % {"number": number}, reverse("missing-numbers"), is_urgent=True)


def calls_row():
    number = numbers_to_call(timezone.localdate()).count()
    text = ngettext(
        "%(number)d number of the help page was not called in the last 180 days.",
        "%(number)d numbers of the help page were not called in the last 180 days.",
        number,
    )
    return Waiting(number, text % {"number": number}, reverse("calls"))
