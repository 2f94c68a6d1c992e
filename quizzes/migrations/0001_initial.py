import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models

import quizzes.models.attempts
import quizzes.models.exports
import quizzes.models.rounds


class Migration(migrations.Migration):
    replaces = [
        ("quizzes", "0001_foundation"),
        ("quizzes", "0002_export_log"),
        ("quizzes", "0003_recordings"),
        ("quizzes", "0004_exports"),
        ("quizzes", "0005_api_tokens"),
        ("quizzes", "0006_knowledge_of_a_period"),
        ("quizzes", "0007_attempts_set_aside"),
        ("quizzes", "0008_knowledge_tally"),
        ("quizzes", "0009_export_offices"),
        ("quizzes", "0010_finished_tally"),
        ("quizzes", "0011_marks_tally"),
        ("quizzes", "0012_attempts_not_tallied"),
        ("quizzes", "0013_answer_tally_by_edition"),
    ]

    initial = True

    dependencies = [
        ("cms", "0002_initial"),
        ("villages", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("fingerprint", models.CharField(max_length=32)),
                ("titles", models.JSONField(default=dict)),
                ("is_current", models.BooleanField(default=False)),
                ("stamp", models.PositiveIntegerField(default=0)),
                ("made_on", models.DateField(auto_now_add=True, verbose_name="since")),
            ],
            options={
                "verbose_name": "quiz version",
                "ordering": ["quiz", "number"],
            },
        ),
        migrations.CreateModel(
            name="QuestionVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("fingerprint", models.CharField(max_length=32)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("knowledge", "knowledge"),
                            ("scenario", "scenario: what would you do?"),
                            ("true_false", "true or false"),
                            ("attitude", "attitude or intention, with no right answer"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("content", models.JSONField()),
            ],
            options={
                "verbose_name": "question version",
                "ordering": ["quiz", "code", "number"],
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="purpose")),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="made")),
                ("last_used_on", models.DateField(editable=False, null=True, verbose_name="last used")),
                ("revoked_at", models.DateTimeField(editable=False, null=True, verbose_name="revoked")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="api_tokens",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "API key",
                "verbose_name_plural": "API keys",
                "ordering": ["-made_at"],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=quizzes.models.attempts.new_token, editable=False, max_length=16, unique=True
                    ),
                ),
                ("nonce", models.CharField(blank=True, max_length=32, null=True, unique=True)),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("alone", "alone"),
                            ("before", "before the session"),
                            ("after", "after the session"),
                        ],
                        default="alone",
                        max_length=6,
                        verbose_name="phase",
                    ),
                ),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("date", models.DateField(default=django.utils.timezone.localdate, verbose_name="date")),
                ("pair", models.CharField(blank=True, max_length=22)),
                ("is_repeat", models.BooleanField(default=False, verbose_name="taken again")),
                ("answered", models.PositiveSmallIntegerField(default=0)),
                ("right", models.PositiveSmallIntegerField(default=0)),
                ("scored", models.PositiveSmallIntegerField(default=0)),
                ("is_finished", models.BooleanField(default=False)),
                ("in_burst", models.BooleanField(default=False)),
                ("set_aside", models.BooleanField(default=False, verbose_name="excluded")),
                (
                    "aside_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("too_many", "more answers than people present"),
                            ("burst", "many attempts within a minute"),
                            ("straight", "always the same choice"),
                            ("late", "sent after the round had closed"),
                            ("other", "another reason"),
                        ],
                        max_length=10,
                        verbose_name="why",
                    ),
                ),
                ("is_straight", models.BooleanField(default=False)),
                (
                    "before",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="after",
                        to="quizzes.attempt",
                        verbose_name="before",
                    ),
                ),
            ],
            options={
                "verbose_name": "attempt",
                "verbose_name_plural": "attempts",
            },
        ),
        migrations.CreateModel(
            name="AttemptDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="when")),
                ("set_aside", models.BooleanField(verbose_name="excluded")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("too_many", "more answers than people present"),
                            ("burst", "many attempts within a minute"),
                            ("straight", "always the same choice"),
                            ("late", "sent after the round had closed"),
                            ("other", "another reason"),
                        ],
                        max_length=10,
                        verbose_name="why",
                    ),
                ),
                ("note", models.CharField(max_length=200, verbose_name="in your words")),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="quizzes.attempt",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision on an attempt",
                "verbose_name_plural": "decisions on attempts",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Card",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("session", models.UUIDField(db_index=True)),
                ("number", models.CharField(max_length=4, verbose_name="card number")),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("session", "number"), name="card_number_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="attempt",
            name="card",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attempts",
                to="quizzes.card",
            ),
        ),
        migrations.AddField(
            model_name="attempt",
            name="edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="attempts", to="quizzes.edition"
            ),
        ),
        migrations.CreateModel(
            name="Export",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("query", models.TextField()),
                ("name", models.CharField(max_length=80, verbose_name="file")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting for its turn"),
                            ("running", "being written"),
                            ("ready", "ready"),
                            ("failed", "failed"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0, verbose_name="rows written")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="rows")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=200,
                        storage=quizzes.models.exports.private_storage,
                        upload_to="exports/",
                    ),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="when")),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("offices", models.JSONField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at"],
            },
        ),
        migrations.CreateModel(
            name="ExportLog",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="when")),
                ("kind", models.CharField(max_length=40, verbose_name="file")),
                ("filters", models.TextField(blank=True, verbose_name="filter")),
                ("rows", models.PositiveIntegerField(null=True, verbose_name="rows")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "export",
                "verbose_name_plural": "exports",
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("translations", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "code",
                    models.CharField(
                        blank=True,
                        help_text="Names the question in reports, such as Q05. A different question needs a new code.",
                        max_length=20,
                        verbose_name="code",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("knowledge", "knowledge"),
                            ("scenario", "scenario: what would you do?"),
                            ("true_false", "true or false"),
                            ("attitude", "attitude or intention, with no right answer"),
                        ],
                        default="knowledge",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.TextField(max_length=500, verbose_name="question")),
                ("text_ind", models.TextField(max_length=500, null=True, verbose_name="question")),
                ("text_en", models.TextField(max_length=500, null=True, verbose_name="question")),
                ("text_jv", models.TextField(max_length=500, null=True, verbose_name="question")),
                ("text_su", models.TextField(max_length=500, null=True, verbose_name="question")),
                ("text_mad", models.TextField(max_length=500, null=True, verbose_name="question")),
                ("text_sas", models.TextField(max_length=500, null=True, verbose_name="question")),
                ("explanation", models.TextField(blank=True, max_length=800, verbose_name="why")),
                (
                    "explanation_ind",
                    models.TextField(blank=True, max_length=800, null=True, verbose_name="why"),
                ),
                (
                    "explanation_en",
                    models.TextField(blank=True, max_length=800, null=True, verbose_name="why"),
                ),
                (
                    "explanation_jv",
                    models.TextField(blank=True, max_length=800, null=True, verbose_name="why"),
                ),
                (
                    "explanation_su",
                    models.TextField(blank=True, max_length=800, null=True, verbose_name="why"),
                ),
                (
                    "explanation_mad",
                    models.TextField(blank=True, max_length=800, null=True, verbose_name="why"),
                ),
                (
                    "explanation_sas",
                    models.TextField(blank=True, max_length=800, null=True, verbose_name="why"),
                ),
                ("next_step", models.TextField(blank=True, max_length=300, verbose_name="what to do")),
                (
                    "next_step_ind",
                    models.TextField(blank=True, max_length=300, null=True, verbose_name="what to do"),
                ),
                (
                    "next_step_en",
                    models.TextField(blank=True, max_length=300, null=True, verbose_name="what to do"),
                ),
                (
                    "next_step_jv",
                    models.TextField(blank=True, max_length=300, null=True, verbose_name="what to do"),
                ),
                (
                    "next_step_su",
                    models.TextField(blank=True, max_length=300, null=True, verbose_name="what to do"),
                ),
                (
                    "next_step_mad",
                    models.TextField(blank=True, max_length=300, null=True, verbose_name="what to do"),
                ),
                (
                    "next_step_sas",
                    models.TextField(blank=True, max_length=300, null=True, verbose_name="what to do"),
                ),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="check again by")),
                (
                    "audio",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="cms.recording",
                        verbose_name="audio",
                    ),
                ),
                (
                    "audio_en",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="cms.recording",
                        verbose_name="audio",
                    ),
                ),
                (
                    "audio_ind",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="cms.recording",
                        verbose_name="audio",
                    ),
                ),
                (
                    "audio_jv",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="cms.recording",
                        verbose_name="audio",
                    ),
                ),
                (
                    "audio_mad",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="cms.recording",
                        verbose_name="audio",
                    ),
                ),
                (
                    "audio_sas",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="cms.recording",
                        verbose_name="audio",
                    ),
                ),
                (
                    "audio_su",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="cms.recording",
                        verbose_name="audio",
                    ),
                ),
                (
                    "facts",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True, related_name="+", to="cms.fact", verbose_name="sources"
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
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Choice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("translations", models.JSONField(blank=True, default=dict, editable=False)),
                ("key", models.CharField(blank=True, max_length=1)),
                ("text", models.CharField(max_length=200, verbose_name="choice")),
                ("text_ind", models.CharField(max_length=200, null=True, verbose_name="choice")),
                ("text_en", models.CharField(max_length=200, null=True, verbose_name="choice")),
                ("text_jv", models.CharField(max_length=200, null=True, verbose_name="choice")),
                ("text_su", models.CharField(max_length=200, null=True, verbose_name="choice")),
                ("text_mad", models.CharField(max_length=200, null=True, verbose_name="choice")),
                ("text_sas", models.CharField(max_length=200, null=True, verbose_name="choice")),
                (
                    "feedback",
                    models.CharField(blank=True, max_length=300, verbose_name="feedback on this choice"),
                ),
                (
                    "feedback_ind",
                    models.CharField(
                        blank=True, max_length=300, null=True, verbose_name="feedback on this choice"
                    ),
                ),
                (
                    "feedback_en",
                    models.CharField(
                        blank=True, max_length=300, null=True, verbose_name="feedback on this choice"
                    ),
                ),
                (
                    "feedback_jv",
                    models.CharField(
                        blank=True, max_length=300, null=True, verbose_name="feedback on this choice"
                    ),
                ),
                (
                    "feedback_su",
                    models.CharField(
                        blank=True, max_length=300, null=True, verbose_name="feedback on this choice"
                    ),
                ),
                (
                    "feedback_mad",
                    models.CharField(
                        blank=True, max_length=300, null=True, verbose_name="feedback on this choice"
                    ),
                ),
                (
                    "feedback_sas",
                    models.CharField(
                        blank=True, max_length=300, null=True, verbose_name="feedback on this choice"
                    ),
                ),
                ("is_right", models.BooleanField(default=False, verbose_name="right answer")),
                (
                    "audio",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="cms.recording",
                        verbose_name="audio",
                    ),
                ),
                (
                    "audio_en",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="cms.recording",
                        verbose_name="audio",
                    ),
                ),
                (
                    "audio_ind",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="cms.recording",
                        verbose_name="audio",
                    ),
                ),
                (
                    "audio_jv",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="cms.recording",
                        verbose_name="audio",
                    ),
                ),
                (
                    "audio_mad",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="cms.recording",
                        verbose_name="audio",
                    ),
                ),
                (
                    "audio_sas",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="cms.recording",
                        verbose_name="audio",
                    ),
                ),
                (
                    "audio_su",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="cms.recording",
                        verbose_name="audio",
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
                    "question",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="choices",
                        to="quizzes.question",
                    ),
                ),
            ],
            options={
                "verbose_name": "choice",
                "verbose_name_plural": "choices",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EditionQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="quizzes.edition",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="quizzes.questionversion",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.AddField(
            model_name="edition",
            name="versions",
            field=models.ManyToManyField(
                related_name="editions", through="quizzes.EditionQuestion", to="quizzes.questionversion"
            ),
        ),
        migrations.CreateModel(
            name="AnswerTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("alone", "alone"),
                            ("before", "before the session"),
                            ("after", "after the session"),
                        ],
                        max_length=6,
                    ),
                ),
                ("language", models.CharField(max_length=8)),
                ("month", models.DateField()),
                ("choice", models.CharField(max_length=2)),
                ("count", models.PositiveIntegerField(default=0)),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="villages.immigrationoffice",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="quizzes.edition",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="quizzes.questionversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("choice", models.CharField(max_length=2)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("right", "right"),
                            ("wrong", "wrong"),
                            ("dk", "don't know yet"),
                            ("unscored", "no right answer"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="quizzes.attempt",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="quizzes.questionversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer",
                "verbose_name_plural": "answers",
            },
        ),
        migrations.CreateModel(
            name="Quiz",
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
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("title_ind", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("title_en", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("title_jv", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("title_su", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("title_mad", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("title_sas", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("intro", models.TextField(blank=True, max_length=400, verbose_name="introduction")),
                (
                    "intro_ind",
                    models.TextField(blank=True, max_length=400, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_en",
                    models.TextField(blank=True, max_length=400, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_jv",
                    models.TextField(blank=True, max_length=400, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_su",
                    models.TextField(blank=True, max_length=400, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_mad",
                    models.TextField(blank=True, max_length=400, null=True, verbose_name="introduction"),
                ),
                (
                    "intro_sas",
                    models.TextField(blank=True, max_length=400, null=True, verbose_name="introduction"),
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
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="quizzes",
                        to="cms.topicpage",
                        verbose_name="topic: what to read next",
                    ),
                ),
            ],
            options={
                "verbose_name": "quiz",
                "verbose_name_plural": "quizzes",
                "ordering": ["slug"],
            },
            bases=(models.Model, wagtail.models.preview.PreviewableMixin),
        ),
        migrations.AddField(
            model_name="questionversion",
            name="quiz",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="question_versions",
                to="quizzes.quiz",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="quiz",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="quizzes.quiz"
            ),
        ),
        migrations.CreateModel(
            name="KnowledgeTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                ("province", models.CharField(max_length=2)),
                ("people_before", models.IntegerField(default=0)),
                ("right_before", models.IntegerField(default=0)),
                ("scored_before", models.IntegerField(default=0)),
                ("people_after", models.IntegerField(default=0)),
                ("right_after", models.IntegerField(default=0)),
                ("scored_after", models.IntegerField(default=0)),
                ("pairs", models.IntegerField(default=0)),
                ("change", models.BigIntegerField(default=0)),
                ("change_squares", models.BigIntegerField(default=0)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="villages.immigrationoffice",
                    ),
                ),
                (
                    "quiz",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="quizzes.quiz"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="edition",
            name="quiz",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="quizzes.quiz"
            ),
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=quizzes.models.rounds.new_code,
                        max_length=6,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator("^[ABCDEFGHJKMNPQRSTUVWXYZ23456789]{6}$")
                        ],
                        verbose_name="code",
                    ),
                ),
                ("session", models.UUIDField(db_index=True, default=uuid.uuid4, verbose_name="session")),
                (
                    "phase",
                    models.CharField(
                        choices=[("before", "before the session"), ("after", "after the session")],
                        max_length=6,
                        verbose_name="phase",
                    ),
                ),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="opened")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="quizzes.edition",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="villages.immigrationoffice",
                    ),
                ),
                (
                    "quiz",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="quizzes.quiz",
                        verbose_name="quiz",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="villages.village",
                        verbose_name="village",
                    ),
                ),
            ],
            options={
                "verbose_name": "round",
                "verbose_name_plural": "rounds",
                "ordering": ["-opened_at"],
            },
        ),
        migrations.CreateModel(
            name="HandCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("choice", models.CharField(max_length=4)),
                ("count", models.PositiveIntegerField(verbose_name="hands")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_counts",
                        to="quizzes.questionversion",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hand_counts",
                        to="quizzes.round",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="attempt",
            name="round",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attempts",
                to="quizzes.round",
            ),
        ),
        migrations.CreateModel(
            name="FinishedTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("alone", "alone"),
                            ("before", "before the session"),
                            ("after", "after the session"),
                        ],
                        max_length=6,
                    ),
                ),
                ("people", models.IntegerField(default=0)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="finished",
                        to="quizzes.edition",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="villages.immigrationoffice",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("edition", "phase", "office"), name="finished_tally_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("office__isnull", True)),
                        fields=("edition", "phase"),
                        name="finished_tally_once_without_office",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MarksTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("alone", "alone"),
                            ("before", "before the session"),
                            ("after", "after the session"),
                        ],
                        max_length=6,
                    ),
                ),
                ("language", models.CharField(max_length=8)),
                ("month", models.DateField()),
                ("marks", models.PositiveSmallIntegerField()),
                ("people", models.IntegerField(default=0)),
                (
                    "edition",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="quizzes.edition",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="villages.immigrationoffice",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("edition", "phase", "language", "month", "marks", "office"),
                        name="marks_tally_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("office__isnull", True)),
                        fields=("edition", "phase", "language", "month", "marks"),
                        name="marks_tally_once_without_office",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="editionquestion",
            constraint=models.UniqueConstraint(fields=("edition", "position"), name="edition_position_once"),
        ),
        migrations.AddConstraint(
            model_name="editionquestion",
            constraint=models.UniqueConstraint(fields=("edition", "version"), name="edition_version_once"),
        ),
        migrations.AddConstraint(
            model_name="answertally",
            constraint=models.UniqueConstraint(
                fields=("edition", "phase", "version", "choice", "language", "month", "office"),
                name="tally_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="answertally",
            constraint=models.UniqueConstraint(
                condition=models.Q(("office__isnull", True)),
                fields=("edition", "phase", "version", "choice", "language", "month"),
                name="tally_once_without_office",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                fields=("attempt", "version"), name="answer_once_per_question"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("choice", ""), _negated=True), name="answer_chooses"
            ),
        ),
        migrations.AddConstraint(
            model_name="questionversion",
            constraint=models.UniqueConstraint(
                fields=("quiz", "code", "number"), name="question_version_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="questionversion",
            constraint=models.UniqueConstraint(
                fields=("quiz", "code", "fingerprint"), name="question_version_key_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(fields=("quiz", "code"), name="question_code_once_per_quiz"),
        ),
        migrations.AddConstraint(
            model_name="knowledgetally",
            constraint=models.UniqueConstraint(
                fields=("month", "quiz", "office", "province"), name="knowledge_tally_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(fields=("quiz", "number"), name="edition_number_once"),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(fields=("quiz", "fingerprint"), name="edition_questions_once"),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_current", True)), fields=("quiz",), name="edition_current_once"
            ),
        ),
        migrations.AddIndex(
            model_name="round",
            index=models.Index(fields=["author", "-opened_at"], name="round_of_author"),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.UniqueConstraint(
                fields=("session", "quiz", "phase"), name="round_once_per_phase"
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("phase__in", ["before", "after"])), name="round_has_a_phase"
            ),
        ),
        migrations.AddConstraint(
            model_name="handcount",
            constraint=models.UniqueConstraint(
                fields=("round", "version", "choice"), name="hand_count_once_per_choice"
            ),
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(fields=["edition", "phase", "date"], name="attempt_by_edition"),
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(
                condition=models.Q(
                    ("is_repeat", True), ("set_aside", True), ("is_finished", False), _connector="OR"
                ),
                fields=["edition", "phase", "date"],
                name="attempt_not_tallied",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("pair", ""), _negated=True),
                fields=("round", "pair"),
                name="attempt_once_per_phone",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.UniqueConstraint(fields=("round", "card"), name="attempt_once_per_card"),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(("right__lte", models.F("scored"))), name="attempt_right_fits"
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("phase", "alone"), ("round__isnull", True)),
                    models.Q(("phase__in", ["before", "after"]), ("round__isnull", False)),
                    _connector="OR",
                ),
                name="attempt_phase_fits_round",
            ),
        ),
    ]
