import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cms", "0006_helplines_in_places")]

    operations = [
        migrations.AlterField(
            model_name="helpline",
            name="place",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="helplines",
                to="cms.place",
                verbose_name="place",
            ),
        ),
        migrations.RemoveField("helpline", "old_place"),
    ]
