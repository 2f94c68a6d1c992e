"""Quizzes that had sound before recordings had a table of their own."""

from datetime import date

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

OLD, NEW = ("quizzes", "0002_export_log"), ("quizzes", "0003_recordings")


def migrate(*target):
    executor = MigrationExecutor(connection)
    executor.migrate([target])
    return executor.loader.project_state([target]).apps


@pytest.fixture
def before_recordings(transactional_db):
    """The tables as they were; afterwards those of today again."""
    yield migrate(*OLD)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_a_question_with_old_sound_loses_it_and_never_gets_another_one(before_recordings):
    model = before_recordings.get_model
    sound = model("wagtailmedia", "Media").objects.create(title="Lama", file="lama.mp3", duration=3)
    quiz = model("quizzes", "Quiz").objects.create(slug="coba", icon="question")
    question = model("quizzes", "Question").objects.create(
        quiz=quiz, code="Q1", kind="knowledge", valid_until=date(2099, 1, 1), audio=sound, audio_jv=sound
    )
    choice = model("quizzes", "Choice").objects.create(question=question, key="a", audio_ind=sound)
    kind, _new = model("contenttypes", "ContentType").objects.get_or_create(app_label="quizzes", model="quiz")
    content = {
        "pk": quiz.pk,
        "questions": [{"audio_jv": sound.pk, "text_ind": "Apa?", "choices": [{"audio": 1}]}],
    }
    revision = model("wagtailcore", "Revision").objects.create(
        content_type=kind,
        base_content_type=kind,
        object_id=quiz.pk,
        content=content,
        created_at=timezone.now(),
    )
    model = migrate(*NEW).get_model
    question = model("quizzes", "Question").objects.get(pk=question.pk)
    assert (question.audio_id, question.audio_jv_id, question.code) == (None, None, "Q1")
    assert model("quizzes", "Choice").objects.get(pk=choice.pk).audio_ind_id is None
    stored = model("wagtailcore", "Revision").objects.get(pk=revision.pk).content["questions"]
    assert stored == [{"audio_jv": None, "text_ind": "Apa?", "choices": [{"audio": None}]}]
