"""Rebuilds and checks the tallies of answers from the answers themselves."""

from django.db import transaction

from quizzes.models import Answer, AnswerTally, Attempt, FinishedTally, KnowledgeTally, MarksTally
from quizzes.models.answer_tallies import ANSWER_KEY, count_answers
from quizzes.models.completion_tallies import completion_counts
from quizzes.models.knowledge_tallies import KNOWLEDGE_KEY, SUMS, knowledge_sums, merge_sums, pair_changes
from villages.reach.rebuild import block_writers


def rebuild_answer_tallies():
    """Replace all tallies by new counts; answers that arrive meanwhile wait and are added afterwards."""
    with transaction.atomic():
        block_writers(AnswerTally, MarksTally, FinishedTally, KnowledgeTally)
        replace_counts(AnswerTally, ANSWER_KEY, count_answers(Answer.objects.counted()))
        rebuild_attempt_tallies()


def rebuild_attempt_tallies():
    """Replace the tallies that count attempts rather than answers."""
    for model, key, people in completion_counts(Attempt.objects):
        replace_counts(model, key, people)
    KnowledgeTally.objects.all().delete()
    rows = [
        KnowledgeTally(**dict(zip(KNOWLEDGE_KEY, key, strict=True)), **sums)
        for key, sums in counted_knowledge().items()
    ]
    KnowledgeTally.objects.bulk_create(rows, 1000)


def replace_counts(model, key, counts):
    model.objects.all().delete()
    rows = (
        model(**dict(zip(key, values, strict=True)), **{model.sum_field: number})
        for values, number in counts.items()
    )
    model.objects.bulk_create(rows, 1000)


def counted_knowledge():
    return merge_sums(knowledge_sums(Attempt.objects.counted()), pair_changes(Attempt.objects.paired()))


def answer_tally_differences():
    """Yield a sentence for every tally that differs from the answers; a tally of 0 counts as none."""
    answers = count_answers(Answer.objects.counted())
    for model, key, counts in [(AnswerTally, ANSWER_KEY, answers), *completion_counts(Attempt.objects)]:
        yield from count_differences(model, key, counts)
    yield from knowledge_differences()


def count_differences(model, names, expected):
    stored = model.objects.exclude(**{model.sum_field: 0}).values_list(*names, model.sum_field)
    for *key, count in stored.iterator(2000):
        right_count = expected.pop(tuple(key), 0)
        if count != right_count:
            yield f"{model.__name__} {tuple(key)}: {count}, should be {right_count}"
    for key, right_count in expected.items():
        yield f"{model.__name__} {key}: missing, should be {right_count}"


def knowledge_differences():
    expected = {key: tuple(sums[name] for name in SUMS) for key, sums in counted_knowledge().items()}
    zeros = (0,) * len(SUMS)
    for row in KnowledgeTally.objects.values_list(*KNOWLEDGE_KEY, *SUMS).iterator(2000):
        key, sums = row[: len(KNOWLEDGE_KEY)], row[len(KNOWLEDGE_KEY) :]
        right_sums = expected.pop(key, zeros)
        if sums != right_sums:
            yield f"KnowledgeTally {key}: {sums}, should be {right_sums}"
    for key, right_sums in expected.items():
        yield f"KnowledgeTally {key}: missing, should be {right_sums}"
