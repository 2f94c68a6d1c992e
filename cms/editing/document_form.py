"""Files to download: what an upload really is, by its bytes."""

from pathlib import PurePath

import filetype
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm

SAME = {"jpeg": "jpg"}


class DocumentForm(BaseDocumentForm):
    def clean_file(self):
        """Refuse a file whose content is not what its name says."""
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        ending = PurePath(file.name).suffix.lower().lstrip(".")
        file.seek(0)
        kind = filetype.guess(file.read(8192))
        file.seek(0)
        if kind is None or kind.extension != SAME.get(ending, ending):
            raise ValidationError(
                _("“%(name)s” is no %(kind)s file inside. Save it once more as %(kind)s and choose it again.")
                % {"name": file.name, "kind": ending.upper()}
            )
        return file

    def _post_clean(self):
        """A file that was refused is not there for the model to find its ending missing."""
        if "file" not in self.errors:
            super()._post_clean()
