"""Rebuilds and checks the tallies of answers from the answers themselves."""

from django.db import transaction

from quizzes.models import Answer, AnswerTally, Attempt, FinishedTally, KnowledgeTally, MarksTally
from quizzes.models.attempts import TALLY_KEY
from quizzes.models.completion_tallies import counted_people
from quizzes.models.knowledge_tallies import KEY, SUMS, changes_of, sums_of, together
from villages.reach.rebuild import block_writers


def rebuild_answer_tallies():
    """Replace all tallies by new counts; answers that arrive meanwhile wait and are added afterwards."""
    with transaction.atomic():
        block_writers(AnswerTally, MarksTally, FinishedTally, KnowledgeTally)
        AnswerTally.objects.all().delete()
        AnswerTally.objects.bulk_create(
            (AnswerTally(**key, count=number) for key, number in Answer.objects.counted().numbers()),
            1000,
        )
        rebuild_attempt_tallies()


def rebuild_attempt_tallies():
    """Replace the tallies that count attempts rather than answers."""
    for model, names, counts in counted_people(Attempt.objects):
        model.objects.all().delete()
        rows = (model(**dict(zip(names, key, strict=True)), people=people) for key, people in counts.items())
        model.objects.bulk_create(rows, 1000)
    KnowledgeTally.objects.all().delete()
    rows = [
        KnowledgeTally(**dict(zip(KEY, key, strict=True)), **sums)
        for key, sums in counted_knowledge().items()
    ]
    KnowledgeTally.objects.bulk_create(rows, 1000)


def counted_knowledge():
    return together(sums_of(Attempt.objects.counted()), changes_of(Attempt.objects.paired()))


def answer_tally_differences():
    """Yield a sentence for every tally that differs from the answers; a tally of 0 counts as none."""
    answers = {tuple(key.values()): number for key, number in Answer.objects.counted().numbers()}
    yield from count_differences(AnswerTally, TALLY_KEY, "count", answers)
    for model, names, counts in counted_people(Attempt.objects):
        yield from count_differences(model, names, "people", counts)
    yield from knowledge_differences()


def count_differences(model, names, sum_name, expected):
    stored = model.objects.exclude(**{sum_name: 0}).values_list(*names, sum_name)
    for *key, count in stored.iterator(2000):
        right_count = expected.pop(tuple(key), 0)
        if count != right_count:
            yield f"{model.__name__} {tuple(key)}: {count}, should be {right_count}"
    for key, right_count in expected.items():
        yield f"{model.__name__} {key}: missing, should be {right_count}"


def knowledge_differences():
    expected = {key: tuple(sums[name] for name in SUMS) for key, sums in counted_knowledge().items()}
    zeros = (0,) * len(SUMS)
    for row in KnowledgeTally.objects.values_list(*KEY, *SUMS).iterator(2000):
        key, sums = row[: len(KEY)], row[len(KEY) :]
        right_sums = expected.pop(key, zeros)
        if sums != right_sums:
            yield f"KnowledgeTally {key}: {sums}, should be {right_sums}"
    for key, right_sums in expected.items():
        yield f"KnowledgeTally {key}: missing, should be {right_sums}"
