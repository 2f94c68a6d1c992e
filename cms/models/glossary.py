from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models.editorial import EditorialModel


class GlossaryTerm(EditorialModel):
    """A word that readers meet in the texts, explained plainly."""

    translated_fields = needed_fields = ("term", "definition")

    slug = models.SlugField(_("slug"), unique=True)
    term = models.CharField(_("term"), max_length=120)
    definition = models.TextField(_("definition"), max_length=600)

    class Meta:
        ordering = ["slug"]
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")

    def __str__(self):
        return self.term
