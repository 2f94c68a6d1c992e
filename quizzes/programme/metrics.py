"""`/metrics` for Prometheus: whether the parts work, what waits, and how old the newest backup is.

Counted when asked, so every worker and every machine gives the same answer. Requests and their times are in
the logs of the web server.
"""

import shutil
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily

from cms.backup.newest import newest_backup
from cms.views import CHECKS, passes
from villages.models import Quarantine


@require_safe
@never_cache
def metrics(request):
    """404 without the token: nobody else learns that there is such an address."""
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(sent, settings.METRICS_TOKEN):
        raise Http404
    registry = CollectorRegistry()
    registry.register(SiteCollector())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def gauge(name, description, value):
    return GaugeMetricFamily(f"migrasi_{name}", description, value=value)


class SiteCollector:
    def collect(self):
        ready = GaugeMetricFamily("migrasi_ready", "1 if this part works, as in /readyz", labels=["part"])
        for part, check in CHECKS.items():
            ready.add_metric([part], passes(check))
        yield ready
        yield gauge(
            "disk_free_bytes", "Room left where DATA_DIR is", shutil.disk_usage(settings.DATA_DIR).free
        )
        made_at = newest_backup()
        if made_at:
            yield gauge(
                "backup_age_seconds", "Since the newest backup of this machine", seconds_since(made_at)
            )
        try:
            yield from counted()
        except DatabaseError:
            return  # migrasi_ready reports it

    def describe(self):
        return []


def counted():
    waiting = DBTaskResult.objects.ready()
    oldest = waiting.order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    yield gauge("background_tasks_waiting", "Background tasks that nobody has begun", waiting.count())
    yield gauge(
        "background_task_age_seconds", "Of the oldest of them", seconds_since(oldest) if oldest else 0
    )
    since = timezone.now() - timedelta(days=1)
    refused = Quarantine.objects.filter(received_at__gte=since).count()
    yield gauge("refused_reports_last_day", "Reports of phones that were refused within 24 hours", refused)


def seconds_since(moment: datetime):
    return (timezone.now() - moment).total_seconds()
