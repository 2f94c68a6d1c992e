"""What `tests.benchmarks.scale` measures in one database; prints JSON as its last line."""

import json
import resource
import statistics
import time
import uuid
from datetime import timedelta

import django

django.setup()

from django.db import connection  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from cms.models import User  # noqa: E402
from quizzes.models import Edition  # noqa: E402
from quizzes.taking.answers import start_attempt, store_answer  # noqa: E402
from quizzes.taking.progress import load_progress  # noqa: E402
from tests.support.outbox_client import put, session_payload  # noqa: E402
from villages.models import Village  # noqa: E402

BACKEND = "django.contrib.auth.backends.ModelBackend"


# SQLite works in this process: its time does not depend on who else uses the machine.
clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter


def milliseconds(action, times):
    """Median of `times` runs, after three that warm up; `action` gets the number of the run."""
    found = []
    for number in range(times + 3):
        started = clock()
        action(number)
        found.append(1000 * (clock() - started))
    return statistics.median(found[3:])


def signed_in(user):
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user, backend=BACKEND)
    return client


def fetched(client, address):
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return b"".join(response.streaming_content) if response.streaming else response.content


def answers():
    edition = Edition.objects.filter(is_current=True).select_related("quiz").first()
    tokens = [start_attempt(edition, "id").token for _ in range(203)]

    def give(number):
        progress = load_progress(tokens[number], edition.quiz.slug)
        store_answer(progress, 1, progress.content.versions[0].choice_keys[0])

    return milliseconds(give, 200)


def sync(educator, village):
    client = signed_in(educator)
    day = timezone.localdate() - timedelta(days=3)

    def send(number):
        times = {"started_local": f"{day}T09:00", "ended_local": f"{day}T11:00"}
        report = session_payload(village=village.code, notes=f"Laporan {number}", **times)
        assert put(client, report, uuid.uuid4()).status_code == 201

    return milliseconds(send, 60)


def export(client):
    """Return (milliseconds to the first byte, more memory at the end in MiB, seconds in all)."""
    before, started = memory(), clock()
    response = client.get("/admin/program/sesi.csv?first=2020-01")
    parts = iter(response.streaming_content)
    next(parts)
    first = 1000 * (clock() - started)
    for _ in parts:
        pass
    return first, memory() - before, clock() - started


def memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main():
    educator = User.objects.filter(username__startswith="contoh-pimpasa").order_by("pk").first()
    analyst, mine = signed_in(User.objects.get(username="pusat")), Village.objects.fostered_by(educator)
    village, public = mine.for_list().first(), Client(HTTP_HOST="127.0.0.1")
    code = Village.objects.values_list("regency__province").annotate(n=Count("pk")).order_by("-n")[0][0]
    result = {
        "answer": answers(),
        "session sync": sync(educator, village),
        "dashboard": milliseconds(lambda _n: fetched(analyst, "/admin/program/"), 7),
        "dashboard of one office": milliseconds(
            lambda _n: fetched(analyst, f"/admin/program/?office={village.office_id}"), 7
        ),
        "village picker": milliseconds(lambda _n: mine.order_by("name").choices(), 30),
        "field app: my villages": milliseconds(lambda _n: fetched(signed_in(educator), "/lapangan/"), 5),
        "/id/desa/": milliseconds(lambda _n: fetched(public, "/id/desa/"), 7),
        "/id/desa/?q=": milliseconds(lambda _n: fetched(public, "/id/desa/?q=sukamaju"), 7),
        "/id/desa/?provinsi=": milliseconds(lambda _n: fetched(public, f"/id/desa/?provinsi={code}"), 7),
        "/id/desa/<code>/": milliseconds(lambda _n: fetched(public, f"/id/desa/{village.code}/"), 7),
        "session list of the dashboard": milliseconds(lambda _n: fetched(analyst, "/admin/program/sesi/"), 5),
        "village list of the dashboard": milliseconds(lambda _n: fetched(analyst, "/admin/program/desa/"), 5),
    }
    first, more, seconds = export(analyst)
    result |= {
        "export, first byte": first,
        "export, more memory (MiB)": more,
        "export, in all": 1000 * seconds,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
