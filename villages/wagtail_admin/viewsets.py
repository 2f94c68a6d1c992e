"""The roster: villages, immigration offices, and the assignments of people to them."""

from functools import partial
from urllib.parse import urlsplit

import django_filters
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from cms.accounts.roles import EDUCATOR
from cms.editing.table_columns import DayColumn
from cms.models import User
from villages.models import Assignment, ImmigrationOffice, Province, Village
from villages.models.scopes import sees_everything
from villages.models.tallies import lock_tallies, update_visit_tallies
from villages.roster_import import KINDS
from villages.wagtail_admin.scoped_views import (
    ScopedEditView,
    ScopedIndexView,
    ScopedInspectView,
    ScopedViewSet,
)
from villages.wagtail_admin.targets import yearly_target_field

EVIDENCE = {
    Village.Evidence.STATED: _("Stated by a source"),
    Village.Evidence.NAMED: _("Session or officer reported"),
    Village.Evidence.FORMATION: _("Formation reported"),
    Village.Evidence.INFERRED: _("Inferred, not confirmed"),
    Village.Evidence.INVENTED: _("Invented, no real village"),
}


class EvidenceColumn(Column):
    cell_template_name = "villages/wagtail_admin/evidence_cell.html"

    def get_value(self, village):
        return EVIDENCE[village.evidence]


class SourceColumn(Column):
    """A link to the source, called by its host name."""

    cell_template_name = "villages/wagtail_admin/source_cell.html"

    def get_value(self, row):
        return urlsplit(row.source_url).netloc.removeprefix("www.")


class VillageFilterSet(WagtailFilterSet):
    province = django_filters.ModelChoiceFilter(
        label=_("Province"), field_name="regency__province", queryset=Province.objects.all()
    )
    office = django_filters.ModelChoiceFilter(
        label=_("Immigration office"),
        queryset=lambda request: ImmigrationOffice.objects.visible_to(request.user),
    )

    class Meta:
        model = Village
        fields = ["province", "office", "evidence", "status"]


class VillageIndexView(ScopedIndexView):
    related = ("regency__province", "office")


class VillageEditView(ScopedEditView):
    """Another office is a move, with a date and a reason (see `villages.wagtail_admin.transfers`)."""

    def get_form(self, *args, **kwargs):
        form = super().get_form(*args, **kwargs)
        form.fields["office"].disabled = True
        form.fields["office"].help_text = _(
            "To change it, use “Move to another office” on the village's page."
        )
        return form

    @transaction.atomic
    def save_instance(self):
        lock_tallies()
        self.form.save = partial(self.save_shown, self.form.instance, list(self.form.fields))
        village = super().save_instance()
        update_visit_tallies(village)
        return village

    @staticmethod
    def save_shown(village, names):
        """Save only what the form shows: the rest, such as the last session, may have changed meanwhile."""
        before = Village.objects.values_list("code", flat=True).get(pk=village.pk)
        village.save(update_fields=["updated_at", *(name for name in names if name != "office")])
        if before != village.code:
            village.add_former_code(before)
        return village


class VillageInspectView(ScopedInspectView):
    def get_context_data(self, **kwargs):
        moves = self.object.moves.select_related("from_office", "to_office", "actor")
        may_move = sees_everything(self.request.user)
        former = self.object.former_codes.all()
        return super().get_context_data(moves=moves, may_move=may_move, former_codes=former, **kwargs)


class VillageForm(WagtailAdminModelForm):
    yearly_target = yearly_target_field(label=_("sessions a year (target)"))


