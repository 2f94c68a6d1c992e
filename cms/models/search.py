from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


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
