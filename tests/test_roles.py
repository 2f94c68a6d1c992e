from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, Workflow

from cms.models import HomePage, PeerReviewTask


@pytest.fixture
def roles(db):
    from cms.roles_setup import setup_roles

    said = []
    setup_roles(said.append)
    return said


@pytest.fixture
def home(db):
    return Page.get_first_root_node().add_child(
        instance=HomePage(title="Beranda", slug="beranda", heading_ind="Beranda")
    )


def everything_in_the_database():
    from wagtail.models import GroupCollectionPermission, WorkflowTask

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


def test_an_educator_has_no_way_into_the_desk(roles, person, signed_in):
    response = signed_in(person("sari", "educator")).get(reverse("wagtailadmin_home"))
    assert response.status_code == 302
    assert response.url.startswith(reverse("wagtailadmin_login"))


@pytest.mark.parametrize("role", ["reviewer", "analyst", "editor", "translator"])
def test_everybody_else_signs_in_to_the_desk(roles, person, signed_in, role):
    assert signed_in(person("ningsih", role)).get(reverse("wagtailadmin_home")).status_code == 200


def test_editors_and_translators_change_texts_and_publish_none_alone(roles, person, home):
    for role in ["editor", "translator"]:
        worker = person(role, role)
        assert home.permissions_for_user(worker).can_edit()
        assert not home.permissions_for_user(worker).can_publish()
        assert not any(".publish_" in name for name in worker.get_all_permissions())
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


def test_an_office_that_let_its_editors_publish_has_them_send_in_after_the_update(roles, person, home):
    group = Group.objects.get(name="editor")
    group.permissions.add(*Permission.objects.filter(codename="publish_glossaryterm"))
    GroupPagePermission.objects.create(
        group=group, page=home, permission=Permission.objects.get(codename="publish_page")
    )
    import_module("cms.migrations.0008_editors_send_in").take_back_publishing(apps, None)
    editor = person("ningsih", "editor")
    assert home.permissions_for_user(editor).can_edit()
    assert not home.permissions_for_user(editor).can_publish()
    assert not editor.has_perm("cms.publish_glossaryterm")
