"""The files in `deploy/` fit the project: what they name exists, and the tools that read them accept them."""

import re
import shutil
import signal
import subprocess
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands
from django.urls import resolve

from tests.support.server import free_port
from tests.support.tools import tool
from tests.support.web_server import WebServer, configuration

DEPLOY = Path(settings.BASE_DIR) / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [path for path in UNITS if path.suffix == ".service"]
TIMERS = [path for path in UNITS if path.suffix == ".timer"]
COMMAND = re.compile(r"manage\.py[\", ]+([a-z_]+)")


def compose():
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def values(path):
    """Return `{key: [values]}` of a unit."""
    found = {}
    for key, value in re.findall(r"^(\w+)=(.*)$", path.read_text(), re.M):
        found.setdefault(key, []).append(value)
    return found


def test_every_command_in_these_files_exists():
    files = [*UNITS, DEPLOY / "compose.yaml", DEPLOY / "Containerfile", DEPLOY / "jobs.sh"]
    named = {name for path in files for name in COMMAND.findall(path.read_text())}
    named |= set(re.findall(r"^\s*run ([a-z_]+)", (DEPLOY / "jobs.sh").read_text(), re.M))
    assert {"backup", "bake", "db_worker", "prepare", "publish_scheduled", "purge_expired"} <= named
    assert named - set(get_commands()) == set()


def test_every_setting_in_these_files_is_described():
    described = (Path(settings.BASE_DIR) / "docs" / "settings.md").read_text()
    named = set(re.findall(r"^([A-Z_0-9]+)=", (DEPLOY / "environment.example").read_text(), re.M))
    named |= set(compose()["x-site"]["environment"])
    assert [name for name in sorted(named) if f"`{name}`" not in described] == []


def test_the_web_server_asks_soon_whether_a_file_is_still_public():
    media = (DEPLOY / "nginx.conf").read_text().partition("location /media/ {")[2].partition("}")[0]
    assert "proxy_cache_valid 200 1m;" in media
    assert "proxy_cache_revalidate on;" in media
    assert "404" not in media, "what became private is neither stored nor served as it was"


def test_every_address_in_the_web_servers_files_is_one_of_the_site():
    text = (DEPLOY / "nginx.conf").read_text()
    for path in re.findall(r"location ~ \^/\(([\w|]+)\)", text):
        for part in path.split("|"):
            assert part in {"documents", "api"} or resolve(f"/{part}" if "z" in path else f"/{part}/")
    assert {"/healthz", "/readyz"} <= set(re.findall(r"/\w+z\b", (DEPLOY / "Caddyfile").read_text()))


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_no_service_runs_as_root_or_sees_more_than_it_needs(path):
    unit = values(path)
    assert unit["User"] == ["migrasi"]
    assert unit["NoNewPrivileges"] == ["yes"]
    assert unit["ProtectSystem"] == ["strict"]
    assert unit["EnvironmentFile"] == ["/etc/migrasi/environment"]


@pytest.mark.parametrize("path", TIMERS, ids=lambda path: path.name)
def test_every_timer_starts_a_job_that_ends(path):
    assert values(path.with_suffix(".service"))["Type"] == ["oneshot"]
    assert values(path)["OnCalendar"]


def test_systemd_accepts_the_units(tmp_path):
    analyze = tool("systemd-analyze")
    copies = []
    for path in UNITS:  # it looks for the program, which is elsewhere here
        copies.append(tmp_path / path.name)
        copies[-1].write_text(path.read_text().replace("/opt/migrasi/.venv/bin/python", shutil.which("env")))
    checked = subprocess.run([analyze, "verify", *copies], capture_output=True, text=True, check=False)
    assert "migrasi" not in checked.stderr


def test_the_containers_wait_for_what_they_need_and_stay_behind_the_web_server():
    services = compose()["services"]
    assert set(services) == {"prepare", "app", "worker", "jobs", "proxy", "postgres", "redis"}
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    for name, service in services.items():
        assert set(service.get("depends_on", {})) <= set(services), name
        assert service.get("image") or service["build"], name
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            assert source in compose()["volumes"] or (DEPLOY / source).exists(), volume
    for name in ("app", "worker", "jobs"):
        assert services[name]["depends_on"]["prepare"]["condition"] == "service_completed_successfully"


def test_the_image_holds_only_what_the_site_needs():
    text = (DEPLOY / "Containerfile").read_text()
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.M)
    for names in copied:
        for name in names.split():
            assert (Path(settings.BASE_DIR) / name).exists(), name
    assert re.search(r"^USER 10001$", text, re.M), "a number, so that a cluster sees it is not root"
    assert "tests" not in " ".join(copied)


