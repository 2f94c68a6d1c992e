from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, ImageQuerySet
from wagtail.images.utils import generate_signature
from wagtail.models import Collection, CollectionViewRestriction

from cms.languages import CODES
from cms.models.audit import OldValuesLogged
from cms.models.translatable import TranslatedModel
from cms.page_cache.content_version import content_changed


def in_all_formats(size):
    """Return the filters of a `size` such as "width-360" in each format readers are sent, the oldest last."""
    return [f"format-{kind}|{size}" for kind in ("avif", "webp", "jpeg")]


# What `components/picture.html` asks for.
READER_SIZES = in_all_formats("width-360")


def private_collections():
    """Return the collections that not everybody may view, and those below them."""
    found = Collection.objects.none()
    for path in CollectionViewRestriction.objects.values_list("collection__path", flat=True):
        found |= Collection.objects.filter(path__startswith=path)
    return found


class PictureQuerySet(ImageQuerySet):
    def public(self):
        return self.filter(is_private=False)

    def follow_collections(self):
        """Make private the pictures of private collections, and public all others.

        The renditions that a private picture had while it was public go, with their files.
        """
        private = Q(collection__in=private_collections().values("pk"))
        hidden = self.filter(private, is_private=False).values_list("pk", flat=True)
        shown = self.filter(~private, is_private=True)
        if self.model.objects.filter(pk__in=list(hidden)).update(is_private=True) + shown.update(
            is_private=False
        ):
            content_changed()
        PictureRendition.objects.filter(image__in=self.filter(is_private=True).values("pk")).delete()


class Picture(OldValuesLogged, TranslatedModel, AbstractImage):
    """A picture with a text alternative per language (`description`).

    One in a private collection is private: only the admin shows it, and it has no rendition.
    """

    translated_fields = needed_fields = ("description",)
    texts_need_permission = False  # everybody who works on texts may change its description, but not the file

    source_note = models.CharField(_("who made it"), max_length=200, blank=True)
    is_private = models.BooleanField(default=False, editable=False)

    objects = PictureQuerySet.as_manager()

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

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        Picture.objects.filter(pk=self.pk).follow_collections()
        self.refresh_from_db(fields=["is_private"])

    def get_rendition(self, filter):
        return next(iter(self.get_renditions(filter).values()))

    def get_renditions(self, *filters):
        if self.is_private:
            return {spec: self.guarded_rendition(spec) for spec in map(filter_spec, filters)}
        return super().get_renditions(*filters)

    def create_renditions(self, *filters):
        """Nothing stays of a picture that has become private meanwhile."""
        made = super().create_renditions(*filters)
        if made and not Picture.objects.public().filter(pk=self.pk).exists():
            self.renditions.all().delete()
        return made

    def guarded_rendition(self, spec):
        """Return a rendition without a file, whose address asks who is looking."""
        width, height = Filter(spec).get_transform(self).size
        made = PictureRendition(image=self, filter_spec=spec)
        made.width, made.height = round(width), round(height)
        made.guarded_url = reverse("private_picture", args=[generate_signature(self.pk, spec), self.pk, spec])
        return made


def filter_spec(filter):
    return getattr(filter, "spec", filter)


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")
    guarded_url = ""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="unique_rendition"
            )
        ]

    @property
    def url(self):
        return self.guarded_url or super().url
