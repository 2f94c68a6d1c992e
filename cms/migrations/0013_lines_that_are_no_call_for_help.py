from django.db import migrations, models

HELP = (
    "One word or phrase a line, as people type it. A phrase is found with up to three other words in between. A line"
    " that begins with “-” is no call for help: “-rumah dijual”."
)
LANGUAGES = ("ind", "en", "jv", "su", "mad", "sas")


def words(**options):
    return models.TextField(help_text=HELP, max_length=4_000, verbose_name="words", **options)


class Migration(migrations.Migration):
    dependencies = [("cms", "0012_given_passwords")]

    operations = [
        migrations.AlterField("crisiswords", "words", words()),
        *[migrations.AlterField("crisiswords", f"words_{code}", words(null=True)) for code in LANGUAGES],
    ]
