from django.db import models
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname
from wagtail.images.models import AbstractImage, AbstractRendition

from cms.languages import CODES
from cms.models.audit import OldValuesLogged
from cms.models.translatable import TranslatedModel


def in_all_formats(size):
    """Return the filters of a `size` such as "width-360" in each format readers are sent, the oldest last."""
    return [f"format-{kind}|{size}" for kind in ("avif", "webp", "jpeg")]


# What `components/picture.html` asks for.
READER_SIZES = in_all_formats("width-360")


class Picture(OldValuesLogged, TranslatedModel, AbstractImage):
    """A picture with a text alternative per language (`description`)."""

    translated_fields = needed_fields = ("description",)
    texts_need_permission = False  # everybody who works on texts may change its description, but not the file

    source_note = models.CharField(_("who made it"), max_length=200, blank=True)

    admin_form_fields = (
        "title",
        "file",
        *(build_localized_fieldname("description", code) for code in CODES),
        "source_note",
        "collection",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="unique_rendition"
            )
        ]
