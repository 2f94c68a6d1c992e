"""One unique key without empty columns for each tally of answers and people, so that one upsert serves all.

The database fills `office_key` itself. The constraints that go allowed no two rows with one key: nothing is merged.
"""

import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0001_initial"), ("villages", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(
            model_name="answertally",
            name="tally_once",
        ),
        migrations.RemoveConstraint(
            model_name="answertally",
            name="tally_once_without_office",
        ),
        migrations.RemoveConstraint(
            model_name="finishedtally",
            name="finished_tally_once",
        ),
        migrations.RemoveConstraint(
            model_name="finishedtally",
            name="finished_tally_once_without_office",
        ),
        migrations.RemoveConstraint(
            model_name="markstally",
            name="marks_tally_once",
        ),
        migrations.RemoveConstraint(
            model_name="markstally",
            name="marks_tally_once_without_office",
        ),
        migrations.AddField(
            model_name="answertally",
            name="office_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Coalesce(
                    "office", models.Value(0), output_field=models.BigIntegerField()
                ),
                output_field=models.BigIntegerField(),
            ),
        ),
        migrations.AddField(
            model_name="finishedtally",
            name="office_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Coalesce(
                    "office", models.Value(0), output_field=models.BigIntegerField()
                ),
                output_field=models.BigIntegerField(),
            ),
        ),
        migrations.AddField(
            model_name="markstally",
            name="office_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Coalesce(
                    "office", models.Value(0), output_field=models.BigIntegerField()
                ),
                output_field=models.BigIntegerField(),
            ),
        ),
        migrations.AlterField(
            model_name="answertally",
            name="count",
            field=models.IntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name="answertally",
            constraint=models.UniqueConstraint(
                fields=("edition", "phase", "version", "choice", "language", "month", "office_key"),
                name="answer_tally_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="finishedtally",
            constraint=models.UniqueConstraint(
                fields=("edition", "phase", "office_key"), name="finished_tally_once_per_office"
            ),
        ),
        migrations.AddConstraint(
            model_name="markstally",
            constraint=models.UniqueConstraint(
                fields=("edition", "phase", "language", "month", "marks", "office_key"),
                name="marks_tally_once_per_office",
            ),
        ),
    ]
