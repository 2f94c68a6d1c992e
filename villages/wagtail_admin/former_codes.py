"""Releases a former code that no report names any more, so that another village may have it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from villages.models import FormerCode
from villages.models.scopes import sees_everything


def release_code(request, pk):
    """A report that still names the code is rejected from now on; its author chooses the village again."""
    if not sees_everything(request.user):
        raise PermissionDenied
    former = get_object_or_404(FormerCode.objects.select_related("village"), pk=pk)
    former.delete()
    log(former.village, "villages.release_code", data={"code": former.code}, user=request.user)
    messages.success(request, _("%(code)s may be given to another village now.") % {"code": former.code})
    return redirect("roster_villages:inspect", former.village_id)
