from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path, reverse, reverse_lazy
from django.utils.html import escape, format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter
from wagtail.rich_text import LinkHandler
from wagtail.rich_text.pages import PageLinkHandler
from wagtail.snippets.models import register_snippet
from wagtail.users.widgets import UserListingButton

from cms import admin_home
from cms.accounts import choosers
from cms.accounts.own_password import own_password
from cms.accounts.own_sign_ins import own_sign_ins
from cms.accounts.permissions import (
    allow_only,
    is_administrator,
    is_only_translator,
    may_confirm,
    may_delete,
    works_on_texts,
)
from cms.accounts.second_factor_views import (
    QrCodeView,
    RemoveView,
    SecondStepView,
    SetUpView,
    give_code,
)
from cms.audit.report import AuditReport
from cms.editing.private_pictures import private_picture
from cms.editing.publishing import publishing_errors
from cms.editing.viewsets import TextsGroup
from cms.helplines.views import numbers_that_wait
from cms.languages import SOURCE
from cms.models import TranslatedPage
from cms.models.audit import CHANGED
from cms.models.editorial import FIRST_VERSION
from cms.rendering import page_links
from cms.search.missed_report import MissedSearchReport
from cms.search.viewsets import SearchGroup
from cms.translations.po_import import IMPORTED
from cms.translations.workflow import show_publishing_errors

register_snippet(TextsGroup)
register_snippet(SearchGroup)
hooks.register("construct_admin_api", choosers.register_seen_files, order=1)
hooks.register("construct_homepage_panels", admin_home.add_waiting)
hooks.register(admin_home.WORK, admin_home.texts_that_wait, order=20)
hooks.register(admin_home.WORK, numbers_that_wait, order=25)

# Entries of Wagtail's menu that its own Indonesian catalogue lacks; our catalogue goes before it.
MENU_LABELS = [
    _("Reports"),
    _("Site history"),
    _("Locked pages"),
    _("Workflows"),
    _("Workflow tasks"),
    _("Aging pages"),
]


class OutsideLinkHandler(LinkHandler):
    """Links to other sites, which do not learn where the reader comes from."""

    identifier = "external"

    @classmethod
    def expand_db_attributes(cls, attrs):
        return f'<a href="{escape(attrs["href"])}" rel="noreferrer">'


class PublishedPageLinkHandler(PageLinkHandler):
    """Links to pages: one query for all; a page that is not published has no address."""

    @classmethod
    def get_many(cls, attrs_list):
        return page_links.pages_of([int(attrs.get("id") or 0) for attrs in attrs_list])


@hooks.register("register_rich_text_features", order=1)
def register_site_links(features):
    features.register_link_type(OutsideLinkHandler)
    features.register_link_type(PublishedPageLinkHandler)


@hooks.register("insert_editor_js")
def wait_for_editor():
    return format_html('<script type="module" src="{}"></script>', static("js/admin/wait-for-editor.js"))


@hooks.register("insert_global_admin_js")
def focus_first_error():
    return format_html('<script type="module" src="{}"></script>', static("js/admin/focus-first-error.js"))


@hooks.register("after_copy_page")
def name_the_copy(request, page, new_page):
    """Wagtail's form asks for the new title; readers see the heading."""
    copy = new_page.specific
    if not isinstance(copy, TranslatedPage) or copy.alias_of_id:
        return
    draft = copy.get_latest_revision_as_object()
    setattr(draft, build_localized_fieldname("heading", SOURCE), request.POST["new_title"])
    revision = draft.save_revision(user=request.user)
    if copy.live:
        revision.publish(user=request.user)


@hooks.register("before_move_page", order=-1)
def only_who_may_move_a_page_sees_the_question(request, page, destination):
    """Wagtail looks at the rights only when it moves the page; the question before names both pages."""
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied


@hooks.register("before_delete_page")
@hooks.register("before_move_page")
def refuse_translators_to_move_pages(request, page, *args):
    """Wagtail lets people who may change a draft delete or move it; translators may change texts only."""
    if is_only_translator(request.user):
        raise PermissionDenied


@hooks.register("before_move_page")
def refuse_to_show_pages_one_may_not_move(request, page, destination):
    """Wagtail asks with the titles of both pages first, and for the permission when it was confirmed."""
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied


@hooks.register("construct_page_chooser_queryset")
def choose_among_visible_pages(pages, request):
    return choosers.only_visible(pages, request.user)


@hooks.register("before_delete_snippet")
def refuse_to_delete_published(request, texts):
    """Deleting bypasses the review just as publishing does; Wagtail checks this for pages only."""
    if not all(may_delete(request.user, text) for text in texts):
        messages.error(request, _("Readers see this text. Ask an administrator to take it off the site."))
        return redirect(texts[0].snippet_viewset.get_url_name("list"))
    return None


@hooks.register("before_bulk_action")
def refuse_bulk_actions_to_translators(request, action_type, objects, action):
    if is_only_translator(request.user):
        raise PermissionDenied


