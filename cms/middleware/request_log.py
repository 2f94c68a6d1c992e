"""A line in the log for each request that Django answers, with the id that the web server gave it."""

import logging
import re
import time
import uuid

from django.conf import settings

from cms.deployment.json_logs import request_id

ID = re.compile(r"[0-9a-f-]{16,64}")
log = logging.getLogger("migrasi.requests")


class RequestLogMiddleware:
    """The id goes into no answer: the page cache would give it to every reader."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        sent = request.headers.get("X-Request-ID", "") if settings.BEHIND_PROXY else ""
        request_id.set(sent if ID.fullmatch(sent) else uuid.uuid4().hex)
        begun = time.monotonic()
        response = self.get_response(request)
        milliseconds = round(1000 * (time.monotonic() - begun))
        about = {"request": request, "status_code": response.status_code, "milliseconds": milliseconds}
        log.info("answered", extra=about)
        return response
