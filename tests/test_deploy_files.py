"""The files in `deploy/` fit the project: what they name exists, and the tools that read them accept them."""

import http.client
import os
import re
import shutil
import socket
import ssl
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

from tests.support.tools import tool

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
    assert re.search(r"^USER migrasi$", text, re.M)
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
        self.asked.append(self.path)
        body = f"{self.path} {len(self.asked)}".encode()
        public = not self.path.startswith("/rahasia")
        self.send_response(200)
        self.send_header("Cache-Control", "public, max-age=300" if public else "private")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Accept-Ranges", "bytes")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args):
        pass


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def nginx_configuration(tmp_path):
    """Return a function that writes our file, its ports and folders moved, inside a whole configuration."""
    openssl = tool("openssl")
    for name in ("cache", "log", "baked", "temp"):
        (tmp_path / name).mkdir()
    tmp_path.chmod(0o755)
    subject = ["-subj", "/CN=migrasi.example.org", "-days", "2"]
    files = ["-keyout", tmp_path / "privkey.pem", "-out", tmp_path / "fullchain.pem"]
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", *files, *subject],
        check=True,
        capture_output=True,
    )

    def write(site, tls, plain):
        text = (DEPLOY / "nginx.conf").read_text()
        text = re.sub(r"(?m)^ *listen \[::\].*\n", "", text)
        moved = {
            "127.0.0.1:8000": f"127.0.0.1:{site}",
            "listen 443": f"listen 127.0.0.1:{tls}",
            "listen 80": f"listen 127.0.0.1:{plain}",
            "/etc/ssl/migrasi": str(tmp_path),
            "/var/cache/nginx/migrasi": str(tmp_path / "cache"),
            "/var/cache/migrasi/baked": str(tmp_path / "baked"),
            "/var/log/nginx": str(tmp_path / "log"),
        }
        for old, new in moved.items():
            assert old in text
            text = text.replace(old, new)
        temp = "".join(
            f"{kind}_temp_path {tmp_path}/temp/{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        path = tmp_path / "nginx.conf"
        user = "user root; " if os.geteuid() == 0 else ""
        head = f"{user}daemon off; pid {tmp_path}/pid; error_log {tmp_path}/log/all error; events {{}}"
        path.write_text(f"{head}\nhttp {{ {temp}\n{text}\n}}\n")
        return path

    return write


def test_nginx_accepts_our_file(nginx_configuration):
    path = nginx_configuration(8000, free_port(), free_port())
    checked = subprocess.run([tool("nginx"), "-t", "-c", path], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


@contextmanager
def running_nginx(path, port):
    server = subprocess.Popen([tool("nginx"), "-c", path], stderr=subprocess.PIPE)
    try:
        for _ in range(100):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield
    finally:
        server.terminate()
        server.communicate(timeout=20)


def get(port, path, **headers):
    """Return (status, text)."""
    insecure = ssl.create_default_context()
    insecure.check_hostname, insecure.verify_mode = False, ssl.CERT_NONE
    connection = http.client.HTTPSConnection("127.0.0.1", port, context=insecure, timeout=20)
    connection.request("GET", path, headers={"Host": "migrasi.example.org", **headers})
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response.status, text


def test_nginx_shows_old_and_baked_pages_while_the_site_is_gone(nginx_configuration, tmp_path):
    tls = free_port()
    site = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    site.daemon_threads = True
    threading.Thread(target=site.serve_forever, daemon=True).start()
    path = nginx_configuration(site.server_port, tls, free_port())
    for name, text in {"id/bantuan/index.html": "Nomor darurat", "away.html": "Situs tidak ada"}.items():
        (tmp_path / "baked" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "baked" / name).write_text(text)
    with running_nginx(path, tls):
        first = get(tls, "/id/artikel/")
        assert first[0] == 200
        assert get(tls, "/rahasia/")[0] == 200
        sound = get(tls, "/media/media/suara.mp3")
        time.sleep(1.5)
        assert get(tls, "/media/media/suara.mp3?lagi") == sound, "a file is asked for once an hour"
        assert get(tls, "/media/media/suara.mp3", Range="bytes=0-5") == (206, "/media")
        assert get(tls, "/id/artikel/")[1] != first[1], "a publish is seen after a second"
        site.shutdown()
        site.server_close()
        time.sleep(1.5)
        status, text = get(tls, "/id/artikel/")
        assert (status, text.split()[0]) == (200, "/id/artikel/")
        assert get(tls, "/media/media/suara.mp3") == sound
        assert get(tls, "/id/bantuan/") == (200, "Nomor darurat")
        assert get(tls, "/rahasia/") == (503, "Situs tidak ada")
        assert get(tls, "/api/ping")[0] == 502
    log = (tmp_path / "log" / "migrasi.log").read_text()
    assert log
    assert not re.search(r"127\.0\.0\.1|artikel|Python", log), "no address, no path, no browser in the log"
