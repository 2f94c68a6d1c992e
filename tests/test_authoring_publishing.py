"""Nothing publishes a quiz with errors: not the admin, not code, not the clock."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry

from quizzes.models import Edition, Quiz
from quizzes.models.quizzes import PUBLISHING_CANCELLED, QuizNotPublishable


def faulty(quiz):
    draft = quiz.latest_revision.as_object()
    next(iter(draft.questions.all())).explanation_ind = ""
    return draft


def test_code_cannot_publish_a_quiz_with_errors(quiz):
    revision = faulty(quiz).save_revision(clean=False)
    with pytest.raises(QuizNotPublishable, match="1"):
        revision.publish()
    assert Quiz.objects.get().live_revision_id == quiz.live_revision_id
    assert Edition.objects.count() == 1


def schedule(draft):
    """A revision that was to go live a minute ago."""
    revision = draft.save_revision(clean=False)
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save()
    return revision


def test_a_scheduled_quiz_with_errors_stays_unpublished_and_its_history_shows_why(quiz, caplog):
    revision = schedule(faulty(quiz))
    call_command("publish_scheduled")
    revision.refresh_from_db()
    assert revision.approved_go_live_at is None
    assert Quiz.objects.get().live_revision_id == quiz.live_revision_id
    entry = ModelLogEntry.objects.get(action=PUBLISHING_CANCELLED)
    assert entry.data["faults"]
    assert entry.data["faults"][0] in str(entry.formatter.format_message(entry))
    assert "coba" in caplog.text


def test_a_scheduled_quiz_without_errors_is_published(quiz):
    draft = quiz.latest_revision.as_object()
    draft.title_ind = "Judul baru"
    schedule(draft)
    call_command("publish_scheduled")
    assert Quiz.objects.get().title_ind == "Judul baru"


def test_the_list_of_quizzes_costs_the_same_however_many_there_are(
    client, quiz, django_assert_max_num_queries
):
    from django.core.cache import cache

    for number in range(8):
        title = f"Kuis {number}"
        other = Quiz.objects.create(slug=f"kuis-{number}", title_ind=title, icon="question", live=True)
        Edition.objects.create(quiz=other, number=1, fingerprint="x", titles={"id": title}, is_current=True)
    cache.clear()
    with django_assert_max_num_queries(8):
        page = client.get("/id/kuis/").content.decode()
    assert page.count('class="tile"') == 9
