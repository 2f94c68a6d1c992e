from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.log_actions import LogFormatter

from cms.accounts.roles import ANALYST, REVIEWER
from cms.admin_home import WORK
from cms.public.navigation import SiteLink
from cms.search import hits
from villages.models.scopes import sees_everything
from villages.public import search, sitemaps
from villages.wagtail_admin.accounts import accounts, change_account
from villages.wagtail_admin.former_codes import release_code
from villages.wagtail_admin.home_items import waiting_rejected_reports, waiting_sessions
from villages.wagtail_admin.import_views import confirm_import, import_roster
from villages.wagtail_admin.printouts import prepare_printouts, printouts
from villages.wagtail_admin.rejected_reports import rejected_list, rejected_payload, rejected_report
from villages.wagtail_admin.session_review import SessionViewSet, review_photo
from villages.wagtail_admin.targets import targets
from villages.wagtail_admin.transfers import transfer_village
from villages.wagtail_admin.viewsets import AssignmentViewSet, OfficeViewSet, VillageViewSet

hooks.register(WORK, waiting_sessions, order=10)
hooks.register(WORK, waiting_rejected_reports, order=11)
hooks.register("register_sitemap_places", sitemaps.village_places)
hooks.register(hits.HOOK, search.search_villages)
hooks.register(hits.HOOK, search.search_offices)


class ImportMenuItem(MenuItem):
    def is_shown(self, request):
        return sees_everything(request.user)


class TargetMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("villages.view_village")


class AccountMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.is_superuser or request.user.has_role(REVIEWER)


class RejectedMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.is_superuser


class RosterGroup(ViewSetGroup):
    menu_label = _("Programme villages")
    menu_icon = "home"
    menu_order = 210
    items = (SessionViewSet, VillageViewSet, OfficeViewSet, AssignmentViewSet)

    def get_submenu_items(self):
        return [
            *super().get_submenu_items(),
            TargetMenuItem(_("Yearly targets"), reverse("roster_targets"), icon_name="date", order=80),
            AccountMenuItem(_("Educators' accounts"), reverse("roster_accounts"), icon_name="user", order=85),
            ImportMenuItem(_("Import"), reverse("roster_import"), icon_name="upload", order=90),
            RejectedMenuItem(
                _("Refused reports"), reverse("rejected_reports"), icon_name="warning", order=95
            ),
        ]


@hooks.register("register_admin_viewset")
def register_roster():
    return RosterGroup()


@hooks.register("register_footer_link")
def register_village_list():
    about = _("Where immigration offices work with villages on safe migration.")
    return SiteLink("desa", _("Villages"), description=about)


@hooks.register("register_role_permissions")
def register_roster_permissions():
    view = ["villages.view_assignment", "villages.view_immigrationoffice", "villages.view_village"]
    change = [name.replace(".view_", f".{action}_") for action in ("add", "change") for name in view]
    return {
        REVIEWER: [*view, "villages.add_assignment", "villages.change_assignment", "villages.view_session"],
        ANALYST: [*view, *change, "villages.view_session"],
    }


@hooks.register("register_log_actions")
def register_roster_actions(actions):
    @actions.register_action("villages.move")
    class Moved(LogFormatter):
        label = _("Move to another office")

        def format_message(self, entry):
            message = _("Moved from %(from)s to %(to)s: %(reason)s")
            return message % {"from": "–", "to": "–", "reason": "", **(entry.data or {})}

    @actions.register_action("villages.release_code")
    class Released(LogFormatter):
        label = _("Release a former code")

        def format_message(self, entry):
            return _("Former code %(code)s released") % {"code": "–", **(entry.data or {})}


@hooks.register("insert_global_admin_css")
def admin_styles():
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/all-pages.css"))


@hooks.register("register_admin_urls")
def register_pages():
    form = require_http_methods(["GET", "HEAD", "POST"])
    return [
        path("target/", form(targets), name="roster_targets"),
        path("akun-petugas/", form(accounts), name="roster_accounts"),
        path("akun-petugas/<int:pk>/", require_POST(change_account), name="roster_account"),
        path("pindah-kantor/<int:pk>/", form(transfer_village), name="roster_village_move"),
        path("kode-lama/<int:pk>/lepas/", require_POST(release_code), name="roster_code_release"),
        path("cetak/<int:pk>/", require_safe(prepare_printouts), name="session_prepare"),
        path("cetak/<int:pk>/<uuid:uuid>/", require_safe(printouts), name="session_prints"),
        path("foto/<int:pk>/", require_safe(review_photo), name="session_photo"),
        path("laporan-ditolak/", rejected_list, name="rejected_reports"),
        path("laporan-ditolak/<int:pk>/", rejected_report, name="rejected_report"),
        path("laporan-ditolak/<int:pk>/isi/", rejected_payload, name="rejected_payload"),
        path("impor/", form(import_roster), name="roster_import"),
        path("impor/laksanakan/", require_POST(confirm_import), name="roster_import_confirm"),
    ]
