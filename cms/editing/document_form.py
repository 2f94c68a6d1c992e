"""The form of files to download: it checks by its bytes what an upload really is."""

from pathlib import PurePath

import filetype
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm

SAME = {"jpeg": "jpg"}


class DocumentForm(BaseDocumentForm):
    def clean_file(self):
        """Refuse a file whose content does not match its extension."""
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        extension = PurePath(file.name).suffix.lower().lstrip(".")
        file.seek(0)
        kind = filetype.guess(file.read(8192))
        file.seek(0)
        if kind is None or kind.extension != SAME.get(extension, extension):
            raise ValidationError(
                _("“%(name)s” is not a %(kind)s file. Save it as %(kind)s and choose it again.")
                % {"name": file.name, "kind": extension.upper()}
            )
        return file

    def _post_clean(self):
        """Skip the model's checks of a file that was refused: they would report its extension as missing."""
        if "file" not in self.errors:
            super()._post_clean()
