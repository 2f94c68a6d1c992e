from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def under_the_present_office(apps, schema_editor):
    """Sums of a village that has moved are told apart by `manage.py rebuild_tallies`."""
    tallies = apps.get_model("villages", "VillageTally").objects
    offices = apps.get_model("villages", "Village").objects.filter(pk=OuterRef("village"))
    tallies.update(office=Subquery(offices.values("office")))


class Migration(migrations.Migration):
    """Not reversible: rows of two offices in one month would be one again."""

    dependencies = [("villages", "0008_village_changes")]

    operations = [
        migrations.AddField(
            model_name="villagetally",
            name="office",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=models.deletion.CASCADE,
                related_name="+",
                to="villages.immigrationoffice",
            ),
        ),
        migrations.RunPython(under_the_present_office),
        migrations.AlterField(
            model_name="villagetally",
            name="office",
            field=models.ForeignKey(
                db_index=False,
                on_delete=models.deletion.CASCADE,
                related_name="+",
                to="villages.immigrationoffice",
            ),
        ),
        migrations.RemoveConstraint(model_name="villagetally", name="village_tally_once"),
        migrations.AddConstraint(
            model_name="villagetally",
            constraint=models.UniqueConstraint(
                fields=["village", "topic", "month", "office"], name="village_tally_once"
            ),
        ),
        migrations.AddIndex(
            model_name="villagetally",
            index=models.Index(
                fields=["topic", "month", "village", "office", "sessions", "participations"],
                name="village_tally_sum",
            ),
        ),
        migrations.AlterField(
            model_name="villagetally",
            name="village",
            field=models.ForeignKey(
                db_index=False,
                on_delete=models.deletion.CASCADE,
                related_name="tallies",
                to="villages.village",
            ),
        ),
        migrations.AlterField(
            model_name="villagetally",
            name="visit_office",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=models.deletion.CASCADE,
                related_name="+",
                to="villages.immigrationoffice",
            ),
        ),
    ]
