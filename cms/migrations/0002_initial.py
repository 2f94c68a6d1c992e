import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import taggit.managers
import wagtail.images.models
import wagtail.models.media
import wagtail.models.preview
import wagtail.search.index
from django.conf import settings
from django.db import migrations, models

import cms.fields
import cms.models.recordings


class Migration(migrations.Migration):
    replaces = [
        ("cms", "0002_foundation"),
        ("cms", "0003_peer_review"),
        ("cms", "0004_search_documents"),
        ("cms", "0005_recordings"),
        ("cms", "0006_picture_translations"),
        ("cms", "0007_usefulness"),
        ("cms", "0008_facts_have_drafts"),
        ("cms", "0009_names_of_two_sources"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("cms", "0001_users"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="GlossaryPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                ("translations", models.JSONField(blank=True, default=dict, editable=False)),
                ("heading", models.CharField(max_length=120, verbose_name="heading")),
                ("heading_ind", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_en", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_jv", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_su", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_mad", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_sas", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("intro", models.TextField(blank=True, max_length=500, verbose_name="introduction")),
                (
                    "intro_ind",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_en",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_jv",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_su",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_mad",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_sas",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "meta_title",
                    models.CharField(blank=True, max_length=120, verbose_name="title for search engines"),
                ),
                (
                    "meta_title_ind",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_en",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_jv",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_su",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_mad",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_sas",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_description",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_ind",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_en",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_jv",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_su",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_mad",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_sas",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "body",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_ind",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_en",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_jv",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_su",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_mad",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_sas",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
            ],
            options={
                "verbose_name": "glossary page",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="HelpPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                ("translations", models.JSONField(blank=True, default=dict, editable=False)),
                ("heading", models.CharField(max_length=120, verbose_name="heading")),
                ("heading_ind", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_en", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_jv", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_su", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_mad", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_sas", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("intro", models.TextField(blank=True, max_length=500, verbose_name="introduction")),
                (
                    "intro_ind",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_en",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_jv",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_su",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_mad",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_sas",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "meta_title",
                    models.CharField(blank=True, max_length=120, verbose_name="title for search engines"),
                ),
                (
                    "meta_title_ind",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_en",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_jv",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_su",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_mad",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_sas",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_description",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_ind",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_en",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_jv",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_su",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_mad",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_sas",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "body",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_ind",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_en",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_jv",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_su",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_mad",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_sas",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
            ],
            options={
                "verbose_name": "help page",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="HomePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                ("translations", models.JSONField(blank=True, default=dict, editable=False)),
                ("heading", models.CharField(max_length=120, verbose_name="heading")),
                ("heading_ind", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_en", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_jv", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_su", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_mad", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_sas", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("intro", models.TextField(blank=True, max_length=500, verbose_name="introduction")),
                (
                    "intro_ind",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_en",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_jv",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_su",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_mad",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_sas",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "meta_title",
                    models.CharField(blank=True, max_length=120, verbose_name="title for search engines"),
                ),
                (
                    "meta_title_ind",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_en",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_jv",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_su",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_mad",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_sas",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_description",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_ind",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_en",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_jv",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_su",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_mad",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_sas",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "body",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_ind",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_en",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_jv",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_su",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_mad",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_sas",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
            ],
            options={
                "verbose_name": "home page",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="StandardPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                ("translations", models.JSONField(blank=True, default=dict, editable=False)),
                ("heading", models.CharField(max_length=120, verbose_name="heading")),
                ("heading_ind", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_en", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_jv", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_su", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_mad", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_sas", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("intro", models.TextField(blank=True, max_length=500, verbose_name="introduction")),
                (
                    "intro_ind",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_en",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_jv",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_su",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_mad",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_sas",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "meta_title",
                    models.CharField(blank=True, max_length=120, verbose_name="title for search engines"),
                ),
                (
                    "meta_title_ind",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_en",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_jv",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_su",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_mad",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_sas",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_description",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_ind",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_en",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_jv",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_su",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_mad",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_sas",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "body",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_ind",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_en",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_jv",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_su",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_mad",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_sas",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
            ],
            options={
                "verbose_name": "simple page",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="TopicPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                ("translations", models.JSONField(blank=True, default=dict, editable=False)),
                ("heading", models.CharField(max_length=120, verbose_name="heading")),
                ("heading_ind", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_en", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_jv", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_su", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_mad", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_sas", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("intro", models.TextField(blank=True, max_length=500, verbose_name="introduction")),
                (
                    "intro_ind",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_en",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_jv",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_su",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_mad",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_sas",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "meta_title",
                    models.CharField(blank=True, max_length=120, verbose_name="title for search engines"),
                ),
                (
                    "meta_title_ind",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_en",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_jv",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_su",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_mad",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_sas",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_description",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_ind",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_en",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_jv",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_su",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_mad",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_sas",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "icon",
                    models.CharField(
                        choices=[
                            ("passport", "passport"),
                            ("contract", "work contract"),
                            ("plane", "plane"),
                            ("phone-warning", "phone with a warning"),
                            ("money", "money"),
                            ("village-hall", "village hall"),
                            ("family", "family"),
                            ("handshake", "handshake"),
                            ("broker", "broker"),
                            ("locked-door", "locked door"),
                            ("helpline", "helpline"),
                            ("clock", "clock"),
                            ("map", "map"),
                            ("tick", "tick"),
                            ("cross", "cross"),
                            ("question", "question"),
                        ],
                        max_length=20,
                        verbose_name="picture",
                    ),
                ),
            ],
            options={
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("translations", models.JSONField(blank=True, default=dict, editable=False)),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                ("statement", models.TextField(verbose_name="statement")),
                ("statement_ind", models.TextField(null=True, verbose_name="statement")),
                ("statement_en", models.TextField(null=True, verbose_name="statement")),
                ("statement_jv", models.TextField(null=True, verbose_name="statement")),
                ("statement_su", models.TextField(null=True, verbose_name="statement")),
                ("statement_mad", models.TextField(null=True, verbose_name="statement")),
                ("statement_sas", models.TextField(null=True, verbose_name="statement")),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("high", "high: law, official release or several agreeing outlets"),
                            ("medium", "medium: one decent source, or old"),
                        ],
                        max_length=10,
                        verbose_name="confidence",
                    ),
                ),
                ("checked_on", models.DateField(verbose_name="checked on")),
                ("valid_until", models.DateField(verbose_name="check again by")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True, db_index=True, null=True, verbose_name="first published at"
                    ),
                ),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="has unpublished changes"
                    ),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last published at"),
                ),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                ("locked", models.BooleanField(default=False, editable=False, verbose_name="locked")),
                ("locked_at", models.DateTimeField(editable=False, null=True, verbose_name="locked at")),
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
            ],
            options={
                "verbose_name": "fact",
                "verbose_name_plural": "facts",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="FactSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name of the source")),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="address")),
                (
                    "published",
                    models.CharField(blank=True, max_length=200, verbose_name="date of the source"),
                ),
                (
                    "is_copy",
                    models.BooleanField(
                        default=False,
                        help_text="Readers see the name without a link.",
                        verbose_name="copy on another site",
                    ),
                ),
                (
                    "fact",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sources", to="cms.fact"
                    ),
                ),
            ],
            options={
                "verbose_name": "source",
                "verbose_name_plural": "sources",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="GlossaryTerm",
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
                ("slug", models.SlugField(unique=True, verbose_name="slug")),
                ("term", models.CharField(max_length=120, verbose_name="term")),
                ("term_ind", models.CharField(max_length=120, null=True, verbose_name="term")),
                ("term_en", models.CharField(max_length=120, null=True, verbose_name="term")),
                ("term_jv", models.CharField(max_length=120, null=True, verbose_name="term")),
                ("term_su", models.CharField(max_length=120, null=True, verbose_name="term")),
                ("term_mad", models.CharField(max_length=120, null=True, verbose_name="term")),
                ("term_sas", models.CharField(max_length=120, null=True, verbose_name="term")),
                ("definition", models.TextField(max_length=600, verbose_name="definition")),
                ("definition_ind", models.TextField(max_length=600, null=True, verbose_name="definition")),
                ("definition_en", models.TextField(max_length=600, null=True, verbose_name="definition")),
                ("definition_jv", models.TextField(max_length=600, null=True, verbose_name="definition")),
                ("definition_su", models.TextField(max_length=600, null=True, verbose_name="definition")),
                ("definition_mad", models.TextField(max_length=600, null=True, verbose_name="definition")),
                ("definition_sas", models.TextField(max_length=600, null=True, verbose_name="definition")),
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
            ],
            options={
                "verbose_name": "glossary term",
                "verbose_name_plural": "glossary terms",
                "ordering": ["slug"],
            },
            bases=(models.Model, wagtail.models.preview.PreviewableMixin),
        ),
        migrations.CreateModel(
            name="Helpline",
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
                ("slug", models.SlugField(unique=True, verbose_name="slug")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_ind", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("name_en", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("name_jv", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("name_su", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("name_mad", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("name_sas", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("what", models.TextField(max_length=400, verbose_name="when to call")),
                ("what_ind", models.TextField(max_length=400, null=True, verbose_name="when to call")),
                ("what_en", models.TextField(max_length=400, null=True, verbose_name="when to call")),
                ("what_jv", models.TextField(max_length=400, null=True, verbose_name="when to call")),
                ("what_su", models.TextField(max_length=400, null=True, verbose_name="when to call")),
                ("what_mad", models.TextField(max_length=400, null=True, verbose_name="when to call")),
                ("what_sas", models.TextField(max_length=400, null=True, verbose_name="when to call")),
                ("hours", models.CharField(blank=True, max_length=120, verbose_name="hours")),
                ("hours_ind", models.CharField(blank=True, max_length=120, null=True, verbose_name="hours")),
                ("hours_en", models.CharField(blank=True, max_length=120, null=True, verbose_name="hours")),
                ("hours_jv", models.CharField(blank=True, max_length=120, null=True, verbose_name="hours")),
                ("hours_su", models.CharField(blank=True, max_length=120, null=True, verbose_name="hours")),
                ("hours_mad", models.CharField(blank=True, max_length=120, null=True, verbose_name="hours")),
                ("hours_sas", models.CharField(blank=True, max_length=120, null=True, verbose_name="hours")),
                (
                    "need",
                    models.CharField(
                        choices=[
                            ("emergency", "In danger now"),
                            ("trafficking", "Trafficked or trapped"),
                            ("violence", "Violence against women and children"),
                            ("work", "Working abroad"),
                            ("passport", "Passport"),
                        ],
                        max_length=20,
                        verbose_name="need",
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("home", "In Indonesia"),
                            ("abroad", "Abroad"),
                            ("cambodia", "Cambodia"),
                            ("thailand", "Thailand"),
                        ],
                        max_length=20,
                        verbose_name="place",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=100, verbose_name="order")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
                ("website", models.URLField(blank=True, verbose_name="website")),
                (
                    "speaks",
                    cms.fields.LanguagesField(blank=True, default=list, verbose_name="languages spoken"),
                ),
                (
                    "source_published",
                    models.CharField(blank=True, max_length=120, verbose_name="date of the source"),
                ),
                ("checked_on", models.DateField(verbose_name="checked on")),
                ("valid_until", models.DateField(verbose_name="check again by")),
                (
                    "facts",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True, related_name="helplines", to="cms.fact", verbose_name="facts"
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
            ],
            options={
                "verbose_name": "helpline",
                "verbose_name_plural": "helplines",
                "ordering": ["order", "slug"],
            },
            bases=(models.Model, wagtail.models.preview.PreviewableMixin),
        ),
        migrations.CreateModel(
            name="HelplineNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("translations", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("phone", "telephone"), ("whatsapp", "WhatsApp")],
                        default="phone",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=80, verbose_name="label")),
                ("label_ind", models.CharField(blank=True, max_length=80, null=True, verbose_name="label")),
                ("label_en", models.CharField(blank=True, max_length=80, null=True, verbose_name="label")),
                ("label_jv", models.CharField(blank=True, max_length=80, null=True, verbose_name="label")),
                ("label_su", models.CharField(blank=True, max_length=80, null=True, verbose_name="label")),
                ("label_mad", models.CharField(blank=True, max_length=80, null=True, verbose_name="label")),
                ("label_sas", models.CharField(blank=True, max_length=80, null=True, verbose_name="label")),
                ("number", models.CharField(max_length=40, verbose_name="number as written")),
                (
                    "dial",
                    models.CharField(
                        help_text="Digits only; + in front of a country code.",
                        max_length=20,
                        verbose_name="number as dialled",
                    ),
                ),
                (
                    "helpline",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="numbers", to="cms.helpline"
                    ),
                ),
            ],
            options={
                "verbose_name": "number",
                "verbose_name_plural": "numbers",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="PeerReviewTask",
            fields=[
                (
                    "task_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.task",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        help_text="Pages/snippets at this step in a workflow will be moderated or approved by these groups of users",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
            ],
            options={
                "verbose_name": "review by another person",
                "verbose_name_plural": "reviews by another person",
            },
            bases=("wagtailcore.task",),
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=255, verbose_name="title")),
                (
                    "file",
                    wagtail.images.models.WagtailImageField(
                        height_field="height",
                        upload_to=wagtail.images.models.get_upload_to,
                        verbose_name="file",
                        width_field="width",
                    ),
                ),
                (
                    "description",
                    models.CharField(blank=True, default="", max_length=255, verbose_name="description"),
                ),
                (
                    "description_ind",
                    models.CharField(
                        blank=True, default="", max_length=255, null=True, verbose_name="description"
                    ),
                ),
                (
                    "description_en",
                    models.CharField(
                        blank=True, default="", max_length=255, null=True, verbose_name="description"
                    ),
                ),
                (
                    "description_jv",
                    models.CharField(
                        blank=True, default="", max_length=255, null=True, verbose_name="description"
                    ),
                ),
                (
                    "description_su",
                    models.CharField(
                        blank=True, default="", max_length=255, null=True, verbose_name="description"
                    ),
                ),
                (
                    "description_mad",
                    models.CharField(
                        blank=True, default="", max_length=255, null=True, verbose_name="description"
                    ),
                ),
                (
                    "description_sas",
                    models.CharField(
                        blank=True, default="", max_length=255, null=True, verbose_name="description"
                    ),
                ),
                ("width", models.IntegerField(editable=False, verbose_name="width")),
                ("height", models.IntegerField(editable=False, verbose_name="height")),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, db_index=True, verbose_name="created at"),
                ),
                ("focal_point_x", models.PositiveIntegerField(blank=True, null=True)),
                ("focal_point_y", models.PositiveIntegerField(blank=True, null=True)),
                ("focal_point_width", models.PositiveIntegerField(blank=True, null=True)),
                ("focal_point_height", models.PositiveIntegerField(blank=True, null=True)),
                ("file_size", models.PositiveIntegerField(editable=False, null=True)),
                ("file_hash", models.CharField(blank=True, db_index=True, editable=False, max_length=40)),
                ("source_note", models.CharField(blank=True, max_length=200, verbose_name="who made it")),
                ("translations", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "collection",
                    models.ForeignKey(
                        default=wagtail.models.media.get_root_collection_id,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.collection",
                        verbose_name="collection",
                    ),
                ),
                (
                    "tags",
                    taggit.managers.TaggableManager(
                        blank=True,
                        help_text=None,
                        through="taggit.TaggedItem",
                        to="taggit.Tag",
                        verbose_name="tags",
                    ),
                ),
                (
                    "uploaded_by_user",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by user",
                    ),
                ),
            ],
            options={
                "verbose_name": "picture",
                "verbose_name_plural": "pictures",
                "abstract": False,
            },
            bases=(wagtail.images.models.ImageFileMixin, wagtail.search.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="Recording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=255, verbose_name="title")),
                (
                    "duration",
                    models.FloatField(
                        blank=True,
                        default=0,
                        help_text="Duration in seconds",
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="duration",
                    ),
                ),
                ("width", models.PositiveIntegerField(blank=True, null=True, verbose_name="width")),
                ("height", models.PositiveIntegerField(blank=True, null=True, verbose_name="height")),
                (
                    "thumbnail",
                    models.FileField(blank=True, upload_to="media_thumbnails", verbose_name="thumbnail"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                (
                    "file",
                    models.FileField(
                        help_text="MP3, Ogg, Opus or M4A. Speech needs only mono at 32 kbit/s: a small file.",
                        upload_to=cms.models.recordings.place_of,
                        verbose_name="file",
                    ),
                ),
                ("type", models.CharField(default="audio", editable=False, max_length=5)),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("id", "Bahasa Indonesia"),
                            ("en", "English"),
                            ("jv", "Basa Jawa"),
                            ("su", "Basa Sunda"),
                            ("mad", "Bhâsa Madhurâ"),
                            ("sas", "Basa Sasak"),
                        ],
                        default="id",
                        max_length=5,
                        verbose_name="language",
                    ),
                ),
                (
                    "transcript",
                    models.TextField(
                        blank=True,
                        help_text="For readers who cannot hear it. Leave it empty where the text itself says the same.",
                        verbose_name="transcript",
                    ),
                ),
                ("size", models.PositiveIntegerField(default=0, editable=False, verbose_name="bytes")),
                (
                    "collection",
                    models.ForeignKey(
                        default=wagtail.models.media.get_root_collection_id,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.collection",
                        verbose_name="collection",
                    ),
                ),
                (
                    "tags",
                    taggit.managers.TaggableManager(
                        blank=True,
                        help_text=None,
                        through="taggit.TaggedItem",
                        to="taggit.Tag",
                        verbose_name="tags",
                    ),
                ),
                (
                    "uploaded_by_user",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by user",
                    ),
                ),
            ],
            options={
                "verbose_name": "recording",
                "verbose_name_plural": "recordings",
            },
            bases=(wagtail.search.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="ArticlePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                ("translations", models.JSONField(blank=True, default=dict, editable=False)),
                ("heading", models.CharField(max_length=120, verbose_name="heading")),
                ("heading_ind", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_en", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_jv", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_su", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_mad", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("heading_sas", models.CharField(max_length=120, null=True, verbose_name="heading")),
                ("intro", models.TextField(blank=True, max_length=500, verbose_name="introduction")),
                (
                    "intro_ind",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_en",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_jv",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_su",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_mad",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_sas",
                    models.TextField(blank=True, max_length=500, null=True, verbose_name="introduction"),
                ),
                (
                    "meta_title",
                    models.CharField(blank=True, max_length=120, verbose_name="title for search engines"),
                ),
                (
                    "meta_title_ind",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_en",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_jv",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_su",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_mad",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_title_sas",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title for search engines"
                    ),
                ),
                (
                    "meta_description",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_ind",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_en",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_jv",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_su",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_mad",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "meta_description_sas",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="description for search engines"
                    ),
                ),
                (
                    "body",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_ind",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_en",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_jv",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_su",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_mad",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
                (
                    "body_sas",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="text",
                    ),
                ),
                (
                    "icon",
                    models.CharField(
                        choices=[
                            ("passport", "passport"),
                            ("contract", "work contract"),
                            ("plane", "plane"),
                            ("phone-warning", "phone with a warning"),
                            ("money", "money"),
                            ("village-hall", "village hall"),
                            ("family", "family"),
                            ("handshake", "handshake"),
                            ("broker", "broker"),
                            ("locked-door", "locked door"),
                            ("helpline", "helpline"),
                            ("clock", "clock"),
                            ("map", "map"),
                            ("tick", "tick"),
                            ("cross", "cross"),
                            ("question", "question"),
                        ],
                        max_length=20,
                        verbose_name="small picture",
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="cms.picture",
                        verbose_name="picture",
                    ),
                ),
                (
                    "audio",
                    models.ForeignKey(
                        blank=True,
                        help_text="A recording of this text in this language.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="cms.recording",
                        verbose_name="read aloud",
                    ),
                ),
                (
                    "audio_en",
                    models.ForeignKey(
                        blank=True,
                        help_text="A recording of this text in this language.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="cms.recording",
                        verbose_name="read aloud",
                    ),
                ),
                (
                    "audio_ind",
                    models.ForeignKey(
                        blank=True,
                        help_text="A recording of this text in this language.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="cms.recording",
                        verbose_name="read aloud",
                    ),
                ),
                (
                    "audio_jv",
                    models.ForeignKey(
                        blank=True,
                        help_text="A recording of this text in this language.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="cms.recording",
                        verbose_name="read aloud",
                    ),
                ),
                (
                    "audio_mad",
                    models.ForeignKey(
                        blank=True,
                        help_text="A recording of this text in this language.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="cms.recording",
                        verbose_name="read aloud",
                    ),
                ),
                (
                    "audio_sas",
                    models.ForeignKey(
                        blank=True,
                        help_text="A recording of this text in this language.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="cms.recording",
                        verbose_name="read aloud",
                    ),
                ),
                (
                    "audio_su",
                    models.ForeignKey(
                        blank=True,
                        help_text="A recording of this text in this language.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="cms.recording",
                        verbose_name="read aloud",
                    ),
                ),
            ],
            options={
                "verbose_name": "article",
                "verbose_name_plural": "articles",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60, verbose_name="kind")),
                ("object_id", models.PositiveBigIntegerField(verbose_name="object")),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("id", "Bahasa Indonesia"),
                            ("en", "English"),
                            ("jv", "Basa Jawa"),
                            ("su", "Basa Sunda"),
                            ("mad", "Bhâsa Madhurâ"),
                            ("sas", "Basa Sasak"),
                        ],
                        max_length=5,
                        verbose_name="language",
                    ),
                ),
                (
                    "shown_in",
                    models.CharField(
                        choices=[
                            ("id", "Bahasa Indonesia"),
                            ("en", "English"),
                            ("jv", "Basa Jawa"),
                            ("su", "Basa Sunda"),
                            ("mad", "Bhâsa Madhurâ"),
                            ("sas", "Basa Sasak"),
                        ],
                        max_length=5,
                        verbose_name="language of the text",
                    ),
                ),
                ("path", models.CharField(max_length=500, verbose_name="address without the language")),
                ("title", models.CharField(max_length=255, verbose_name="title")),
                ("text", models.TextField(blank=True, verbose_name="text")),
            ],
            options={
                "verbose_name": "search document",
                "verbose_name_plural": "search documents",
                "indexes": [models.Index(fields=["language"], name="search_document_language")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "object_id", "language"), name="search_document_once_per_language"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ArticleFact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="article_facts",
                        to="cms.articlepage",
                    ),
                ),
                (
                    "fact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="used_in",
                        to="cms.fact",
                        verbose_name="fact",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("page", "fact"), name="article_names_a_fact_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PictureRendition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("filter_spec", models.CharField(db_index=True, max_length=255)),
                (
                    "file",
                    wagtail.images.models.WagtailImageField(
                        height_field="height",
                        storage=wagtail.images.models.get_rendition_storage,
                        upload_to=wagtail.images.models.get_rendition_upload_to,
                        width_field="width",
                    ),
                ),
                ("width", models.IntegerField(editable=False)),
                ("height", models.IntegerField(editable=False)),
                ("focal_point_key", models.CharField(blank=True, default="", editable=False, max_length=16)),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="renditions",
                        to="cms.picture",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"
                    )
                ],
            },
            bases=(wagtail.images.models.ImageFileMixin, models.Model),
        ),
        migrations.CreateModel(
            name="UsefulTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("id", "Bahasa Indonesia"),
                            ("en", "English"),
                            ("jv", "Basa Jawa"),
                            ("su", "Basa Sunda"),
                            ("mad", "Bhâsa Madhurâ"),
                            ("sas", "Basa Sasak"),
                        ],
                        max_length=5,
                    ),
                ),
                ("day", models.DateField()),
                ("yes", models.PositiveIntegerField(default=0)),
                ("no", models.PositiveIntegerField(default=0)),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="wagtailcore.page"
                    ),
                ),
            ],
            options={
                "verbose_name": "answers to “Was this useful?”",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("page", "language", "day"), name="useful_tally_once_a_day"
                    )
                ],
            },
        ),
    ]
