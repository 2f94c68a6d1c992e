"""The Content-Security-Policy: strict for readers, what Wagtail's editor needs under /admin/."""

import base64
import hashlib

from csp.constants import SELF
from csp.middleware import CSPMiddleware

from cms.rendering.inline_assets import inlined

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


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info == SIGN_IN_PAGE:
            parts.replace = {**SIGN_IN_DIRECTIVES, **(parts.replace or {})}
        elif request.path_info.startswith("/admin/") or getattr(request, "is_preview", False):
            parts.replace = {**EDITOR_DIRECTIVES, **(parts.replace or {})}
        else:
            update = {
                "script-src": [source_hash(text) for text in inlined(request, "js")],
                "style-src": [source_hash(text) for text in inlined(request, "css")],
            }
            parts.update = {**update, **(parts.update or {})}
        return parts