@hooks.register("before_bulk_action")
def publish_all_or_none(request, action_type, objects, action):
    """Pages ticked in a list have no form that could refuse one: all are published, or none."""
    if action_type != "publish":
        return None
    pages = list(objects)
    if action.cleaned_form.cleaned_data["include_descendants"]:
        pages += [page for parent in objects for page in parent.get_descendants().not_live()]
    texts = [page.get_latest_revision_as_object() for page in pages]
    refused = [(text, errors) for text in texts if (errors := publishing_errors(text))]
    if not refused:
        return None
    show_publishing_errors(request, refused)
    return redirect(action.next_url)


class TextWorkersMenuItem(MenuItem):
    def is_shown(self, request):
        return works_on_texts(request.user)


class OldValuesFormatter(LogFormatter):
    label = _("Values changed")

    def format_message(self, entry):
        model = entry.content_type.model_class()
        changes = (
            (model._meta.get_field(name).verbose_name, *(Truncator(text or "–").chars(80) for text in pair))
            for name, pair in entry.data["changes"].items()
        )
        return format_html_join("; ", "{}: “{}” → “{}”", changes)


@hooks.register("register_log_actions")
def name_log_actions(actions):
    actions.register_action(
        FIRST_VERSION, _("First version"), _("What readers saw before the first change was saved")
    )
    actions.register_action(CHANGED)(OldValuesFormatter)
    actions.register_action(IMPORTED, _("Import translations"), _("Translations imported from a file"))


@hooks.register("register_admin_urls", order=-1)
def pages_of_second_factor():
    """Before the addresses of wagtail_2fa, whose pages ask for no code and fail where nothing is left."""
    return [
        path("2fa/auth", SecondStepView.as_view(), name="wagtail_2fa_auth"),
        path("2fa/devices/new", SetUpView.as_view(), name="wagtail_2fa_device_new"),
        path("2fa/devices/qr-code", QrCodeView.as_view(), name="wagtail_2fa_device_qrcode"),
        path("2fa/devices/<int:pk>/remove", RemoveView.as_view(), name="wagtail_2fa_device_remove"),
    ]


@hooks.register("register_admin_urls")
def admin_urls():
    missed = allow_only(may_confirm)(MissedSearchReport.as_view())
    administrators = allow_only(is_administrator)
    return [
        path("", include("cms.translations.urls")),
        path("", include("cms.helplines.urls")),
        path("pencarian-kosong/", missed, name="missed_searches"),
        path("pengguna/<int:pk>/langkah-kedua/", administrators(give_code), name="give_second_factor_code"),
        path("gambar-tertutup/<str:signature>/<int:pk>/<str:spec>/", private_picture, name="private_picture"),
        path("masuk-saya/", own_sign_ins, name="own_sign_ins"),
        path("sandi/", own_password, name="own_password"),
        path("catatan/", administrators(AuditReport.as_view()), name="audit"),
        path("catatan/isi/", administrators(AuditReport.as_view(results_only=True)), name="audit_results"),
    ]


class AdministratorsMenuItem(MenuItem):
    def is_shown(self, request):
        return is_administrator(request.user)


@hooks.register("register_reports_menu_item")
def audit_menu_item():
    return AdministratorsMenuItem(
        _("Audit log"), reverse_lazy("audit"), name="audit", icon_name="lock", order=950
    )


@hooks.register("register_account_menu_item")
def own_sign_ins_item(request):
    return {"url": reverse("own_sign_ins"), "label": _("Where you are signed in"), "help_text": ""}


@hooks.register("register_user_listing_buttons")
def second_factor_button(user, request_user):
    if is_administrator(request_user):
        address = reverse("give_second_factor_code", args=[user.pk])
        yield UserListingButton(_("Second factor"), address, priority=90)


@hooks.register("register_admin_menu_item")
def translations_menu_item():
    address = reverse_lazy("translations")
    return TextWorkersMenuItem(_("Translations"), address, name="translations", icon_name="globe", order=230)


@hooks.register("register_admin_menu_item")
def freshness_menu_item():
    address = reverse_lazy("freshness")
    return TextWorkersMenuItem(_("To check again"), address, name="freshness", icon_name="date", order=235)


@hooks.register("register_admin_menu_item")
def missing_numbers_menu_item():
    address = reverse_lazy("missing-numbers")
    return TextWorkersMenuItem(
        _("Numbers to find"), address, name="missing-numbers", icon_name="circle-plus", order=237
    )


@hooks.register("register_admin_menu_item")
def calls_menu_item():
    address = reverse_lazy("calls")
    return TextWorkersMenuItem(_("Numbers to call"), address, name="calls", icon_name="mobile-alt", order=236)


@hooks.register("register_admin_menu_item")
def usefulness_menu_item():
    address = reverse_lazy("usefulness")
    return TextWorkersMenuItem(_("Was this useful?"), address, name="usefulness", icon_name="help", order=238)