def test_the_jobs_of_a_container_run_as_often_as_the_timers(tmp_path):
    """288 rounds are a day."""
    log = tmp_path / "log"
    (tmp_path / "python").write_text(f'#!/bin/sh\necho "$2" >> {log}\n[ "$2" != bake ]\n')
    (tmp_path / "python").chmod(0o755)
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "ROUNDS": "288", "PAUSE": "0"}
    done = subprocess.run(
        ["sh", DEPLOY / "jobs.sh"], env=environment, capture_output=True, text=True, check=True
    )
    ran = log.read_text().split()
    assert {name: ran.count(name) for name in set(ran)} == {
        "publish_scheduled": 288,
        "bake": 24,
        "backup": 24,
        "purge_expired": 1,
        "freeze_quarters": 1,
    }
    assert done.stderr.splitlines()[0] == "failed: manage.py bake /var/cache/migrasi/baked"


def test_caddy_accepts_its_file():
    subprocess.run(
        [tool("caddy"), "validate", "--adapter", "caddyfile", "--config", DEPLOY / "Caddyfile"],
        check=True,
        capture_output=True,
        env={"SITE_ADDRESS": "localhost", "HOME": "/tmp"},
    )


class Site(BaseHTTPRequestHandler):
    asked = []

    def do_GET(self):
        if self.path.startswith("/su/"):
            return self.busy()
        self.asked.append(self.path)
        body = f"{self.path} {len(self.asked)}".encode()
        public = not self.path.startswith("/rahasia")
        self.send_response(200)
        self.send_header("Cache-Control", "public, max-age=300" if public else "private")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Accept-Ranges", "bytes")
        self.end_headers()
        self.wfile.write(body)
        return None

    def busy(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(503)
        self.send_header("Content-Length", "6")
        self.end_headers()
        self.wfile.write(b"Tunggu")

    def do_POST(self):
        self.busy()

    def log_message(self, *_args):
        pass


def test_nginx_accepts_our_file(tmp_path):
    path = configuration(tmp_path, [8000, 8001], free_port(), free_port())
    checked = subprocess.run([tool("nginx"), "-t", "-c", path], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


def serve(port=0):
    site = ThreadingHTTPServer(("127.0.0.1", port), Site)
    site.daemon_threads = True
    threading.Thread(target=site.serve_forever, daemon=True).start()
    return site


@contextmanager
def running_nginx(folder, *ports):
    server = WebServer(folder, ports)

    def get(path, **options):
        answer = server.ask(path, **options)
        return answer.status, answer.content.decode()

    try:
        yield get
    finally:
        server.stop(signal.SIGTERM)


def test_nginx_shows_old_and_baked_pages_while_the_site_is_gone(tmp_path):
    site = serve()
    copies = {
        "id/bantuan/index.html": "Nomor darurat",
        "su/bantuan/index.html": "Nomer",
        "away.html": "Tidak ada",
    }
    for name, text in copies.items():
        (tmp_path / "baked" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "baked" / name).write_text(text)
    with running_nginx(tmp_path, site.server_port) as get:
        first = get("/id/artikel/")
        assert first[0] == 200
        assert get("/rahasia/")[0] == 200
        sound = get("/media/media/suara.mp3")
        time.sleep(2.1)  # nginx counts whole seconds
        assert get("/media/media/suara.mp3?lagi") == sound, "a file is stored for a minute"
        assert get("/media/media/suara.mp3", Range="bytes=0-5") == (206, "/media")
        assert get("/id/artikel/")[1] != first[1], "a publish is seen after a second"
        assert get("/su/bantuan/") == (200, "Nomer"), "the site is there, but cannot make the page"
        assert get("/su/artikel/") == (503, "Tunggu"), "the site has words of its own"
        assert get("/su/artikel/", method="POST", body=b"x=1") == (503, "Tunggu")
        site.shutdown()
        site.server_close()
        time.sleep(1.5)
        status, text = get("/id/artikel/")
        assert (status, text.split()[0]) == (200, "/id/artikel/")
        assert get("/media/media/suara.mp3") == sound
        assert get("/id/bantuan/") == (200, "Nomor darurat")
        assert get("/rahasia/") == (503, "Tidak ada")
        assert get("/id/kuis/", method="POST", body=b"x=1") == (503, "Tidak ada")
        assert get("/api/ping")[0] == 502
    log = (tmp_path / "log" / "migrasi.log").read_text()
    assert log
    assert not re.search(r"127\.0\.0\.1|artikel|Python", log), "no address, no path, no browser in the log"


def test_nginx_asks_a_host_that_is_back_though_all_have_failed(tmp_path):
    ports = free_port(), free_port()
    with running_nginx(tmp_path, *ports) as get:
        assert {get("/api/ping")[0] for _ in range(4)} == {502}
        site = serve(ports[1])
        assert {get("/api/ping")[0] for _ in range(4)} == {200}
        site.shutdown()
        site.server_close()
