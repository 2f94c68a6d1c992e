"""A message for help to an Indonesian mission: made on the phone, sent by its owner, stored nowhere by us."""

from itertools import groupby

from django.db.models import Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.models import Helpline, HelplineNumber
from cms.page_cache.middleware import public_page

ABROAD = "luar-negeri"  # the place of those who help in every country
# In Indonesian, as the missions read it; a line stands in the message when its field is filled in.
FIRST_LINE = "Saya WNI dan minta tolong."
LINES = {"name": "Nama saya", "place": "Saya di", "passport": "Nomor paspor", "employer": "Majikan atau agen"}


@require_safe
@public_page
def rescue_message(request):
    lines = [FIRST_LINE, *(f"{LINES[name]}: ..." for name in ("name", "place"))]
    context = {"first_line": FIRST_LINE, "lines": LINES, "message": "\n".join(lines), "places": recipients()}
    return render(request, "cms/public/rescue_message.html", context)


def recipients():
    """Return `[(place, [(helpline, numbers)])]` of missions that a message can reach."""
    missions = Helpline.objects.published().filter(Q(is_mission=True) | Q(place__slug=ABROAD))
    reached = [(helpline, message_numbers(helpline)) for helpline in missions]
    reached.sort(key=lambda pair: pair[0].position)
    places = groupby([pair for pair in reached if pair[1]], key=lambda pair: pair[0].place)
    return [(place, list(pairs)) for place, pairs in places]


def message_numbers(helpline):
    """Return the numbers for emergencies (by SMS) and those on WhatsApp."""
    return [
        (number, "whatsapp" if number.kind == HelplineNumber.Kind.WHATSAPP else "sms")
        for number in helpline.numbers.all()
        if number.is_urgent
    ]
