from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

MILLION = 1_000_000


class PictureFileField(WagtailImageField):
    """Refuses a picture that Pillow would not open for its size: Wagtail would answer with a 500."""

    def check_image_pixel_size(self, f):
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
