"""Sums of answers and of knowledge by village, for intervals over villages.

The old sums do not know the village, so they are counted again from the attempts; nothing is lost either way. Going back
leaves the sums empty: run `manage.py rebuild_tallies`.
"""

from collections import Counter, defaultdict

import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models
from django.db.models import Count, F, Sum
from django.db.models.functions import TruncMonth

PARTS_OF_ONE = 2520
COUNTED = {"is_repeat": False, "set_aside": False}
PLACE = ("edition__quiz", TruncMonth("date"), "round__office", "round__village__regency", "round__village")


def empty_sums(apps, _editor):
    for name in ("AnswerTally", "KnowledgeTally"):
        apps.get_model("quizzes", name).objects.all().delete()


def count_again(apps, _editor):
    count_answers(apps.get_model("quizzes", "AnswerTally"), apps.get_model("quizzes", "Answer"))
    count_knowledge(apps.get_model("quizzes", "KnowledgeTally"), apps.get_model("quizzes", "Attempt"))


def count_answers(tally, answer):
    fields = ("edition", "phase", "language", "month", "office", "village")
    paths = ("edition", "phase", "language", TruncMonth("date"), "round__office", "round__village")
    paths = (
        TruncMonth("attempt__date") if not isinstance(path, str) else f"attempt__{path}" for path in paths
    )
    counted = answer.objects.filter(**{f"attempt__{name}": value for name, value in COUNTED.items()})
    rows = counted.values_list("version", "choice", *paths).annotate(Count("pk")).order_by()
    tally.objects.bulk_create(
        (
            tally(
                version_id=version,
                choice=choice,
                count=count,
                **{
                    name if name in {"phase", "language", "month"} else f"{name}_id": value
                    for name, value in zip(fields, key, strict=True)
                },
            )
            for version, choice, *key, count in rows.iterator(1000)
        ),
        1000,
    )


def count_knowledge(tally, attempt):
    found = defaultdict(Counter)
    counted = attempt.objects.filter(answered__gt=0, round__isnull=False, **COUNTED)
    rows = counted.values_list(*PLACE, "phase").annotate(Count("pk"), Sum("right"), Sum("scored")).order_by()
    for *place, phase, people, right, scored in rows:
        found[tuple(place)].update(
            {f"people_{phase}": people, f"right_{phase}": right, f"scored_{phase}": scored}
        )
    pairs = counted.filter(
        is_finished=True,
        phase="after",
        scored__gt=0,
        before__is_finished=True,
        before__set_aside=False,
        before__scored__gt=0,
        before__edition=F("edition"),
    )
    scores = ("before__right", "before__scored", "right", "scored")
    for *place, right_before, scored_before, right, scored, people in (
        pairs.values_list(*PLACE, *scores).annotate(Count("pk")).order_by()
    ):
        gained = PARTS_OF_ONE * right // scored - PARTS_OF_ONE * right_before // scored_before
        found[tuple(place)].update(
            {"pairs": people, "change": people * gained, "change_squares": people * gained**2}
        )
    tally.objects.bulk_create(
        (
            tally(
                quiz_id=quiz, month=month, office_id=office, province=regency[:2], village_id=village, **sums
            )
            for (quiz, month, office, regency, village), sums in found.items()
        ),
        1000,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0005_partner_editions"),
        ("villages", "0004_villages_by_plain_name_and_district"),
    ]

    operations = [
        migrations.RunPython(empty_sums, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="answertally", name="answer_tally_once"),
        migrations.RemoveConstraint(model_name="knowledgetally", name="knowledge_tally_once"),
        migrations.AddField(
            model_name="answertally",
            name="village",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="villages.village",
            ),
        ),
        migrations.AddField(
            model_name="answertally",
            name="village_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Coalesce(
                    "village", models.Value(0), output_field=models.BigIntegerField()
                ),
                output_field=models.BigIntegerField(),
            ),
        ),
        migrations.AddField(
            model_name="knowledgetally",
            name="village",
            field=models.ForeignKey(
                db_index=False,
                default=None,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="villages.village",
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="answertally",
            constraint=models.UniqueConstraint(
                fields=(
                    *("edition", "phase", "version", "choice", "language", "month"),
                    *("office_key", "village_key"),
                ),
                name="answer_tally_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="knowledgetally",
            constraint=models.UniqueConstraint(
                fields=("month", "quiz", "office", "province", "village"), name="knowledge_tally_once"
            ),
        ),
        # Backwards the old, coarser key meets empty tables.
        migrations.RunPython(count_again, empty_sums),
    ]
