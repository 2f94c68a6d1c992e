"""The educator's side of a round: open, show, count, close."""

from uuid import UUID

import segno
from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cms.page_cache.content_version import content_changed
from quizzes.models import Phase, Quiz, Round
from villages.field_app.permissions import educator_required
from villages.models import Village
from villages.models.scopes import assigned_villages


class RoundForm(forms.ModelForm):
    class Meta:
        model = Round
        fields = ["quiz", "phase", "village", "session"]
        widgets = {"session": forms.HiddenInput}

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["quiz"].queryset = Quiz.objects.filter(
            Q(pk__in=Quiz.objects.published().values("pk")) | Q(pk__in=self.quizzes_asked_before(user))
        )
        self.fields["village"].queryset = Village.objects.active().filter(assigned_villages(user))
        self.fields["village"].error_messages["required"] = _("You have no village. Ask your office.")
        self.instance.author = user

    def quizzes_asked_before(self, user):
        """Quizzes asked before this session may be asked after it, even if withdrawn since."""
        try:
            session = UUID(str(self["session"].value()))
        except ValueError:
            return []
        return [found.quiz_id for found in Round.objects.before_session(session, user) if found.is_of_today]

    def clean(self):
        data = super().clean()
        session = data.get("session")
        # A session belongs to its author; nobody adds rounds to the session of another.
        others = Round.objects.filter(session=session).exclude(author=self.instance.author)
        same = Round.objects.filter(session=session, quiz=data.get("quiz"), phase=data.get("phase"))
        if session and (others.exists() or same.exists()):
            raise forms.ValidationError(_("This session already has a round of this quiz and phase."))
        return data

    def save(self, commit=True):
        before = Round.objects.filter(session=self.instance.session, quiz=self.instance.quiz).first()
        self.instance.edition = before.edition if before else self.instance.quiz.current_edition
        self.instance.office = self.instance.village.office
        return super().save(commit)


def visible_rounds(request):
    return Round.objects.visible_to(request.user).select_related(
        "quiz", "village__regency__province", "edition"
    )


def with_counts(rounds):
    return rounds.annotate(
        started=Count("attempts", filter=Q(attempts__answered__gt=0)),
        finished=Count("attempts", filter=Q(attempts__is_finished=True)),
    )


@educator_required
@require_safe
def round_list(request):
    rounds = with_counts(visible_rounds(request)).order_by(
        "-opened_at"
    )  # an annotated Count drops the default order
    return render(request, "quizzes/rounds/list.html", {"rounds": rounds[:50]})


@educator_required
@require_http_methods(["GET", "HEAD", "POST"])
def round_create(request):
    initial = {
        name: request.GET[name] for name in ("session", "village", "quiz", "phase") if name in request.GET
    }
    form = RoundForm(request.user, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        return redirect("quizzes:round", form.save().code)
    return render(request, "quizzes/rounds/form.html", {"form": form}, status=422 if form.errors else 200)


@educator_required
@require_http_methods(["GET", "HEAD", "POST"])
def round_page(request, code):
    """One round; a POST closes or reopens its window. Only its author may."""
    found = get_object_or_404(with_counts(visible_rounds(request)), code=code)
    if request.method == "POST":
        if found.author_id != request.user.pk:
            raise PermissionDenied
        closed_at = timezone.now() if "close" in request.POST else None
        # `opened_at` never changes: a round that closed by itself does not open again.
        if closed_at or not found.has_timed_out:
            Round.objects.filter(pk=found.pk).update(closed_at=closed_at)
            content_changed()  # whether the right answers are in a public page
        return redirect("quizzes:round", found.code)
    partner = found.partner()
    context = {
        "round": found,
        "partner": partner,
        "counted": found.hand_counts.values("version").distinct().count(),
        "asks_after": found.phase == Phase.BEFORE and not partner and can_open_after_round(found),
        "address": short_address(),
    }
    return render(request, "quizzes/rounds/detail.html", context)


def can_open_after_round(before):
    return before.is_of_today or Quiz.objects.published().filter(pk=before.quiz_id).exists()


@educator_required
@require_safe
def round_screen(request, code):
    """Code and QR, as large as the screen; refreshes itself to show how many finished."""
    found = get_object_or_404(with_counts(visible_rounds(request)), code=code)
    link = settings.SITE_URL + reverse("quizzes:join", args=[found.code])
    qr = segno.make(link, error="m").svg_inline(omitsize=True, dark="#000", light="#fff", border=2)
    context = {"round": found, "qr": mark_safe(qr), "address": short_address()}  # noqa: S308 made by us
    response = render(request, "quizzes/rounds/screen.html", context)
    response["Refresh"] = "10"
    return response


def short_address():
    return settings.SITE_URL.partition("://")[2] + reverse("quizzes:code")
