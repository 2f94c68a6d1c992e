"""Public files: renditions of pictures, and audio. Private files have no address here."""

import re

from django.conf import settings
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe
from django.views.static import serve as serve_file

PUBLIC_FOLDERS = ("images/", "media/")
A_YEAR = 365 * 24 * 3600
RANGE = re.compile(r"bytes=(\d{1,15})-(\d{0,15})")


@require_safe
def serve(request, path):
    """Serve a file of `MEDIA_ROOT`; names carry a hash, so browsers may cache them for a year."""
    if not path.startswith(PUBLIC_FOLDERS):
        raise Http404
    response = serve_file(request, path, document_root=settings.MEDIA_ROOT)
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    response["Accept-Ranges"] = "bytes"
    return part_of(response, request.headers.get("Range", "")) if response.status_code == 200 else response


def part_of(response, range_header):
    """Return the bytes of `response` that `Range` asks for: some phones play sound only in parts."""
    match = RANGE.fullmatch(range_header)
    if not match:
        return response
    whole = int(response["Content-Length"])
    first, last = int(match[1]), min(int(match[2] or whole - 1), whole - 1)
    with response.file_to_stream as file:
        if first > last:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{whole}"})
        file.seek(first)
        part = HttpResponse(file.read(last - first + 1), status=206, headers=dict(response.headers))
    part["Content-Length"] = last - first + 1
    part["Content-Range"] = f"bytes {first}-{last}/{whole}"
    return part
