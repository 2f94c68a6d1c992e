"""The day a number was read in a source is called so, also in versions; the day it was called is another."""

from functools import partial

from django.db import migrations, models


def rename_in_versions(old, new, apps, schema_editor):
    versions = apps.get_model("wagtailcore", "Revision").objects.filter(
        content_type__app_label="cms", content_type__model="helpline"
    )
    for version in versions:
        if old in version.content:
            version.content[new] = version.content.pop(old)
            version.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [("cms", "0009_crisis_words_and_missed_searches")]

    operations = [
        migrations.RenameField("helpline", "checked_on", "read_on"),
        migrations.AlterField(
            model_name="helpline",
            name="read_on",
            field=models.DateField(
                help_text="The day somebody last read these numbers in a source.",
                verbose_name="read in a source on",
            ),
        ),
        migrations.AddField(
            model_name="helplinenumber",
            name="called_on",
            field=models.DateField(
                blank=True,
                help_text="Empty until somebody of the programme has dialled it and was answered.",
                null=True,
                verbose_name="called and answered on",
            ),
        ),
        migrations.RunPython(
            partial(rename_in_versions, "checked_on", "read_on"),
            partial(rename_in_versions, "read_on", "checked_on"),
        ),
    ]
