from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("villages", "0009_village_tallies_by_office")]

    operations = [
        migrations.CreateModel(
            name="FormerCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=models.deletion.CASCADE,
                        related_name="former_codes",
                        to="villages.village",
                    ),
                ),
                ("code", models.CharField(max_length=13, unique=True, verbose_name="Kemendagri code")),
                ("changed_on", models.DateField(verbose_name="changed on")),
            ],
            options={
                "verbose_name": "former code",
                "verbose_name_plural": "former codes",
                "ordering": ["-changed_on", "code"],
            },
        ),
    ]
