"""Paper for a session prepared in advance: a poster for villagers and a tally sheet, A4 each.

Both carry the session's uuid, made here: the QR code opens its draft in the field app, so that a sheet
and the report entered from it belong together.
"""

import uuid as uuids
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe

from villages.models import Attendance, Referral, Village


def prepare_printouts(request, pk):
    """Give the coming session its uuid, so that reloading the page prints the same session."""
    village = get_object_or_404(Village.objects.visible_to(request.user), pk=pk)
    return redirect("session_prints", village.pk, uuids.uuid4())


def printouts(request, pk, uuid):
    village = get_object_or_404(Village.objects.visible_to(request.user).for_list(), pk=pk)
    draft = f"{settings.SITE_URL}/lapangan/sesi/baru/?{urlencode({'desa': village.code, 'uuid': uuid})}"
    context = {
        "village": village,
        "ages": [age.label for age in Attendance.Age],
        "sexes": Attendance.Sex.labels,
        "referrals": Referral.Category.labels,
        "site": settings.SITE_URL.partition("://")[2],
        "site_qr": qr_code(f"{settings.SITE_URL}/"),
        "draft_qr": qr_code(draft),
        "draft": draft,
        "short": str(uuid)[:8],
    }
    return render(request, "villages/wagtail_admin/printouts.html", context)


def qr_code(address):
    """Return the QR code of `address` as inline SVG that fills its box."""
    # The SVG holds modules only, never the text of the address.
    return mark_safe(segno.make(address, error="m").svg_inline(omitsize=True, border=2))  # noqa: S308
