from wagtail.images.forms import BaseImageForm


class PictureForm(BaseImageForm):
    """Notes which descriptions a save has changed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.said_before = self.instance.said()

    def save(self, commit=True):
        self.instance.note_changed_translations(self.said_before)
        return super().save(commit)
