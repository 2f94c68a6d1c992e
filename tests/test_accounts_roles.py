import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Page, Workflow

from cms.models import HomePage, PeerReviewTask


@pytest.fixture
def home(db):
    return Page.get_first_root_node().add_child(
        instance=HomePage(title="Beranda", slug="beranda", heading_ind="Beranda")
    )


def everything_in_the_database():
    from wagtail.models import GroupCollectionPermission, GroupPagePermission, WorkflowTask

    return {
        group.name: (
            group.permissions.count(),
            GroupPagePermission.objects.filter(group=group).count(),
            GroupCollectionPermission.objects.filter(group=group).count(),
        )
        for group in Group.objects.all()
    } | {"workflows": (Workflow.objects.count(), WorkflowTask.objects.count())}


def test_setting_up_the_roles_again_changes_nothing(roles):
    before = everything_in_the_database()
    assert {"educator", "reviewer", "analyst", "editor", "translator", "workflows"} == set(before)
    call_command("setup_roles", verbosity=0)
    assert everything_in_the_database() == before


def test_what_an_administrator_added_to_a_role_stays(roles):
    extra = Permission.objects.get(codename="add_redirect")
    Group.objects.get(name="editor").permissions.add(extra)
    call_command("setup_roles", verbosity=0)
    assert extra in Group.objects.get(name="editor").permissions.all()


def test_an_educator_has_no_way_into_the_admin(roles, person, signed_in):
    response = signed_in(person("sari", "educator")).get(reverse("wagtailadmin_home"))
    assert response.status_code == 302
    assert response.url.startswith(reverse("wagtailadmin_login"))


@pytest.mark.parametrize("role", ["reviewer", "analyst", "editor", "translator"])
def test_everybody_else_signs_in_to_the_admin(roles, person, signed_in, role):
    assert signed_in(person("ningsih", role)).get(reverse("wagtailadmin_home")).status_code == 200


def publishes(user, home):
    """Return True if `user` may publish pages and texts; one without the other is an error."""
    (answer,) = {home.permissions_for_user(user).can_publish(), user.has_perm("cms.publish_glossaryterm")}
    return answer


def test_an_editor_publishes_and_a_translator_only_changes(roles, person, home):
    editor, translator = person("ningsih", "editor"), person("joko", "translator")
    assert home.permissions_for_user(editor).can_edit()
    assert home.permissions_for_user(translator).can_edit()
    assert publishes(editor, home)
    assert not publishes(translator, home)
    assert not home.permissions_for_user(person("bambang", "reviewer")).can_edit()


def test_editor_roles_hold_no_right_on_villages_or_sessions(roles, person):
    for role in ["editor", "translator"]:
        assert not any(name.startswith("villages.") for name in person(role, role).get_all_permissions())


def test_a_review_is_decided_by_another_person(roles, person, home):
    task = PeerReviewTask.objects.get()
    author, colleague = person("ningsih", "editor"), person("dewi", "editor")
    home.save_revision(user=author)
    home.get_workflow().start(home, author)
    home = HomePage.objects.get()

    assert task.get_actions(home, author) == []
    assert not task.get_task_states_user_can_moderate(author).exists()
    assert [name for name, *_ in task.get_actions(home, colleague)] == ["reject", "approve", "approve"]
    assert task.get_task_states_user_can_moderate(colleague).count() == 1

    refused = home.current_workflow_task_state.task.specific
    assert not refused.get_actions(home, person("joko", "translator"))


def test_where_a_review_is_required_editors_publish_nothing_alone(roles, person, home, settings):
    for is_required in [True, False]:
        settings.REVIEW_REQUIRED = is_required
        call_command("setup_roles", verbosity=0)
        editor = person(f"ningsih-{is_required}", "editor")
        assert home.permissions_for_user(editor).can_edit()
        assert publishes(editor, home) == (not is_required)
