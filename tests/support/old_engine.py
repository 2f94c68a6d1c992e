"""An old Chromium out of an npm package, driven over a pipe by the protocol of its time."""

import json
import os
import select
import shutil
import subprocess
import tarfile
import tempfile
import time
from pathlib import Path

import brotli

from tests.support.browser import CHROMIUM_FLAGS

# Chromium version -> version of the package chrome-aws-lambda that holds it
PACKAGES = {72: "1.11.2", 80: "2.1.1"}
FOLDER = Path(__file__).resolve().parents[2] / "var" / "old-engines"
PATIENCE = 30  # seconds


def fetched(version):
    """Return the path of Chromium `version`, fetched by npm the first time."""
    binary = FOLDER / f"chromium-{version}"
    if binary.exists():
        return binary
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        command = ["npm", "pack", "--silent", f"chrome-aws-lambda@{PACKAGES[version]}"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=150)
        (package,) = Path(folder).glob("*.tgz")
        with tarfile.open(package) as archive:
            (name,) = [name for name in archive.getnames() if name.startswith("package/bin/chromium")]
            whole = brotli.decompress(archive.extractfile(name).read())
        part = Path(folder) / "chromium"
        part.write_bytes(whole)
        part.chmod(0o755)
        part.rename(binary)
    return binary


class OldEngine:
    """One page of an old Chromium. `errors` collects what its pages threw."""

    def __init__(self, binary, width=360, height=640):
        self.folder = tempfile.mkdtemp()
        self.errors, self.count, self.rest, self.session = [], 0, b"", None
        from_us, self.to_browser = os.pipe()
        self.from_browser, to_us = os.pipe()
        flags = ["--headless", "--remote-debugging-pipe", "--no-zygote", "--disable-dev-shm-usage"]
        own = [f"--user-data-dir={self.folder}", "--lang=id", "--hide-scrollbars", "about:blank"]
        self.process = subprocess.Popen(
            [
                "bash",
                "-c",
                f'exec "$@" 3<&{from_us} 4>&{to_us}',
                "bash",
                binary,
                *CHROMIUM_FLAGS,
                *flags,
                *own,
            ],
            pass_fds=(from_us, to_us),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(from_us)
        os.close(to_us)
        page = self.send("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.send("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "DOM"):
            self.send(f"{domain}.enable")
        self.resize(width, height)
        self.send("Emulation.setTouchEmulationEnabled", enabled=True)

    def resize(self, width, height):
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": True}
        self.send("Emulation.setDeviceMetricsOverride", **size)

    def send(self, method, **params):
        self.count += 1
        message = {"id": self.count, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to_browser, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + PATIENCE
        while True:
            answer = self.receive(end - time.monotonic())
            if answer is None:
                raise TimeoutError(method)
            if answer.get("id") == message["id"]:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]

    def receive(self, seconds):
        """Return the next message, or None if there is none in time."""
        while b"\0" not in self.rest:
            if not select.select([self.from_browser], [], [], max(0, seconds))[0]:
                return None
            more = os.read(self.from_browser, 1 << 20)
            if not more:
                raise ConnectionError("the old browser has ended")
            self.rest += more
        message, _, self.rest = self.rest.partition(b"\0")
        message = json.loads(message)
        if message.get("method") == "Runtime.exceptionThrown":
            details = message["params"]["exceptionDetails"]
            text = details.get("exception", {}).get("description") or details["text"]
            self.errors.append(f"{text} ({details.get('url')}:{details.get('lineNumber', 0) + 1})")
        return message

    def listen(self, seconds):
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.receive(left)

    def open(self, address):
        self.send("Page.navigate", url=address)
        self.wait_for("document.readyState === 'complete'")

    def run(self, script):
        """Return the value of `script`, an expression; a promise is awaited."""
        answer = self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def wait_for(self, script, seconds=15):
        """Wait until `script` is true; while the page changes it may fail."""
        end, failure = time.monotonic() + seconds, ""
        while time.monotonic() < end:
            try:
                if self.run(f"Promise.resolve({script}).then(Boolean)"):
                    return
            except RuntimeError as error:
                failure = error
            self.listen(0.1)
        raise AssertionError(f"never true: {script} {failure} {self.errors}")

    def tap(self, selector):
        self.run(f"document.querySelector({json.dumps(selector)}).click()")

    def fill(self, selector, value):
        self.run(
            f"""(() => {{
              const entry = document.querySelector({json.dumps(selector)});
              entry.value = {json.dumps(value)};
              entry.dispatchEvent(new Event("input", {{ bubbles: true }}));
              entry.dispatchEvent(new Event("change", {{ bubbles: true }}));
            }})()"""
        )

    def choose_file(self, selector, path):
        root = self.send("DOM.getDocument")["root"]["nodeId"]
        node = self.send("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.send("DOM.setFileInputFiles", nodeId=node, files=[str(path)])

    def set_offline(self, is_offline):
        speed = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.send("Network.emulateNetworkConditions", offline=is_offline, **speed)

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.to_browser)
        os.close(self.from_browser)
        shutil.rmtree(self.folder, ignore_errors=True)
