"""Nobody without rights on texts and files learns of a draft or a private file, whatever the door."""

import re

import pytest
from django.core.files.base import ContentFile
from django.urls import get_resolver
from wagtail.documents import get_document_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction, Page

from cms.models import ArticlePage, GlossaryTerm, Picture
from quizzes.models import Quiz

SECRET = "Rahasia-belum-terbit"
WORD = "belum"  # finds it, and an answer that repeats the question does not hold it
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
LISTS = re.compile("choose|api/main|search|reports")
FIXED = {
    "revision_id_a": "earliest",
    "revision_id_b": "latest",
    "filter_spec": "max-165x165",
    "app_label": "cms",
    "model_name": "articlepage",
    "content_type_app_name": "cms",
    "content_type_model_name": "articlepage",
    "action_name": "copy",
    "slug": "rahasia-kuis",
}


@pytest.fixture
def secrets(library, roles, cast, quiz):
    """Return {part of a route: the secret object}: drafts never published, and private files."""
    article = ArticlePage(slug="rahasia", icon="money", heading_ind=SECRET, title=SECRET, live=False)
    library.topic.add_child(instance=article)
    hidden = Quiz(slug="rahasia-kuis", icon="question", title_ind=SECRET, live=False)
    term = GlossaryTerm(term_ind=SECRET, live=False)
    for text in (article, hidden, term):
        text.save()
        text.save_revision(clean=False, user=cast.editor)
        text.get_workflow().start(text, cast.editor)
    private = Collection.get_first_root_node().add_child(name="Tertutup")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    picture = Picture.objects.create(title=SECRET, file=get_test_image_file(), collection=private)
    document = get_document_model().objects.create(
        title=SECRET, file=ContentFile(b"x", f"{SECRET}.txt"), collection=private
    )
    return {
        "quizzes/quiz": hidden,
        "cms/glossaryterm": term,
        "images": picture,
        "documents": document,
        "page": article,
    }


def routes(resolver=None, before=""):
    """Yield the text of every route of the site."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern, route)
        else:
            yield route


def admin_addresses(secrets):
    """Yield (address, id) of every route of the admin, filled with the secret object that it is about."""
    for route in sorted(set(routes())):
        if not route.startswith("admin/") or re.search("log|failwhale|sprite|jsi18n|2fa", route):
            continue
        found = next((obj for part, obj in secrets.items() if part in route), secrets["page"])
        parents = [found.pk]
        if "parent_page_id" in route or "destination" in route:
            parents += Page.objects.filter(depth__gt=1).values_list("pk", flat=True)
        for parent in parents:
            yield filled(route, found, parent), found.pk


def filled(route, found, parent):
    def value(argument):
        name = argument[1] or argument[2]
        if name.startswith("revision"):
            return str(FIXED.get(name, found.latest_revision.pk if hasattr(found, "latest_revision") else 1))
        if name in ("parent_page_id", "destination_id"):
            return str(parent)
        if name.startswith(("workflow_state", "task_state")):
            return str(found.current_workflow_state.pk)
        return FIXED.get(name, str(found.pk))

    return "/" + re.sub(r"[\^$\\]|\(\?:", "", ARGUMENT.sub(value, route))


def body_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def openings(client, secrets):
    """Return the addresses of the admin whose answers hold the secret title or a picture."""
    client.raise_request_exception = False
    found = []
    for address, pk in admin_addresses(secrets):
        queries = [{"q": WORD, "id": pk}, {"search": WORD}, {}] if LISTS.search(address) else [{}]
        for query in queries:
            response = client.get(address, query)
            kind = response.headers.get("Content-Type", "")
            if SECRET.encode() in body_of(response) or kind.startswith("image/"):
                found.append((address, query))
    return found


@pytest.mark.parametrize("role", ["reviewer", "analyst"])
def test_no_door_of_the_admin_shows_drafts_and_private_files_to_staff_without_rights_on_them(
    secrets, signed_in, cast, role
):
    assert openings(signed_in(getattr(cast, role)), secrets) == []


def test_editors_see_through_the_same_doors(secrets, signed_in, cast):
    """So the test above knocks at doors that exist."""
    pk = {part: obj.pk for part, obj in secrets.items()}
    doors = [
        f"/admin/choose-page/search/?q={WORD}",
        f"/admin/choose-page/{pk['page']}/",
        f"/admin/pages/{pk['page']}/move/{secrets['page'].get_parent().pk}/confirm/",
        "/admin/api/main/images/",
        f"/admin/api/main/documents/{pk['documents']}/",
        "/admin/snippets/choose/quizzes/quiz/results/",
        f"/admin/snippets/choose/cms/glossaryterm/chosen/{pk['cms/glossaryterm']}/",
        f"/admin/images/chooser/{pk['images']}/select_format/",
        "/admin/reports/site-history/",
        f"/admin/pages/{pk['page']}/history/",
        f"/admin/snippets/quizzes/quiz/history/{pk['quizzes/quiz']}/",
    ]
    client, known = signed_in(cast.editor), {address for address, _pk in admin_addresses(secrets)}
    for door in doors:
        assert door.partition("?")[0] in known
        assert SECRET.encode() in body_of(client.get(door)), door
