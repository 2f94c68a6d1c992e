from wagtail.images.forms import BaseImageForm


class PictureForm(BaseImageForm):
    """Makes drafts of the descriptions that a save has changed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.digests_before = self.instance.all_digests()

    def save(self, commit=True):
        self.instance.mark_changed_drafts(self.digests_before)
        return super().save(commit)
