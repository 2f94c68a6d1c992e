from django.db import migrations

RENAMED = {
    "Jawawa (ANTARA summary)": {"name": "Jawawa (ANTARA)"},
    "Kampuspedia (Wikipedia copy)": {"name": "Kampuspedia", "is_copy": True},
}


def rename(apps, schema_editor):
    """Two loaded names held an English remark. Facts that have versions are their editors' to change."""
    sources = apps.get_model("cms", "FactSource").objects.filter(fact__latest_revision=None)
    for old, new in RENAMED.items():
        sources.filter(name=old).update(**new)


class Migration(migrations.Migration):
    dependencies = [("cms", "0008_facts_have_drafts")]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
