"""A picture of a private collection has no public rendition, whenever and however it became private."""

import re

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction

from cms.editing.publishing import publishing_errors
from cms.models import ArticlePage, Picture, PictureRendition
from cms.models.pictures import READER_SIZES
from quizzes.authoring.validation import quiz_errors
from quizzes.management.commands.prepare import Command
from quizzes.models import Quiz
from tests.support.pages import paragraphs

TITLE = "Rumah-aman"
MEDIA = re.compile(r"/media/[^\"'<> ,]+")


@pytest.fixture(autouse=True)
def empty_caches(empty_content_cache):
    cache.clear()
    PictureRendition.cache_backend.clear()


@pytest.fixture
def closed(db):
    """A collection that only signed-in people may view, and one below it."""
    above = Collection.get_first_root_node().add_child(name="Tertutup")
    CollectionViewRestriction.objects.create(collection=above, restriction_type="login")
    return Collection.objects.get(pk=above.pk)


@pytest.fixture
def picture(db):
    return Picture.objects.create(title=TITLE, file=get_test_image_file(), description_ind="Rumah aman")


@pytest.fixture
def shown(library, quiz, picture, client):
    """The picture on an article, in its text, and in a quiz; readers have opened them."""
    article = library.article
    article.picture = picture
    article.body_ind = paragraphs("Satu.")
    article.body_ind.append(("picture", {"image": picture, "caption": "Keterangan"}))
    article.save_revision().publish()
    draft = quiz.latest_revision.as_object()
    draft.questions.all()[0].picture = picture
    draft.questions.all()[0].choices.all()[0].picture = picture
    draft.save_revision(clean=False).publish()
    return client


def public_addresses(client):
    article, begun = ArticlePage.objects.get(), client.post("/id/kuis/coba/")["Location"]
    return [
        article.get_url(),
        begun,
        re.sub(r"\d/$", "utuh/", begun),
        "/id/kuis/coba/utuh/",
        f"/api/v2/pages/{article.pk}/?fields=*",
        "/api/v2/pictures/",
    ]


def read(client, address, **headers):
    response = client.get(address, headers=headers)
    assert response.status_code == 200, address
    return response.content.decode()


def files_of(client):
    """Return the addresses of picture files in all that readers get."""
    pages = [
        read(client, address, **headers)
        for address in public_addresses(client)
        for headers in ({}, {"Save-Data": "on"})
    ]
    return {found for page in pages for found in MEDIA.findall(page) if "original_images" not in found}


def restrict(collection):
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")


def by_its_form(picture, closed, signed_in, admin):
    picture.collection = closed
    picture.save()


def with_many_others(picture, closed, signed_in, admin):
    address = reverse("wagtail_bulk_action", args=["cms", "picture", "add_to_collection"])
    signed_in(admin).post(f"{address}?id={picture.pk}", {"collection": closed.pk})


def with_its_collection(picture, closed, signed_in, admin):
    open_one = Collection.get_first_root_node().add_child(name="Terbuka")
    Picture.objects.filter(pk=picture.pk).update(collection=open_one)
    restrict(open_one)


def with_the_collection_above(picture, closed, signed_in, admin):
    open_one = Collection.get_first_root_node().add_child(name="Terbuka")
    Picture.objects.filter(pk=picture.pk).update(collection=open_one)
    address = reverse("wagtailadmin_collections:edit", args=[open_one.pk])
    signed_in(admin).post(address, {"name": "Terbuka", "parent": closed.pk})


def with_an_update(picture, closed, signed_in, admin):
    """Of a database that was written to by hand."""
    Picture.objects.filter(pk=picture.pk).update(collection=closed)
    Command().pictures()


WAYS = [by_its_form, with_many_others, with_its_collection, with_the_collection_above, with_an_update]


@pytest.mark.parametrize("way", WAYS)
def test_nothing_made_of_a_picture_stays_when_it_becomes_private(
    shown, picture, closed, signed_in, cast, way, django_capture_on_commit_callbacks
):
    before = files_of(shown)
    assert len(before) >= 6
    assert {shown.get(address).status_code for address in before} == {200}
    shown.logout()
    with django_capture_on_commit_callbacks(execute=True):
        way(picture, closed, signed_in, cast.admin)
    shown.logout()
    assert Picture.objects.get(pk=picture.pk).is_private
    assert files_of(shown) == set()
    assert {shown.get(address).status_code for address in before} == {404}
    assert not PictureRendition.objects.exists()
    assert default_storage.listdir("images")[1] == []
    for address in public_addresses(shown):
        assert TITLE not in read(shown, address), address
    assert "Keterangan" not in read(shown, ArticlePage.objects.get().get_url())


def test_it_is_shown_again_when_the_collection_opens(
    shown, picture, closed, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        by_its_form(picture, closed, None, None)
    assert files_of(shown) == set()
    with django_capture_on_commit_callbacks(execute=True):
        CollectionViewRestriction.objects.all().delete()
    assert len(files_of(shown)) >= 6


def test_a_rendition_begun_before_the_picture_became_private_does_not_stay(picture, closed):
    as_read_before = Picture.objects.get()
    by_its_form(picture, closed, None, None)
    as_read_before.get_renditions(*READER_SIZES)
    as_read_before.get_rendition("width-100")
    assert not PictureRendition.objects.exists()


def test_people_with_rights_on_pictures_see_a_private_one_in_the_admin_and_nobody_else_does(
    picture, closed, signed_in, cast, roles, person
):
    by_its_form(picture, closed, None, None)
    picture = Picture.objects.get()
    listed = signed_in(cast.editor).get(reverse("wagtailimages:index")).content.decode()
    address = picture.get_rendition("max-165x165").url
    assert address.replace("|", "%7C") in listed or address in listed
    assert signed_in(cast.editor).get(reverse("wagtailimages:edit", args=[picture.pk])).status_code == 200
    for user, status in [
        (cast.editor, 200),
        (cast.admin, 200),
        (person("joko", "translator"), 200),
        (cast.reviewer, 404),
        (cast.analyst, 404),
        (cast.educator, 302),
    ]:
        answer = signed_in(user).get(address)
        assert answer.status_code == status, user
        if status == 200:
            assert b"".join(answer.streaming_content)[:4] == b"\x89PNG"
            assert "no-store" in answer["Cache-Control"]
    client = signed_in(cast.editor)
    client.logout()
    assert client.get(address).status_code == 302
    assert signed_in(cast.editor).get(address.replace("165x165", "5000x5000")).status_code == 302
    assert not PictureRendition.objects.exists()


def test_a_page_or_quiz_with_a_private_picture_is_not_published(library, quiz, picture, closed):
    by_its_form(picture, closed, None, None)
    library.article.picture = Picture.objects.get()
    assert [error for error in publishing_errors(library.article) if TITLE in error]
    draft = Quiz.objects.get(pk=quiz.pk).latest_revision.as_object()
    draft.questions.all()[0].picture = Picture.objects.get()
    assert [error for error in quiz_errors(draft) if TITLE in error]


def test_a_public_picture_costs_no_more_queries_than_before(shown, django_assert_num_queries):
    article = ArticlePage.objects.get()
    shown.get(article.get_url())
    picture = Picture.objects.get()
    with django_assert_num_queries(0):
        picture.get_renditions(*READER_SIZES)
