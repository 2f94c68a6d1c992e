from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Max, Q, Sum, Value, When
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from cms.languages import SOURCE
from cms.models.audit import OldValuesLogged
from cms.models.editorial import EditorialModel
from cms.models.helplines import Helpline

SHOWN_FROM = 5  # times in a month; what fewer people ask for could tell who they are
MOST_A_MONTH = 3_000  # rows: somebody who wants to fill the table gets no further


class SearchDocumentQuerySet(models.QuerySet):
    def about(self, obj):
        return self.filter(kind=obj._meta.label_lower, object_id=obj.pk)


class SearchDocument(models.Model):
    """What can be found about one object in one language; a missing translation is already the Indonesian."""

    kind = models.CharField(_("kind"), max_length=60)
    object_id = models.PositiveBigIntegerField(_("object"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    shown_in = models.CharField(_("language of the text"), max_length=5, choices=settings.LANGUAGES)
    path = models.CharField(_("address without the language"), max_length=500)
    title = models.CharField(_("title"), max_length=255)
    text = models.TextField(_("text"), blank=True)

    objects = SearchDocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "language"], name="search_document_once_per_language"
            )
        ]
        indexes = [models.Index(fields=["language"], name="search_document_language")]
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")

    def __str__(self):
        return f"{self.title} ({self.language})"


def lines_of(text):
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


class CrisisWords(EditorialModel):
    """Words of people in danger, and the help that stands above everything a search with them finds."""

    translated_fields = ("words", "message")
    needed_fields = ("words",)

    slug = models.SlugField(_("slug"), unique=True)
    words = models.TextField(
        _("words"),
        max_length=4_000,
        help_text=_(
            "One word or phrase a line, as people type it. A phrase is found with up to three other words in"
            " between. A line that begins with “-” is no call for help: “-rumah dijual”."
        ),
    )
    message = models.CharField(
        _("message"), max_length=160, blank=True, help_text=_("One calm sentence above the numbers.")
    )
    need = models.CharField(
        _("need"),
        max_length=20,
        choices=Helpline.Need,
        help_text=_("The helplines of this need come first, then those for people in danger now."),
    )
    helpline = models.ForeignKey(
        Helpline,
        models.SET_NULL,
        verbose_name=_("first of all"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("This helpline stands above the others."),
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        models.SET_NULL,
        verbose_name=_("page to read"),
        null=True,
        blank=True,
        related_name="+",
    )
    order = models.PositiveSmallIntegerField(
        _("order"),
        default=100,
        help_text=_("Where a search has words of several kinds, the smallest number comes first."),
    )

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = _("crisis words")
        verbose_name_plural = _("crisis words")

    def __str__(self):
        return self.slug


class SynonymQuerySet(models.QuerySet):
    def for_reader_of(self, language):
        """Those of `language`, and the Indonesian ones, which are in everybody's mouth."""
        return self.filter(language__in={language, SOURCE})


class Synonym(OldValuesLogged):
    """Other ways to write something: short forms, slang, everyday words for official ones."""

    admin_form_fields = ("language", "written", "meaning")

    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default=SOURCE)
    written = models.TextField(
        _("what people type"), max_length=2_000, help_text=_("One word or phrase a line, up to three words.")
    )
    meaning = models.CharField(
        _("what the texts of this site call it"),
        max_length=120,
        help_text=_("Searches for this, as if it had been typed."),
    )

    objects = SynonymQuerySet.as_manager()

    class Meta:
        ordering = ["language", "meaning", "pk"]
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")

    def __str__(self):
        return f"{self.meaning} ({self.language})"


class MissedSearchQuerySet(models.QuerySet):
    def count_search(self, text, language):
        """Count a search that found nothing; without a trace once a month has `MOST_A_MONTH` of them."""
        row = {
            "month": timezone.localdate().replace(day=1),
            "language": language,
            "digest": salted_hmac("cms.missed-search", text).hexdigest(),
        }
        again = self.filter(**row).update(
            times=F("times") + 1,
            text=Case(When(times__gte=SHOWN_FROM - 1, then=Value(text)), default=F("text")),
        )
        if not again and self.filter(month=row["month"]).count() < MOST_A_MONTH:
            self.bulk_create([self.model(**row, times=1)], ignore_conflicts=True)

    def often(self, since):
        """Return `{"text", "language", "total", "last"}` of what was asked often enough, most often first."""
        rows = self.filter(month__gte=since).exclude(text="").values("text", "language")
        return rows.annotate(total=Sum("times"), last=Max("month")).order_by("-total", "text", "language")

    def expired(self):
        """Rows whose text nobody may see, after two months; the others after a year."""
        today = timezone.localdate()
        unreadable = Q(text="", month__lt=today - timedelta(days=62))
        return self.filter(unreadable | Q(month__lt=today - timedelta(days=365 + 31)))


class MissedSearch(models.Model):
    """How often something was searched for in a month without any result.

    The text is stored only when it is asked for the fifth time. Before that there is a keyed digest, from
    which nobody can read it: what one person types may be a name.
    """

    month = models.DateField(_("month"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    digest = models.CharField(max_length=64)
    text = models.CharField(_("text"), max_length=80, blank=True)
    times = models.PositiveIntegerField(_("times"))

    objects = MissedSearchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "language", "digest"], name="missed_search_once_a_month")
        ]
        verbose_name = _("search without a result")
        verbose_name_plural = _("searches without a result")

    def __str__(self):
        return f"{self.text or '–'} ({self.language})"
