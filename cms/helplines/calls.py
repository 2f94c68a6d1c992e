"""Which numbers somebody of the programme should dial, and what is stored when one was answered."""

from datetime import timedelta

from django.db.models import F, Q
from django.db.models.functions import Length

from cms.models import HelplineNumber
from cms.translations.texts import newest_version, save_checked

CALL_HOLDS = timedelta(days=180)
SHORTEST = 4  # digits; a shorter one is that of the police or an ambulance, which nobody dials to try it


def numbers_to_call(today):
    """Return the published numbers never called or not for 180 days: hotlines first, then the oldest call."""
    due = Q(called_on=None) | Q(called_on__lt=today - CALL_HOLDS)
    found = HelplineNumber.objects.filter(due, helpline__live=True, helpline__place__live=True)
    found = found.annotate(digits=Length("dial")).filter(digits__gte=SHORTEST)
    oldest = F("called_on").asc(nulls_first=True)
    return found.select_related("helpline__place").order_by(
        "-for_emergencies", oldest, "helpline__order", "pk"
    )


def record_call(number, user, today):
    """Store that `number` was answered today; return True if readers see it now, None if a draft lacks it."""
    helpline = newest_version(number.helpline)
    row = next((row for row in helpline.numbers.all() if row.pk == number.pk), None)
    if row is None:
        return None
    row.called_on = today
    helpline.numbers = [row if other.pk == row.pk else other for other in helpline.numbers.all()]
    return save_checked(helpline, user)
