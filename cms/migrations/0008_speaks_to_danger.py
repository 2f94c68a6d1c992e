from django.db import migrations, models

# The starter articles that speak to somebody in danger
SLUGS = [
    "apakah-tawaran-ini-asli",
    "hukum-dan-korban",
    "kalau-anda-diawasi",
    "kamboja-myanmar-laos",
    "pulang-ke-indonesia",
    "sepuluh-menit-pertama",
    "siapa-membantu-di-luar-negeri",
    "tppo-dan-tppm",
]


def set_on_starter_articles(apps, schema_editor):
    """Set it on the articles and in their revisions: the editing form shows the newest revision."""
    articles = apps.get_model("cms", "ArticlePage").objects.filter(slug__in=SLUGS)
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(
        content_type__app_label="cms",
        content_type__model="articlepage",
        object_id__in=[str(pk) for pk in articles.values_list("pk", flat=True)],
    )
    for revision in revisions:
        revision.content["speaks_to_danger"] = True
        revision.save(update_fields=["content"])
    articles.update(speaks_to_danger=True)


class Migration(migrations.Migration):
    dependencies = [("cms", "0007_each_helpline_has_a_place")]

    operations = [
        migrations.AddField(
            model_name="articlepage",
            name="speaks_to_danger",
            field=models.BooleanField(
                default=False,
                help_text="Readers can leave the page quickly, and it is discarded from their phone when they do.",
                verbose_name="speaks to somebody in danger",
            ),
        ),
        migrations.RunPython(set_on_starter_articles, migrations.RunPython.noop),
    ]
