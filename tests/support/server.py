"""The real server in a process of its own, and requests to it."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def accepts(port, until):
    while time.monotonic() < until:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise AssertionError("The server did not begin to listen.")


def children_of(pid):
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


class Server:
    """Two workers on a free port; a context manager that leaves no process behind."""

    folder = ROOT

    def __init__(self, *options, **environment):
        self.port = free_port()
        self.command = [sys.executable, "-m", "cms.deployment.server", "--port", str(self.port)]
        self.command += ["--workers", "2", "--log-level", "error", *options]
        self.environment = {**os.environ, **environment}

    def __enter__(self):
        self.process = subprocess.Popen(
            self.command,
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            until = time.monotonic() + 60
            accepts(self.port, until)
            while len(self.workers()) < 2 and time.monotonic() < until:
                time.sleep(0.01)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exception):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def workers(self):
        return children_of(self.process.pid)

    def begin(self, path, length, body=b"", method="POST"):
        """Send the head of a request and the beginning of its body; return the open socket."""
        line = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nContent-Length: {length}\r\n\r\n"
        line.sendall(head.encode() + body)
        return line

    def ask(self, path, method="GET", body=None, timeout=30, **headers):
        """Return the answer with its body as `content`, and the `seconds` it took."""
        began = time.monotonic()
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        line.request(method, path, body=body, headers=headers)
        answer = line.getresponse()
        answer.content = answer.read()
        answer.seconds = time.monotonic() - began
        line.close()
        return answer
