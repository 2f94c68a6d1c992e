import datetime
import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import villages.models.sessions


class Migration(migrations.Migration):
    replaces = [
        ("villages", "0001_foundation"),
        ("villages", "0002_tallies"),
        ("villages", "0003_received_bodies"),
        ("villages", "0004_invented_villages"),
        ("villages", "0005_indexes_at_scale"),
        ("villages", "0006_moves_and_village_search"),
        ("villages", "0007_located_and_invented"),
        ("villages", "0008_village_changes"),
        ("villages", "0009_village_tallies_by_office"),
        ("villages", "0010_former_codes"),
        ("villages", "0011_month_tally_sum"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Province",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=2,
                        primary_key=True,
                        serialize=False,
                        validators=[django.core.validators.RegexValidator("^\\d{2}$")],
                        verbose_name="Kemendagri code",
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                (
                    "time_zone",
                    models.CharField(
                        choices=[
                            ("Asia/Jakarta", "WIB (Western Indonesia Time)"),
                            ("Asia/Makassar", "WITA (Central Indonesia Time)"),
                            ("Asia/Jayapura", "WIT (Eastern Indonesia Time)"),
                        ],
                        max_length=20,
                        verbose_name="time zone",
                    ),
                ),
            ],
            options={
                "verbose_name": "province",
                "verbose_name_plural": "provinces",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="ImmigrationOffice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="name")),
                ("office_class", models.CharField(blank=True, max_length=60, verbose_name="class")),
                ("city", models.CharField(max_length=80, verbose_name="city")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                ("whatsapp", models.CharField(blank=True, max_length=40, verbose_name="WhatsApp")),
                ("source_url", models.URLField(blank=True, max_length=500, verbose_name="source")),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offices",
                        to="villages.province",
                        verbose_name="province",
                    ),
                ),
            ],
            options={
                "verbose_name": "immigration office",
                "verbose_name_plural": "immigration offices",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Regency",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=5,
                        primary_key=True,
                        serialize=False,
                        validators=[django.core.validators.RegexValidator("^\\d{2}\\.\\d{2}$")],
                        verbose_name="Kemendagri code",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regencies",
                        to="villages.province",
                        verbose_name="province",
                    ),
                ),
            ],
            options={
                "verbose_name": "regency or city",
                "verbose_name_plural": "regencies and cities",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "uuid",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="revision")),
                ("started_on", models.DateField(db_index=True, verbose_name="date")),
                ("started_at", models.DateTimeField(verbose_name="start")),
                ("ended_at", models.DateTimeField(verbose_name="end")),
                (
                    "time_zone",
                    models.CharField(
                        choices=[
                            ("Asia/Jakarta", "WIB (Western Indonesia Time)"),
                            ("Asia/Makassar", "WITA (Central Indonesia Time)"),
                            ("Asia/Jayapura", "WIT (Eastern Indonesia Time)"),
                        ],
                        max_length=20,
                        verbose_name="time zone",
                    ),
                ),
                (
                    "activity",
                    models.CharField(
                        choices=[
                            ("counselling", "Counselling session"),
                            ("visit", "Visit"),
                            ("coordination", "Coordination with village officials"),
                            ("mobile_service", "Mobile passport service"),
                        ],
                        max_length=20,
                        verbose_name="activity",
                    ),
                ),
                ("topics", models.JSONField(blank=True, default=list, verbose_name="topics")),
                ("materials", models.JSONField(blank=True, default=list, verbose_name="materials used")),
                (
                    "venue",
                    models.CharField(
                        choices=[
                            ("village_hall", "Village hall"),
                            ("school", "School"),
                            ("home", "Somebody's home"),
                            ("worship", "Place of worship"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                        verbose_name="venue",
                    ),
                ),
                (
                    "disability_f",
                    models.PositiveIntegerField(default=0, verbose_name="women and girls with a disability"),
                ),
                (
                    "disability_m",
                    models.PositiveIntegerField(default=0, verbose_name="men and boys with a disability"),
                ),
                (
                    "first_time",
                    models.PositiveIntegerField(default=0, verbose_name="here for the first time"),
                ),
                (
                    "officials",
                    models.PositiveIntegerField(default=0, verbose_name="officials, counted separately"),
                ),
                ("notes", models.TextField(blank=True, max_length=4000, verbose_name="notes")),
                ("participants", models.PositiveIntegerField(default=0, verbose_name="participants")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("submitted", "waiting for review"),
                            ("returned", "returned with a comment"),
                            ("approved", "approved"),
                            ("void", "void"),
                        ],
                        db_index=True,
                        default="submitted",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("is_held", models.BooleanField(default=False, verbose_name="held")),
                ("review_comment", models.TextField(blank=True, verbose_name="comment of the reviewer")),
                (
                    "body_sha256",
                    models.CharField(blank=True, editable=False, max_length=64, verbose_name="digest"),
                ),
                (
                    "receipt_code",
                    models.CharField(blank=True, editable=False, max_length=12, verbose_name="receipt code"),
                ),
                (
                    "received_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="received"
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "held_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("village", "the village is not, or no longer, this educator's"),
                            ("account", "the account has been disabled"),
                        ],
                        max_length=10,
                        verbose_name="held because",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="educator",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="villages.immigrationoffice",
                        verbose_name="immigration office",
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "ordering": ["-started_at"],
            },
        ),
        migrations.CreateModel(
            name="SessionTransition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("submitted", "waiting for review"),
                            ("returned", "returned with a comment"),
                            ("approved", "approved"),
                            ("void", "void"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("submitted", "waiting for review"),
                            ("returned", "returned with a comment"),
                            ("approved", "approved"),
                            ("void", "void"),
                        ],
                        max_length=10,
                    ),
                ),
                ("revision", models.PositiveIntegerField()),
                ("reason", models.TextField(blank=True, verbose_name="why")),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="transitions",
                        to="villages.session",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Village",
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
                        max_length=13,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{2}\\.\\d{2}\\.\\d{2}\\.\\d{4}$", "A code looks like 33.22.05.2003."
                            )
                        ],
                        verbose_name="Kemendagri code",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[("desa", "desa"), ("kelurahan", "kelurahan")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("district", models.CharField(max_length=80, verbose_name="district")),
                ("designated_on", models.DateField(blank=True, null=True, verbose_name="designated on")),
                (
                    "evidence",
                    models.CharField(
                        choices=[
                            ("stated", "stated: a public source names it a desa binaan"),
                            ("named", "named: a session or officer there is reported"),
                            ("formation", "formation: a session to form it, or a target"),
                            ("inferred", "inferred: a source names the whole area, not this village"),
                            ("invented", "invented: made by `scale_data`, not a real village"),
                        ],
                        max_length=10,
                        verbose_name="evidence",
                    ),
                ),
                ("source_url", models.URLField(blank=True, max_length=500, verbose_name="source")),
                (
                    "source_date",
                    models.CharField(blank=True, max_length=20, verbose_name="date of the source"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "active"), ("ended", "no longer in the programme")],
                        default="active",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "yearly_target",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="sessions a year (target)"
                    ),
                ),
                (
                    "latitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=5,
                        max_digits=8,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-11.5),
                            django.core.validators.MaxValueValidator(6.5),
                        ],
                        verbose_name="latitude",
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=5,
                        max_digits=8,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(94.5),
                            django.core.validators.MaxValueValidator(141.5),
                        ],
                        verbose_name="longitude",
                    ),
                ),
                (
                    "last_session_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="last session"),
                ),
                (
                    "name_lower",
                    models.GeneratedField(
                        db_index=True,
                        db_persist=True,
                        expression=django.db.models.functions.text.Lower("name"),
                        output_field=models.CharField(max_length=80),
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="villages",
                        to="villages.immigrationoffice",
                        verbose_name="immigration office",
                    ),
                ),
                (
                    "regency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="villages",
                        to="villages.regency",
                        verbose_name="regency or city",
                    ),
                ),
            ],
            options={
                "verbose_name": "village",
                "verbose_name_plural": "villages",
                "ordering": ["code"],
            },
        ),
        migrations.AddField(
            model_name="session",
            name="village",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sessions",
                to="villages.village",
                verbose_name="village",
            ),
        ),
        migrations.CreateModel(
            name="FormerCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=13, unique=True, verbose_name="Kemendagri code")),
                ("changed_on", models.DateField(verbose_name="changed on")),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_codes",
                        to="villages.village",
                    ),
                ),
            ],
            options={
                "verbose_name": "former code",
                "verbose_name_plural": "former codes",
                "ordering": ["-changed_on", "code"],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("educator", "educator"), ("reviewer", "office reviewer")],
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                ("since", models.DateField(default=django.utils.timezone.localdate, verbose_name="from")),
                (
                    "until",
                    models.DateField(
                        blank=True,
                        help_text="The last day. Leave it empty while the assignment runs.",
                        null=True,
                        verbose_name="until",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="villages.immigrationoffice",
                        verbose_name="immigration office",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="villages.village",
                        verbose_name="village",
                    ),
                ),
            ],
            options={
                "verbose_name": "assignment",
                "verbose_name_plural": "assignments",
                "ordering": ["user__username", "since"],
            },
        ),
        migrations.CreateModel(
            name="VillageMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "on",
                    models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="first day at the new office"
                    ),
                ),
                ("reason", models.TextField(max_length=1000, verbose_name="reason")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "from_office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="villages.immigrationoffice",
                    ),
                ),
                (
                    "to_office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="villages.immigrationoffice",
                        verbose_name="to the office",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="villages.village",
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="VillageTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sessions", models.IntegerField(default=0)),
                ("participations", models.IntegerField(default=0)),
                ("women", models.IntegerField(default=0)),
                ("men", models.IntegerField(default=0)),
                ("under_18", models.IntegerField(default=0)),
                ("over_60", models.IntegerField(default=0)),
                ("age_recorded", models.IntegerField(default=0)),
                ("disability", models.IntegerField(default=0)),
                ("first_time", models.IntegerField(default=0)),
                ("officials", models.IntegerField(default=0)),
                ("referrals", models.IntegerField(default=0)),
                ("delay_minutes", models.BigIntegerField(default=0)),
                ("prompt", models.IntegerField(default=0)),
                ("returned", models.IntegerField(default=0)),
                ("topic", models.SlugField(blank=True, max_length=80)),
                ("month", models.DateField()),
                ("visit_previous", models.DateField(default=datetime.date(1900, 1, 1))),
                ("visit_province", models.CharField(blank=True, max_length=2)),
                (
                    "office",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="villages.immigrationoffice",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tallies",
                        to="villages.village",
                    ),
                ),
                (
                    "visit_office",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="villages.immigrationoffice",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="VisitTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("topic", models.SlugField(blank=True, max_length=80)),
                ("month", models.DateField()),
                ("previous", models.DateField(default=datetime.date(1900, 1, 1))),
                ("province", models.CharField(max_length=2)),
                ("villages", models.IntegerField(default=0)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="villages.immigrationoffice",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MonthTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sessions", models.IntegerField(default=0)),
                ("participations", models.IntegerField(default=0)),
                ("women", models.IntegerField(default=0)),
                ("men", models.IntegerField(default=0)),
                ("under_18", models.IntegerField(default=0)),
                ("over_60", models.IntegerField(default=0)),
                ("age_recorded", models.IntegerField(default=0)),
                ("disability", models.IntegerField(default=0)),
                ("first_time", models.IntegerField(default=0)),
                ("officials", models.IntegerField(default=0)),
                ("referrals", models.IntegerField(default=0)),
                ("delay_minutes", models.BigIntegerField(default=0)),
                ("prompt", models.IntegerField(default=0)),
                ("returned", models.IntegerField(default=0)),
                ("topic", models.SlugField(blank=True, max_length=80)),
                ("month", models.DateField()),
                ("province", models.CharField(max_length=2)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="villages.immigrationoffice",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["topic", "month", "province", "office", "sessions", "participations"],
                        name="month_tally_sum",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("topic", "month", "office", "province"), name="month_tally_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PhotoUpload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="digest")),
                (
                    "file",
                    models.FileField(
                        max_length=200,
                        storage=villages.models.sessions.private_storage,
                        upload_to="",
                        verbose_name="file",
                    ),
                ),
                (
                    "received_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="received"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("author", "sha256"), name="photo_upload_once_per_author")
                ],
            },
        ),
        migrations.CreateModel(
            name="Quarantine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=120, verbose_name="address")),
                ("status", models.PositiveSmallIntegerField(verbose_name="answer")),
                ("errors", models.JSONField(default=dict, verbose_name="what is wrong")),
                ("body", models.BinaryField()),
                ("sha256", models.CharField(max_length=64, verbose_name="digest")),
                (
                    "received_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="received"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="educator",
                    ),
                ),
            ],
            options={
                "verbose_name": "refused report",
                "verbose_name_plural": "refused reports",
                "ordering": ["-received_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("author", "address", "sha256"), name="quarantine_keeps_a_body_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("passport", "Passport"),
                            ("placement", "Legal placement"),
                            ("trafficking", "Trafficking"),
                            ("health", "Health"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                        verbose_name="category",
                    ),
                ),
                ("agency", models.CharField(blank=True, max_length=120, verbose_name="sent to")),
                ("count", models.PositiveIntegerField(verbose_name="people")),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="referrals",
                        to="villages.session",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("count__gt", 0)), name="referral_counts_somebody"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sex",
                    models.CharField(
                        choices=[("f", "women and girls"), ("m", "men and boys"), ("x", "not recorded")],
                        max_length=1,
                        verbose_name="sex",
                    ),
                ),
                (
                    "age",
                    models.CharField(
                        choices=[
                            ("u12", "under 12"),
                            ("12-17", "12 to 17"),
                            ("18-24", "18 to 24"),
                            ("25-34", "25 to 34"),
                            ("35-59", "35 to 59"),
                            ("60+", "60 and older"),
                            ("x", "not recorded"),
                        ],
                        max_length=5,
                        verbose_name="age",
                    ),
                ),
                ("count", models.PositiveIntegerField(verbose_name="people")),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendance",
                        to="villages.session",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "sex", "age"), name="attendance_once_per_group"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("count__gt", 0)), name="attendance_counts_somebody"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SessionPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(db_index=True, max_length=64, verbose_name="digest")),
                ("caption", models.CharField(blank=True, max_length=200, verbose_name="caption")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=200,
                        storage=villages.models.sessions.private_storage,
                        upload_to="photos/",
                        verbose_name="file",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="villages.session",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("session", "sha256"), name="photo_once_per_session")
                ],
            },
        ),
        migrations.CreateModel(
            name="SessionRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revision", models.PositiveIntegerField(verbose_name="revision")),
                ("base_revision", models.PositiveIntegerField(null=True)),
                ("body", models.BinaryField()),
                ("sha256", models.CharField(max_length=64, verbose_name="digest")),
                ("receipt_code", models.CharField(max_length=12, verbose_name="receipt code")),
                (
                    "received_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="received"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="villages.session",
                    ),
                ),
            ],
            options={
                "ordering": ["revision"],
                "constraints": [
                    models.UniqueConstraint(fields=("session", "revision"), name="revision_once_per_session")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="village",
            index=models.Index(fields=["status", "regency"], name="village_by_status_regency"),
        ),
        migrations.AddIndex(
            model_name="village",
            index=models.Index(
                fields=["status", "office", "regency", "last_session_on", "yearly_target"],
                name="village_coverage",
            ),
        ),
        migrations.AddIndex(
            model_name="village",
            index=models.Index(fields=["status", "code", "name"], name="village_by_code_name"),
        ),
        migrations.AddIndex(
            model_name="village",
            index=models.Index(fields=["status", "name_lower"], name="village_by_name"),
        ),
        migrations.AddIndex(
            model_name="village",
            index=models.Index(
                condition=models.Q(("latitude__isnull", False)), fields=["code"], name="village_located"
            ),
        ),
        migrations.AddIndex(
            model_name="village",
            index=models.Index(fields=["evidence"], name="village_by_evidence"),
        ),
        migrations.AddIndex(
            model_name="village",
            index=models.Index(fields=["updated_at", "code"], name="village_by_change"),
        ),
        migrations.AddConstraint(
            model_name="village",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                    models.Q(("latitude__isnull", False), ("longitude__isnull", False)),
                    _connector="OR",
                ),
                name="village_has_both_coordinates_or_none",
            ),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["office", "state", "-started_on"], name="session_for_review"),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["author", "-started_on"], name="session_of_author"),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["village", "-started_on"], name="session_of_village"),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["office", "-received_at"], name="session_last_received"),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["updated_at", "uuid"], name="session_by_change"),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["state", "-started_on", "is_held"], name="session_counted"),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_at__gt", models.F("started_at"))),
                name="session_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_time__lte", models.F("participants"))),
                name="session_first_time_fits",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "participants__gte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("disability_f"), "+", models.F("disability_m")
                        ),
                    )
                ),
                name="session_disability_fits",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("office__isnull", False), ("village__isnull", True)),
                    models.Q(("office__isnull", True), ("village__isnull", False)),
                    _connector="OR",
                ),
                name="assignment_to_office_or_village",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="assignment_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="villagemove",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_office", models.F("to_office")), _negated=True),
                name="village_moves_to_another_office",
            ),
        ),
        migrations.AddIndex(
            model_name="villagetally",
            index=models.Index(
                fields=["topic", "month", "village", "office", "sessions", "participations"],
                name="village_tally_sum",
            ),
        ),
        migrations.AddConstraint(
            model_name="villagetally",
            constraint=models.UniqueConstraint(
                fields=("village", "topic", "month", "office"), name="village_tally_once"
            ),
        ),
        migrations.AddIndex(
            model_name="visittally",
            index=models.Index(
                fields=["topic", "month", "previous", "province", "office", "villages"],
                name="visit_tally_sum",
            ),
        ),
        migrations.AddConstraint(
            model_name="visittally",
            constraint=models.UniqueConstraint(
                fields=("topic", "month", "previous", "office", "province"), name="visit_tally_once"
            ),
        ),
    ]
