"""The tallies of answers counted again from the answers."""

from django.db import transaction

from quizzes.models import Answer, AnswerTally, Attempt, FinishedTally, KnowledgeTally, MarksTally
from quizzes.models.attempts import TALLY_KEY
from quizzes.models.completion_tallies import counted_people
from quizzes.models.knowledge_tallies import KEY, SUMS, changes_of, sums_of, together
from villages.reach.rebuild import block_writers


def rebuild():
    """Replace all tallies by what the answers say; an answer that comes meanwhile is added afterwards."""
    with transaction.atomic():
        block_writers(AnswerTally, MarksTally, FinishedTally, KnowledgeTally)
        AnswerTally.objects.all().delete()
        AnswerTally.objects.bulk_create(
            (AnswerTally(**key, count=number) for key, number in Answer.objects.counted().numbers()),
            1000,
        )
        rebuild_people()


def rebuild_people():
    """Replace what is counted of attempts rather than of answers."""
    for model, names, found in counted_people(Attempt.objects):
        model.objects.all().delete()
        rows = (model(**dict(zip(names, key, strict=True)), people=people) for key, people in found.items())
        model.objects.bulk_create(rows, 1000)
    KnowledgeTally.objects.all().delete()
    rows = [
        KnowledgeTally(**dict(zip(KEY, key, strict=True)), **sums)
        for key, sums in counted_knowledge().items()
    ]
    KnowledgeTally.objects.bulk_create(rows, 1000)


def counted_knowledge():
    return together(sums_of(Attempt.objects.counted()), changes_of(Attempt.objects.paired()))


def differences():
    """Yield a sentence for every tally that is not what the answers say; a tally of 0 is none."""
    answers = {tuple(key.values()): number for key, number in Answer.objects.counted().numbers()}
    yield from differences_of_counts(AnswerTally, TALLY_KEY, "count", answers)
    for model, names, found in counted_people(Attempt.objects):
        yield from differences_of_counts(model, names, "people", found)
    yield from differences_of_knowledge()


def differences_of_counts(model, names, sum_name, wanted):
    stored = model.objects.exclude(**{sum_name: 0}).values_list(*names, sum_name)
    for *key, count in stored.iterator(2000):
        should = wanted.pop(tuple(key), 0)
        if count != should:
            yield f"{model.__name__} {tuple(key)}: {count}, should be {should}"
    for key, should in wanted.items():
        yield f"{model.__name__} {key}: missing, should be {should}"


def differences_of_knowledge():
    wanted = {key: tuple(sums[name] for name in SUMS) for key, sums in counted_knowledge().items()}
    nothing = (0,) * len(SUMS)
    for row in KnowledgeTally.objects.values_list(*KEY, *SUMS).iterator(2000):
        key, sums = row[: len(KEY)], row[len(KEY) :]
        should = wanted.pop(key, nothing)
        if sums != should:
            yield f"KnowledgeTally {key}: {sums}, should be {should}"
    for key, should in wanted.items():
        yield f"KnowledgeTally {key}: missing, should be {should}"
