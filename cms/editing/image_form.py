from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

MILLION = 1_000_000
LARGE_WHEN_UNPACKED = {"avif", "webp"}  # they take up to 16 bytes a pixel, the others 10


def most_pixels(kind):
    most = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
    return most // 2 if kind in LARGE_WHEN_UNPACKED else most


class PictureFileField(WagtailImageField):
    """Refuses a picture that Pillow would not open for its size: Wagtail would answer with a 500."""

    def check_image_pixel_size(self, f):
        self.max_image_pixels = most_pixels(f.image.format_name)
        try:
            super().check_image_pixel_size(f)
        except Image.DecompressionBombError as error:
            most = self.max_image_pixels // MILLION
            raise ValidationError(
                _("This picture has more than %(most)d megapixels. Make it smaller and try again.")
                % {"most": most},
                code="file_too_many_pixels",
            ) from error


class PictureForm(BaseImageForm):
    """Makes drafts of the descriptions that a save has changed."""

    file = PictureFileField(label=gettext_lazy("File"), widget=forms.FileInput())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.digests_before = self.instance.all_digests()

    def save(self, commit=True):
        self.instance.mark_changed_drafts(self.digests_before)
        return super().save(commit)