class VillageViewSet(ScopedViewSet):
    model = Village
    name = "roster_villages"
    url_prefix = "desa"
    icon = "home"
    menu_label = _("Villages")
    index_view_class = VillageIndexView
    edit_view_class = VillageEditView
    inspect_view_class = VillageInspectView
    inspect_view_fields_exclude = ["id", "plain_name", "plain_district"]
    inspect_template_name = "villages/wagtail_admin/village.html"
    filterset_class = VillageFilterSet
    search_fields = ["name", "code", "district", "regency__name"]
    # The columns of an import, under the names it reads: the file comes back as it went out.
    list_export = [name for name in KINDS["villages"].columns.all if name != "former_code"]
    export_headings = {name: name for name in list_export}
    list_display = [
        "name",
        Column("code", label=_("Kemendagri code"), sort_key="code"),
        Column("office", label=_("Immigration office"), sort_key="office"),
        EvidenceColumn("evidence", label=_("Evidence"), sort_key="evidence"),
        SourceColumn("source_url", label=_("Source")),
        Column(
            "yearly_target",
            label=_("Target a year"),
            sort_key="yearly_target",
            accessor=lambda village: village.yearly_target or "–",
        ),
        Column("get_status_display", label=_("Status"), sort_key="status"),
    ]
    village_panels = [
        MultiFieldPanel(
            [*map(FieldPanel, ["code", "name", "kind", "district", "regency"])], heading=_("Village")
        ),
        MultiFieldPanel(
            [*map(FieldPanel, ["office", "status", "designated_on", "yearly_target"])], heading=_("Programme")
        ),
        MultiFieldPanel([*map(FieldPanel, ["evidence", "source_url", "source_date"])], heading=_("Evidence")),
        MultiFieldPanel([*map(FieldPanel, ["latitude", "longitude"])], heading=_("Position of the village")),
    ]
    edit_handler = ObjectList(village_panels, base_form_class=VillageForm)


FIELD_OF_COLUMN = {"class": "office_class", "timezone": "province.time_zone"}


class OfficeIndexView(ScopedIndexView):
    related = ("province",)


class OfficeViewSet(ScopedViewSet):
    model = ImmigrationOffice
    name = "roster_offices"
    url_prefix = "kantor"
    icon = "site"
    menu_label = _("Immigration offices")
    index_view_class = OfficeIndexView
    search_fields = ["name", "city"]
    list_filter = ["province"]
    export_headings = {FIELD_OF_COLUMN.get(column, column): column for column in KINDS["offices"].columns.all}
    list_export = list(export_headings)
    list_display = [
        "name",
        Column("city", label=_("City"), sort_key="city"),
        Column("phone", label=_("Telephone")),
        SourceColumn("source_url", label=_("Source")),
    ]
    panels = [
        *map(FieldPanel, ["name", "office_class", "city", "province", "phone", "whatsapp", "source_url"])
    ]


def may_change_assignment(user, assignment):
    """Nobody changes an assignment of their own; reviewers change those of educators only."""
    if user.is_superuser:
        return True
    own = assignment.user_id == user.pk
    return not own and (sees_everything(user) or assignment.role == EDUCATOR)


class OwnOfficeForm:
    """A reviewer assigns educators to her own office and its villages; nobody assigns themselves."""

    def get_form(self, *args, **kwargs):
        form, user = super().get_form(*args, **kwargs), self.request.user
        if not user.is_superuser:
            form.fields["user"].queryset = User.objects.exclude(pk=user.pk)
        if not sees_everything(user):
            offices = ImmigrationOffice.objects.visible_to(user)
            form.fields["office"].queryset = offices
            form.fields["village"].queryset = Village.objects.filter(office__in=offices)
            form.fields["role"].choices = [(EDUCATOR, Assignment.Role.EDUCATOR.label)]
            form.fields["user"].queryset = User.objects.filter(groups__name=EDUCATOR).exclude(pk=user.pk)
        return form


class AssignmentCreateView(OwnOfficeForm, generic.CreateView):
    pass


class AssignmentEditView(OwnOfficeForm, ScopedEditView):
    def get_object(self, queryset=None):
        found = super().get_object(queryset)
        if not may_change_assignment(self.request.user, found):
            raise PermissionDenied
        return found


class AssignmentIndexView(ScopedIndexView):
    related = ("user", "office", "village")


class AssignmentViewSet(ScopedViewSet):
    model = Assignment
    name = "roster_assignments"
    url_prefix = "penugasan"
    icon = "group"
    menu_label = _("Assignments")
    index_view_class = AssignmentIndexView
    add_view_class = AssignmentCreateView
    edit_view_class = AssignmentEditView
    list_filter = ["role"]
    search_fields = ["user__username", "user__first_name", "user__last_name", "office__name", "village__name"]
    list_display = [
        "user",
        Column("get_role_display", label=_("Role"), sort_key="role"),
        Column("office", label=_("Immigration office")),
        Column("village", label=_("Village")),
        DayColumn("since", label=_("From"), sort_key="since"),
        DayColumn("until", label=_("Until"), sort_key="until"),
    ]
    panels = [*map(FieldPanel, ["user", "role", "office", "village", "since", "until"])]
