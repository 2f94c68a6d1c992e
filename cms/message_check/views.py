"""The pages of the check. A message is in the body of a POST only, is answered at once and stored nowhere."""

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from cms.languages import current
from cms.message_check import rules
from cms.models import Helpline
from cms.offer_check.rules import HELPLINES
from cms.page_cache.middleware import public_page

SHARED = ("title", "text", "url")  # what a phone shares; our own form sends "text"


@csrf_exempt  # nothing is stored or changed, so there is nothing to forge
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def check_message(request):
    """Show the form; answer a POST with the signs in the text."""
    return show_signs(request) if request.method == "POST" else show_form(request)


@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def check_shared_message(request):
    """Answer what another app shared where no service worker has caught it; the address has no language."""
    if request.method == "POST":
        return show_signs(request)
    return redirect(f"/{current()}/cek-pesan/")


@public_page
def show_form(request):
    return render(request, "cms/message_check/form.html", {**shared_context(), "for_script": True})


@cache_control(no_store=True)
def show_signs(request):
    text = "\n".join(request.POST[name] for name in SHARED if request.POST.get(name, "").strip())
    if not text.strip() or len(text) > rules.MOST_CHARACTERS:
        context = {**shared_context(), "is_empty": not text.strip(), "is_too_long": bool(text.strip())}
        return render(request, "cms/message_check/form.html", context, status=422)
    result = rules.engine().check(text)
    published = rules.published()
    signs = rules.signs_in(result, published)
    context = {
        "result": result,
        "levels": [result.level],
        "signs": signs,
        "segments": rules.segments_of(text, result, signs),
        "missing": rules.missing_in(result, published),
    }
    return render(request, "cms/message_check/form.html", {**shared_context(), **context})


@require_safe
@public_page
def rules_for_phones(request, digest):
    """Answer with the rules of today, whatever `digest` the page had when it was stored."""
    return JsonResponse(rules.payload(rules.engine(), rules.published()))


def shared_context():
    return {
        "page_path": f"/{current()}/cek-pesan/",
        "digest": rules.digest_of(rules.engine()),
        "most": rules.MOST_CHARACTERS,
        "levels": ("many", "some", "none"),
        "helplines": Helpline.objects.published().filter(slug__in=HELPLINES),
    }
