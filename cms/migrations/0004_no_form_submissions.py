from django.db import migrations


class Migration(migrations.Migration):
    """Wagtail's forms app is no longer installed; its table would hold on to pages on PostgreSQL."""

    dependencies = [("cms", "0003_typed_tables")]

    operations = [
        migrations.RunSQL("DROP TABLE IF EXISTS wagtailforms_formsubmission", migrations.RunSQL.noop),
    ]
