"""Public files, streamed from their storage: renditions of pictures, and recordings.

Private files, documents and the pictures as they were uploaded have no address here.
"""

import posixpath
import re
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from cms.models import Recording

RECORDINGS = "media/"
PUBLIC_FOLDERS = ("images/", RECORDINGS)
# Never guessed, so no file can pass for a page or a script.
TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
}
LONGEST_NAME = 255  # characters
A_YEAR = 365 * 24 * 3600
RANGE = re.compile(r"bytes=(\d{1,15})-(\d{0,15})")


@require_safe
def serve(request, path):
    """Serve a public file; names carry a hash, so browsers may cache them for a year."""
    if not is_public_name(path) or is_private_recording(path):
        raise Http404
    try:
        file = default_storage.open(path)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        raise Http404 from None
    modified, size = int(default_storage.get_modified_time(path).timestamp()), file.size
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": f"public, max-age={A_YEAR}, immutable",
        "Content-Length": str(size),
        "ETag": f'"{modified:x}-{size:x}"',
        "Last-Modified": http_date(modified),
    }
    kind = TYPES[PurePosixPath(path).suffix.lower()]
    head = HttpResponse(content_type=kind, headers=headers)
    answer = get_conditional_response(request, headers["ETag"], modified, head)
    if answer is not head or request.method == "HEAD":
        file.close()
        return answer
    wanted = wanted_range(request, headers)
    if wanted:
        return part_of(file, wanted, kind, headers)
    return FileResponse(file, content_type=kind, headers=headers)


def is_public_name(path):
    """Return True for the normal form of a name in a public folder: a storage resolves every other form."""
    return (
        path.startswith(PUBLIC_FOLDERS)
        and len(path) <= LONGEST_NAME
        and "\\" not in path
        and path == posixpath.normpath(path)
        and PurePosixPath(path).suffix.lower() in TYPES
    )


def is_private_recording(path):
    """Return True for a recording whose collection, or one above it, is not open to everybody.

    Sizes of private pictures are deleted, so only recordings have to be looked up.
    """
    if not path.startswith(RECORDINGS):
        return False
    found = Recording.objects.filter(file=path).select_related("collection").first()
    return found is not None and found.collection.get_view_restrictions().exists()


def wanted_range(request, headers):
    """Return the match of `RANGE`, or None for the whole file, also where the part is of an older one."""
    known = request.headers.get("If-Range")
    if known and known not in (headers["ETag"], headers["Last-Modified"]):
        return None
    return RANGE.fullmatch(request.headers.get("Range", ""))


def part_of(file, wanted, kind, headers):
    """Return the bytes that were asked for: some phones play sound only in parts."""
    with file:
        first, last = int(wanted[1]), min(int(wanted[2] or file.size - 1), file.size - 1)
        if first > last:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
        file.seek(first)
        part = HttpResponse(file.read(last - first + 1), kind, 206, headers=headers)
        part["Content-Range"] = f"bytes {first}-{last}/{file.size}"
    part["Content-Length"] = str(last - first + 1)
    return part
