"""Answers are counted for each quiz version. Backwards, `rebuild_tallies` fills the table as it was."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import TruncMonth


def count_what_is_there(apps, schema_editor):
    """As `quizzes.recounting` counted when this table was made."""
    answers = apps.get_model("quizzes", "Answer").objects.filter(
        attempt__is_repeat=False, attempt__set_aside=False
    )
    rows = answers.values_list(
        "attempt__edition",
        "version",
        "choice",
        "attempt__phase",
        "attempt__language",
        TruncMonth("attempt__date"),
        "attempt__round__office",
    )
    tally = apps.get_model("quizzes", "AnswerTally")
    tally.objects.bulk_create(
        (
            tally(
                edition_id=edition,
                version_id=version,
                choice=choice,
                phase=phase,
                language=language,
                month=month,
                office_id=office,
                count=count,
            )
            for edition, version, choice, phase, language, month, office, count in rows.annotate(
                models.Count("pk")
            ).order_by()
        ),
        1000,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0012_attempts_not_tallied"),
        ("villages", "0009_village_tallies_by_office"),
    ]

    operations = [
        migrations.DeleteModel(name="AnswerTally"),
        migrations.CreateModel(
            name="AnswerTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("alone", "alone"),
                            ("before", "before the session"),
                            ("after", "after the session"),
                        ],
                        max_length=6,
                    ),
                ),
                ("language", models.CharField(max_length=8)),
                ("month", models.DateField()),
                ("choice", models.CharField(max_length=2)),
                ("count", models.PositiveIntegerField(default=0)),
                (
                    "edition",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="quizzes.edition",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="villages.immigrationoffice",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="quizzes.questionversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("edition", "phase", "version", "choice", "language", "month", "office"),
                        name="tally_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("office__isnull", True)),
                        fields=("edition", "phase", "version", "choice", "language", "month"),
                        name="tally_once_without_office",
                    ),
                ],
            },
        ),
        migrations.RunPython(count_what_is_there, migrations.RunPython.noop),
    ]
