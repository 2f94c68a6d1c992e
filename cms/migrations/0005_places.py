import django.db.models.deletion
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Where people are becomes data; `0006_helplines_in_places` fills `Helpline.place`."""

    dependencies = [("cms", "0004_no_form_submissions")]

    operations = [
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="has unpublished changes"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True, db_index=True, null=True, verbose_name="first published at"
                    ),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last published at"),
                ),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                ("locked", models.BooleanField(default=False, editable=False, verbose_name="locked")),
                ("locked_at", models.DateTimeField(editable=False, null=True, verbose_name="locked at")),
                ("translations", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "slug",
                    models.SlugField(
                        help_text="Part of the address of its numbers.", unique=True, verbose_name="slug"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("country", "country"), ("region", "region")],
                        default="country",
                        max_length=10,
                        verbose_name="kind of place",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=100, verbose_name="order")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("name_ind", models.CharField(max_length=80, null=True, verbose_name="name")),
                ("name_en", models.CharField(max_length=80, null=True, verbose_name="name")),
                ("name_jv", models.CharField(max_length=80, null=True, verbose_name="name")),
                ("name_su", models.CharField(max_length=80, null=True, verbose_name="name")),
                ("name_mad", models.CharField(max_length=80, null=True, verbose_name="name")),
                ("name_sas", models.CharField(max_length=80, null=True, verbose_name="name")),
                (
                    "choice",
                    models.CharField(
                        blank=True,
                        help_text="Such as “I am abroad”. Empty: the name.",
                        max_length=80,
                        verbose_name="what readers tap",
                    ),
                ),
                (
                    "choice_ind",
                    models.CharField(
                        blank=True,
                        help_text="Such as “I am abroad”. Empty: the name.",
                        max_length=80,
                        null=True,
                        verbose_name="what readers tap",
                    ),
                ),
                (
                    "choice_en",
                    models.CharField(
                        blank=True,
                        help_text="Such as “I am abroad”. Empty: the name.",
                        max_length=80,
                        null=True,
                        verbose_name="what readers tap",
                    ),
                ),
                (
                    "choice_jv",
                    models.CharField(
                        blank=True,
                        help_text="Such as “I am abroad”. Empty: the name.",
                        max_length=80,
                        null=True,
                        verbose_name="what readers tap",
                    ),
                ),
                (
                    "choice_su",
                    models.CharField(
                        blank=True,
                        help_text="Such as “I am abroad”. Empty: the name.",
                        max_length=80,
                        null=True,
                        verbose_name="what readers tap",
                    ),
                ),
                (
                    "choice_mad",
                    models.CharField(
                        blank=True,
                        help_text="Such as “I am abroad”. Empty: the name.",
                        max_length=80,
                        null=True,
                        verbose_name="what readers tap",
                    ),
                ),
                (
                    "choice_sas",
                    models.CharField(
                        blank=True,
                        help_text="Such as “I am abroad”. Empty: the name.",
                        max_length=80,
                        null=True,
                        verbose_name="what readers tap",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=400, verbose_name="what to know there")),
                (
                    "note_ind",
                    models.TextField(
                        blank=True, max_length=400, null=True, verbose_name="what to know there"
                    ),
                ),
                (
                    "note_en",
                    models.TextField(
                        blank=True, max_length=400, null=True, verbose_name="what to know there"
                    ),
                ),
                (
                    "note_jv",
                    models.TextField(
                        blank=True, max_length=400, null=True, verbose_name="what to know there"
                    ),
                ),
                (
                    "note_su",
                    models.TextField(
                        blank=True, max_length=400, null=True, verbose_name="what to know there"
                    ),
                ),
                (
                    "note_mad",
                    models.TextField(
                        blank=True, max_length=400, null=True, verbose_name="what to know there"
                    ),
                ),
                (
                    "note_sas",
                    models.TextField(
                        blank=True, max_length=400, null=True, verbose_name="what to know there"
                    ),
                ),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"parent__isnull": True},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="cms.place",
                        verbose_name="lies in",
                    ),
                ),
            ],
            options={
                "verbose_name": "place",
                "verbose_name_plural": "places",
                "ordering": ["order", "slug"],
            },
            bases=(models.Model, wagtail.models.preview.PreviewableMixin),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", models.F("pk")), _negated=True),
                name="place_does_not_lie_in_itself",
            ),
        ),
        migrations.AddField(
            model_name="helpline",
            name="address",
            field=models.CharField(blank=True, max_length=200, verbose_name="street address"),
        ),
        migrations.AddField(
            model_name="helpline",
            name="is_mission",
            field=models.BooleanField(
                default=False,
                help_text="An embassy, consulate or trade office of Indonesia.",
                verbose_name="Indonesian mission",
            ),
        ),
        migrations.AddField(
            model_name="helplinenumber",
            name="for_emergencies",
            field=models.BooleanField(
                default=False,
                help_text="A hotline for people in trouble, not the number of an office.",
                verbose_name="for emergencies",
            ),
        ),
        migrations.RenameField("helpline", "place", "old_place"),
        # A default, so that the column can come back on the way back.
        migrations.AlterField("helpline", "old_place", models.CharField(max_length=20, default="abroad")),
        migrations.AddField(
            model_name="helpline",
            name="place",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="helplines",
                to="cms.place",
                verbose_name="place",
            ),
        ),
    ]
