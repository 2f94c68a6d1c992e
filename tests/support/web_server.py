"""nginx with the configuration of `deploy/`, its ports and folders moved to where a test may write."""

import http.client
import os
import re
import ssl
import subprocess
import time
from pathlib import Path

from tests.support.background import Background
from tests.support.server import ROOT, free_port
from tests.support.tools import tool

NAME = "migrasi.example.org"


def certificate(folder):
    files = ["-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"]
    made_by = [tool("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", *files]
    subprocess.run([*made_by, "-subj", f"/CN={NAME}", "-days", "2"], check=True, capture_output=True)


def configuration(folder, sites, tls, plain):
    """Write `folder`/nginx.conf for the ports `sites`; return its path."""
    folder.chmod(0o755)
    for name in ("cache", "log", "baked", "temp"):
        (folder / name).mkdir(exist_ok=True)
    certificate(folder)
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    text = re.sub(r"(?m)^ *listen \[::\].*\n", "", text)
    servers = re.findall(r"(?m)^    server 127\.0\.0\.1:8000.*\n", text)
    moved = {line: "".join(line.replace("8000", str(site)) for site in sites) for line in servers}
    moved |= {
        "listen 443": f"listen 127.0.0.1:{tls}",
        "listen 80": f"listen 127.0.0.1:{plain}",
        "/etc/ssl/migrasi": str(folder),
        "/var/cache/nginx/migrasi": str(folder / "cache"),
        "/var/cache/migrasi/baked": str(folder / "baked"),
        "/var/log/nginx": str(folder / "log"),
    }
    for old, new in moved.items():
        assert old in text
        text = text.replace(old, new)
    temp = "".join(
        f"{kind}_temp_path {folder}/temp/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    path = folder / "nginx.conf"
    user = "user root; " if os.geteuid() == 0 else ""
    head = f"{user}daemon off; pid {folder}/pid; error_log {folder}/log/all error; events {{}}"
    path.write_text(f"{head}\nhttp {{ {temp}\n{text}\n}}\n")
    return path


class WebServer(Background):
    def __init__(self, folder: Path, sites):
        self.folder = folder
        self.trusted = ssl.create_default_context()
        self.trusted.check_hostname, self.trusted.verify_mode = False, ssl.CERT_NONE
        port = free_port()
        path = configuration(folder, sites, port, free_port())
        super().__init__([tool("nginx"), "-c", path], port)

    def ask(self, path, method="GET", body=None, timeout=30, **headers):
        """Return the answer with its body as `content`, and the `seconds` it took."""
        began = time.monotonic()
        line = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=timeout, context=self.trusted)
        try:
            line.request(method, path, body=body, headers={"Host": NAME, **headers})
            answer = line.getresponse()
            answer.content = answer.read()
        finally:
            line.close()
        answer.seconds = time.monotonic() - began
        return answer
