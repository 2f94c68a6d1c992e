"""The groups of `cms.accounts.roles` and what each may do; a second run changes nothing that is right."""

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management.base import CommandError
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

from cms.accounts.roles import ALL, ANALYST, EDITOR, EDUCATOR, REVIEWER, TRANSLATOR
from cms.models import PeerReviewTask

SIGN_IN = ["wagtailadmin.access_admin"]
TEXTS = ["cms.fact", "cms.glossaryterm", "cms.helpline", "quizzes.quiz"]
DRAFT_ACTIONS = ["publish", "lock", "unlock"]
ROSTER = ["villages.assignment", "villages.immigrationoffice", "villages.village"]
SESSIONS = ["villages.view_session"]
REVIEW_NAME = "Tinjauan oleh orang lain"


def each(actions, models):
    """Return permission names: `each(["add"], ["cms.fact"])` is `["cms.add_fact"]`."""
    return [
        f"{app}.{action}_{model}" for action in actions for app, model in (name.split(".") for name in models)
    ]


PERMISSIONS = {
    EDUCATOR: [],
    REVIEWER: [
        *SIGN_IN,
        *each(["view"], ROSTER),
        *each(["add", "change"], ["villages.assignment"]),
        *SESSIONS,
    ],
    ANALYST: [*SIGN_IN, *each(["view", "add", "change"], ROSTER), *SESSIONS],
    EDITOR: [
        *SIGN_IN,
        *each(["view", "add", "change", "delete", "lock", "unlock"], TEXTS),
    ],
    TRANSLATOR: [*SIGN_IN, *each(["view", "change"], TEXTS)],
}
PUBLISHING = each(["publish"], TEXTS)
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


def setup_roles(say):
    """Make the groups, their permissions and the workflow; `say` is called with a sentence per change.

    What a group was given beyond this stays: an administrator may widen a role. Only whether editors publish
    follows the setting `REVIEW_REQUIRED` either way.
    """
    made = [name for name in ALL if Group.objects.get_or_create(name=name)[1]]
    for name in ALL:
        group = Group.objects.get(name=name)
        group.permissions.add(*permissions(PERMISSIONS[name]))
        give_pages(group, PAGES.get(name, []))
        give_files(group, permissions(FILES.get(name, [])))
    let_editors_publish(not settings.REVIEW_REQUIRED)
    set_up_review()
    remove_what_wagtail_brings()
    say(f"roles: {len(made)} added")


def permissions(names):
    """Return the permissions of `names`; those that Wagtail adds for drafts are made where they miss."""
    wanted = {tuple(name.split(".")) for name in names}
    found = {
        (permission.content_type.app_label, permission.codename): permission
        for permission in Permission.objects.select_related("content_type").filter(
            codename__in=[codename for _, codename in wanted]
        )
    }
    missing = wanted - found.keys()
    return [found[name] for name in wanted - missing] + [draft_permission(*name) for name in missing]


def draft_permission(app, codename):
    action, _, model = codename.partition("_")
    kind = ContentType.objects.filter(app_label=app, model=model).first()
    if kind is None or action not in DRAFT_ACTIONS:
        raise CommandError(f"Run `manage.py migrate` first: the permission {app}.{codename} does not exist.")
    return Permission.objects.create(
        content_type=kind, codename=codename, name=f"Can {action} {kind.model_class()._meta.verbose_name_raw}"
    )


def give_pages(group, actions):
    root = Page.get_first_root_node()
    for permission in permissions([f"wagtailcore.{action}_page" for action in actions]):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def let_editors_publish(is_let):
    """Without the right to publish, an editor's words go out when another person has approved them."""
    group = Group.objects.get(name=EDITOR)
    if is_let:
        group.permissions.add(*permissions(PUBLISHING))
        give_pages(group, ["publish"])
    else:
        group.permissions.remove(*permissions(PUBLISHING))
        GroupPagePermission.objects.filter(group=group, permission__codename="publish_page").delete()


def give_files(group, given):
    root = Collection.get_first_root_node()
    for permission in given:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def set_up_review():
    """Put every page and snippet under "review by another person"; a workflow made before stays as it is."""
    if PeerReviewTask.objects.exists():
        return
    task = PeerReviewTask.objects.create(name=REVIEW_NAME)
    task.groups.add(Group.objects.get(name=EDITOR))
    workflow = Workflow.objects.create(name=REVIEW_NAME)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=Page.get_first_root_node(), defaults={"workflow": workflow})
    for name in TEXTS:
        kind = ContentType.objects.get_by_natural_key(*name.split("."))
        WorkflowContentType.objects.update_or_create(content_type=kind, defaults={"workflow": workflow})


def remove_what_wagtail_brings():
    """Wagtail's own groups and workflow, as long as nobody uses them, would only confuse beside ours."""
    Group.objects.filter(name__in=["Moderators", "Editors"], user__isnull=True).delete()
    unused = {"workflow_pages__isnull": True, "workflow_states__isnull": True}
    Workflow.objects.filter(name="Moderators approval", **unused).delete()
    Task.objects.filter(name="Moderators approval", workflow_tasks__isnull=True).delete()
