"""Why a photo is refused, by the first bytes of the file, in words that phone and server share."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from villages.outbox.payload import OutboxRejected

# A script puts the values into the same sentences: villages/templates/villages/field_app/form_scripts.html.
REASONS = {
    "large": gettext_lazy("{name} is too large: at most {limit}. Choose a smaller photo."),
    "heic": gettext_lazy(
        "{name} is a HEIC photo, which cannot be opened here. Set the camera to JPEG, or choose a screenshot."
    ),
    "damaged": gettext_lazy("{name} is damaged and cannot be opened. Choose another photo."),
    "other": gettext_lazy("{name} is not a JPEG, PNG or WebP photo. Choose another file."),
    "most": gettext_lazy("{name} was not added: at most {limit} photos."),
    "twice": gettext_lazy("{name} was already added."),
    # Only the phone finds these.
    "gone": gettext_lazy("{name} could not be read from the phone. Choose it again."),
    "heavy": gettext_lazy("{name} is too large for this phone. Remove it, or take a smaller photo."),
}
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


class PhotoRefused(OutboxRejected):
    """`reason` is a key of `REASONS`; the limit is in words."""

    def __init__(self, reason, limit=""):
        super().__init__(415, "photo", {"photos": [refusal(reason, _("The photo"), limit)]})
        self.reason, self.limit = reason, limit


def refusal(reason, name, limit=""):
    return str(REASONS[reason]).format(name=name, limit=limit)


def reason_unreadable(raw):
    """Return why the bytes `raw`, which cannot be decoded, are refused."""
    if raw[4:8] == b"ftyp" and raw[8:12] in HEIC_BRANDS:
        return "heic"
    is_webp = raw[:4] == b"RIFF" and raw[8:12] == b"WEBP"
    is_known = is_webp or raw.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
    return "damaged" if is_known or not raw else "other"


def megabytes(size):
    return _("%(number)d MB") % {"number": size // 1_000_000}


def megapixels(pixels):
    return _("%(number)d million pixels") % {"number": pixels // 1_000_000}
