"""Sets up the groups of `cms.accounts.roles` and what each may do; a second run changes nothing.

Other apps add rights on their own models with the hook `register_role_permissions`: a function that returns
`{role: [permission names]}`.
"""

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management.base import CommandError
from wagtail import hooks
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)
from wagtail.snippets.models import get_workflow_enabled_models

from cms.accounts.roles import ALL, ANALYST, EDITOR, REVIEWER, TRANSLATOR
from cms.models import PeerReviewTask

SIGN_IN = "wagtailadmin.access_admin"
DRAFT_ACTIONS = ["publish", "lock", "unlock"]
REVIEW_NAME = "Tinjauan oleh orang lain"
PAGES = {EDITOR: ["add", "change", "lock", "unlock"], TRANSLATOR: ["change"]}
FILES = {
    EDITOR: [
        "wagtailimages.add_image",
        "wagtailimages.change_image",
        "wagtailimages.choose_image",
        "wagtaildocs.add_document",
        "wagtaildocs.change_document",
        "wagtaildocs.choose_document",
        "wagtailmedia.add_media",
        "wagtailmedia.change_media",
    ],
    TRANSLATOR: ["wagtailimages.choose_image", "wagtaildocs.choose_document", "wagtailmedia.add_media"],
}


def setup_roles(report):
    """Create the groups, their permissions and the workflow; `report` is called with a sentence.

    Permissions given to a group by hand stay: an administrator may widen a role. Only whether editors publish
    always follows the setting `REVIEW_REQUIRED`.
    """
    created = [name for name in ALL if Group.objects.get_or_create(name=name)[1]]
    wanted = role_permissions()
    for name in ALL:
        group = Group.objects.get(name=name)
        group.permissions.add(*permissions(wanted[name]))
        grant_page_permissions(group, PAGES.get(name, []))
        grant_file_permissions(group, permissions(FILES.get(name, [])))
    set_whether_editors_publish(not settings.REVIEW_REQUIRED)
    set_up_review()
    remove_wagtail_defaults()
    report(f"roles: {len(created)} added")


def role_permissions():
    """Return `{role: [permission names]}` of all apps."""
    wanted = {
        **{role: [] for role in ALL},
        REVIEWER: [SIGN_IN],
        ANALYST: [SIGN_IN],
        EDITOR: [
            SIGN_IN,
            *text_permissions("view", "add", "change", "delete", "lock", "unlock"),
            *(
                f"cms.{action}_{model}"
                for model in ("synonym", "messagewords")
                for action in ("view", "add", "change", "delete")
            ),
        ],
        TRANSLATOR: [SIGN_IN, *text_permissions("view", "change")],
    }
    for registered in hooks.get_hooks("register_role_permissions"):
        for role, names in registered().items():
            wanted[role] += names
    return wanted


def text_permissions(*actions):
    """Return the names of these permissions on every snippet that editors write and colleagues review."""
    models = [model._meta for model in get_workflow_enabled_models()]
    return [f"{model.app_label}.{action}_{model.model_name}" for action in actions for model in models]


def permissions(names):
    """Return the permissions called `names`; create those for drafts that Wagtail has not created yet."""
    wanted = {tuple(name.split(".")) for name in names}
    found = {
        (permission.content_type.app_label, permission.codename): permission
        for permission in Permission.objects.select_related("content_type").filter(
            codename__in=[codename for _, codename in wanted]
        )
    }
    missing = wanted - found.keys()
    return [found[name] for name in wanted - missing] + [new_draft_permission(*name) for name in missing]


def new_draft_permission(app, codename):
    action, _, model = codename.partition("_")
    kind = ContentType.objects.filter(app_label=app, model=model).first()
    if kind is None or action not in DRAFT_ACTIONS:
        raise CommandError(f"Run `manage.py migrate` first: the permission {app}.{codename} does not exist.")
    return Permission.objects.create(
        content_type=kind, codename=codename, name=f"Can {action} {kind.model_class()._meta.verbose_name_raw}"
    )


def grant_page_permissions(group, actions):
    root = Page.get_first_root_node()
    for permission in permissions([f"wagtailcore.{action}_page" for action in actions]):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def set_whether_editors_publish(is_allowed):
    """Editors who may not publish have their texts approved by another person, which publishes them."""
    group = Group.objects.get(name=EDITOR)
    if is_allowed:
        group.permissions.add(*permissions(text_permissions("publish")))
        grant_page_permissions(group, ["publish"])
    else:
        group.permissions.remove(*permissions(text_permissions("publish")))
        GroupPagePermission.objects.filter(group=group, permission__codename="publish_page").delete()


def grant_file_permissions(group, granted):
    root = Collection.get_first_root_node()
    for permission in granted:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def set_up_review():
    """Put every page and text under "review by another person", unless that was done before."""
    if PeerReviewTask.objects.exists():
        return
    task = PeerReviewTask.objects.create(name=REVIEW_NAME)
    task.groups.add(Group.objects.get(name=EDITOR))
    workflow = Workflow.objects.create(name=REVIEW_NAME)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=Page.get_first_root_node(), defaults={"workflow": workflow})
    for model in get_workflow_enabled_models():
        kind = ContentType.objects.get_for_model(model)
        WorkflowContentType.objects.update_or_create(content_type=kind, defaults={"workflow": workflow})


def remove_wagtail_defaults():
    """Delete Wagtail's own groups and workflow while nobody uses them: beside ours they only confuse."""
    Group.objects.filter(name__in=["Moderators", "Editors"], user__isnull=True).delete()
    unused = {"workflow_pages__isnull": True, "workflow_states__isnull": True}
    Workflow.objects.filter(name="Moderators approval", **unused).delete()
    Task.objects.filter(name="Moderators approval", workflow_tasks__isnull=True).delete()
