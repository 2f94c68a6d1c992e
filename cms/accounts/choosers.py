"""The choosers and the API of the admin show each person what its lists show.

Wagtail opens them, with the titles of drafts and private files, to everybody who signs in to the admin.
"""

from django.db.models import Q
from wagtail.admin.auth import permission_denied
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.permissions import permission_policy as picture_policy
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

FILE_RIGHTS = ("add", "change", "delete", "choose")
TEXT_RIGHTS = ("view", "add", "change", "delete", "publish")
PAGE_CHOOSER, SNIPPET_CHOOSER = "wagtailadmin_choose_page", "wagtailsnippetchoosers"
PICTURE_CHOOSER = "wagtailimages_chooser"


class ChooserMiddleware:
    """Refuse a chooser to people who may not see what it lists."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        # The user comes last: whoever asks for it makes the answer vary on the cookie.
        may_open = check_of(request.resolver_match)
        if may_open and request.user.is_authenticated and not may_open(request.user, view, kwargs):
            return permission_denied(request)
        return None


def check_of(match):
    """Return the function that decides who may open the view of `match`; None where all may."""
    if (match.url_name or "").startswith(PAGE_CHOOSER):
        return may_choose_pages
    if match.namespace.startswith(SNIPPET_CHOOSER):
        return may_choose_snippets
    if match.namespace == PICTURE_CHOOSER and "image_id" in match.kwargs:
        return may_choose_picture
    return None


def may_choose_pages(user, _view, kwargs):
    if not PagePermissionPolicy().explorable_instances(user).exists():
        return False
    parent = kwargs.get("parent_page_id")
    return parent is None or only_visible(Page.objects.filter(pk=parent), user).exists()


def may_choose_snippets(user, view, _kwargs):
    policy = ModelPermissionPolicy(view.view_initkwargs["model"])
    return policy.user_has_any_permission(user, TEXT_RIGHTS)


def may_choose_picture(user, _view, kwargs):
    return seen_pictures(user).filter(pk=kwargs["image_id"]).exists()


def seen_pictures(user):
    """Return the pictures that `user` may add, change or choose, private ones included."""
    return picture_policy.instances_user_has_any_permission_for(user, FILE_RIGHTS)


def only_visible(pages, user):
    """Return the `pages` that readers see, and those of the part of the tree in which `user` works."""
    own = PagePermissionPolicy().explorable_instances(user)
    return pages.filter(Q(live=True) | Q(pk__in=own.order_by().values("pk")))


class SeenPictures(ImagesAdminAPIViewSet):
    def get_queryset(self):
        seen = seen_pictures(self.request.user)
        return super().get_queryset().filter(pk__in=seen.values("pk"))


class SeenDocuments(DocumentsAdminAPIViewSet):
    def get_queryset(self):
        seen = document_policy.instances_user_has_any_permission_for(self.request.user, FILE_RIGHTS)
        return super().get_queryset().filter(pk__in=seen.values("pk"))


def register_seen_files(router):
    """Replace Wagtail's endpoints of the admin API, which list every file."""
    router.register_endpoint("images", SeenPictures)
    router.register_endpoint("documents", SeenDocuments)
