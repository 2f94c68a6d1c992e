import hashlib
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtailmedia.models import AbstractMedia

from cms.editing.audio import EXTENSIONS, NotAudioError, read_audio
from cms.languages import SOURCE
from cms.models.audit import OldValuesLogged

LARGEST = 8 * 1024 * 1024  # bytes: about half an hour of speech


def place_of(recording, name):
    """Return a path that changes with the content of the file, as phones cache it for a year."""
    name = PurePath(name)
    recording.file.seek(0)
    digest = hashlib.sha256(recording.file.read()).hexdigest()[:10]
    return f"media/{slugify(name.stem)[:60] or 'suara'}-{digest}{name.suffix.lower()}"


class Recording(OldValuesLogged, AbstractMedia):
    """A text read aloud in one language; a text has a recording for each language that somebody read."""

    file = models.FileField(
        _("file"),
        upload_to=place_of,
        help_text=_("MP3, Ogg, Opus or M4A. Speech needs only mono at 32 kbit/s: a small file."),
    )
    type = models.CharField(max_length=5, default="audio", editable=False)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default=SOURCE)
    transcript = models.TextField(
        _("transcript"),
        blank=True,
        help_text=_("For readers who cannot hear it. Leave it empty where the text itself says the same."),
    )
    size = models.PositiveIntegerField(_("bytes"), default=0, editable=False)

    admin_form_fields = ("title", "file", "language", "transcript", "collection")

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")

    def __str__(self):
        return f"{self.title} ({self.get_language_display()})"

    @property
    def length(self):
        """Minutes and seconds: `"3:05"`."""
        minutes, seconds = divmod(round(self.duration), 60)
        return f"{minutes}:{seconds:02}"

    def clean(self):
        self.type = "audio"
        if self.file and not self.file._committed:
            self.read_file()
        super().clean()

    def read_file(self):
        """Take length and size from the file; refuse a file that does not match its name."""
        kind = EXTENSIONS.get(PurePath(self.file.name).suffix.lower().lstrip("."))
        if kind is None:
            raise ValidationError({"file": _("Choose an audio file: MP3, Ogg, Opus or M4A.")})
        if self.file.size > LARGEST:
            raise ValidationError(
                {"file": _("This file is larger than 8 MB. Save it in mono at 32 kbit/s, or split it.")}
            )
        try:
            audio = read_audio(self.file.file)
        except NotAudioError:
            raise ValidationError({"file": self.no_audio_message()}) from None
        if audio.kind != kind:
            message = _("This file is named as %(named)s, but it is %(found)s. Give it the right ending.")
            raise ValidationError({"file": message % {"named": kind, "found": audio.kind}})
        self.duration, self.size = round(audio.seconds, 1), self.file.size

    def no_audio_message(self):
        return _("Phones cannot play “%(name)s”. Save it as MP3 and choose it again.") % {
            "name": self.file.name
        }
