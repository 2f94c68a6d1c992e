"""The Content-Security-Policy: strict for readers, what Wagtail's editor needs under /admin/."""

import base64
import hashlib
from functools import cache

from csp.constants import HEADER, SELF
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings

from cms.rendering.inline_assets import inlined, inlined_texts

EDITOR_DIRECTIVES = {
    "script-src": [SELF, "'unsafe-inline'", "'unsafe-eval'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "font-src": [SELF, "data:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
}
SIGN_IN_PAGE = "/admin/login/"  # here passwords are typed, and nothing inline is needed
SIGN_IN_DIRECTIVES = {"script-src": [SELF], "style-src": [SELF], "font-src": [SELF, "data:"]}


def source_hash(text):
    """Return the CSP source of inlined `text`: `'sha256-<base64>'`."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


# What django-csp's decorators leave on a response.
OWN_POLICY = {"_csp_config", "_csp_update", "_csp_replace", "_csp_exempt"}


def hashes(scripts, styles):
    """Return the directives that allow inlined scripts and styles, tuples of names as they are recorded."""
    return {
        "script-src": [source_hash(text) for text in inlined_texts("js", scripts)],
        "style-src": [source_hash(text) for text in inlined_texts("css", styles)],
    }


@cache
def usual_policy(scripts, styles):
    """Return the policy of a page for readers that inlines these."""
    return build_policy(update=hashes(scripts, styles))


def is_usual(request, response):
    """Return True if the policy depends on nothing but what the page inlines."""
    return not (
        settings.DEBUG
        or request.path_info.startswith("/admin/")
        or getattr(request, "is_preview", False)
        or getattr(request, "_csp_nonce", None)
        or OWN_POLICY & vars(response).keys()
    )


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    def process_response(self, request, response):
        """Send the usual policy from memory: composing it takes a tenth of the time of an answer."""
        if not is_usual(request, response):
            return super().process_response(request, response)
        if HEADER not in response:
            response[HEADER] = usual_policy(inlined(request, "js"), inlined(request, "css"))
        return response

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info == SIGN_IN_PAGE:
            parts.replace = {**SIGN_IN_DIRECTIVES, **(parts.replace or {})}
        elif request.path_info.startswith("/admin/") or getattr(request, "is_preview", False):
            parts.replace = {**EDITOR_DIRECTIVES, **(parts.replace or {})}
        else:
            parts.update = {**hashes(inlined(request, "js"), inlined(request, "css")), **(parts.update or {})}
        return parts
