from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from villages.field_app.permissions import educator_required
from villages.field_app.topics import page_names, topic_names
from villages.field_app.village_search import search_text
from villages.models import Session, SessionPhoto, Village

PER_PAGE = 30
MOST_RETURNED = 5


@educator_required
@require_safe
def home(request):
    """The educator's villages, overdue first: last visit, next due, target."""
    text = search_text(request)
    mine = Village.objects.fostered_by(request.user)
    found = mine.filter(Q(name__icontains=text) | Q(code__startswith=text)) if text else mine
    villages = Paginator([choice.pk for choice in found.by_need()], PER_PAGE)
    page = villages.get_page(request.GET.get("p"))
    rows = Village.objects.for_list().with_visits().in_bulk(page.object_list)
    page.object_list = [rows[pk] for pk in page.object_list]
    context = {
        "villages": page,
        "counted_on": timezone.localdate(),
        "returned": returned_sessions(request.user),
        "asked": text,
        "is_long": text or villages.num_pages > 1,
        "section": "villages",
    }
    return render(request, "villages/field_app/home.html", context)


def my_sessions(user):
    return Session.objects.visible_to(user).filter(author=user)


def returned_sessions(user):
    """Return the first sessions that the office asks `user` to correct, the longest waiting first."""
    returned = my_sessions(user).filter(state=Session.State.RETURNED)
    return returned.select_related("village").order_by("updated_at", "pk")[:MOST_RETURNED]


@educator_required
@require_safe
def session_list(request):
    sessions = Paginator(my_sessions(request.user).for_list(), PER_PAGE)
    context = {"sessions": sessions.get_page(request.GET.get("hal")), "section": "sessions"}
    return render(request, "villages/field_app/session_list.html", context)


@educator_required
@require_safe
def session_detail(request, uuid):
    session = get_object_or_404(my_sessions(request.user).for_list(), pk=uuid)
    context = {
        "session": session,
        "topics": topic_names(session.topics),
        "materials": page_names(session.materials),
        "section": "sessions",
    }
    return render(request, "villages/field_app/session_detail.html", context)


def photo_response(pk, sessions):
    """Return the response with a photo of one of `sessions`; answer 404 when it is of another session."""
    found = get_object_or_404(SessionPhoto, pk=pk, session__in=sessions)
    if not found.file or not found.file.storage.exists(found.file.name):
        raise Http404
    with found.file.open("rb") as file:
        return HttpResponse(file.read(), content_type="image/jpeg")


@educator_required
@require_safe
def own_photo(request, pk):
    """Show educators their own photos. Reviewers see them in the admin, which has the stricter sign-in."""
    return photo_response(pk, my_sessions(request.user))
