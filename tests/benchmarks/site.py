"""`make bench`: weight, CPU and memory of the site against its budgets, on starter content of its own.

Prints one line a figure. Machines are shared and noisy: compare figures of one run, never absolute times.
"""

import atexit
import http.client
import os
import secrets
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.largest_picture import KINDS, measure_picture
from tests.benchmarks.sign_ins import measure_sign_ins

ROOT = Path(__file__).resolve().parent.parent.parent
PORT = int(os.environ.get("BENCH_PORT", "8799"))
HOME = "/id/"
ARTICLE = "/id/jalur-resmi/delapan-dokumen/"
PAGES = [("home", HOME, 20_000), ("article", ARTICLE, 14_600), ("help", "/id/bantuan/", 14_600)]
TICKS = os.sysconf("SC_CLK_TCK")
HITS, MISSES = 3000, 60
QUIZ, QUESTIONS = "/id/kuis/paspor/", 5
ATTEMPTS = 60  # more of a quiz within a minute are set apart
TAPS = [("taps", "taps", 25), ("keys", "keys", None), ("time", "s", 60)]


def own_folder(prefix):
    """Return a new folder, a `Path`, that goes when the measuring ends."""
    folder = tempfile.mkdtemp(prefix=prefix)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


class Site:
    """The site under granian with two workers, on data in a folder of its own."""

    program, port = "cms.deployment.server", PORT

    def __init__(self, data_dir, **settings):
        plain = {
            name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "CACHE_URL")
        }
        if "BENCH_DATABASE_URL" in os.environ:
            plain["DATABASE_URL"] = os.environ["BENCH_DATABASE_URL"]
        self.environment = {**plain, "DATA_DIR": str(data_dir), "ENVIRONMENT": "development", **settings}

    def manage(self, *arguments):
        subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def __enter__(self):
        options = f"--port {self.port} --workers 2 --blocking-threads 2 --log-level error"
        command = [sys.executable, "-m", *self.program.split(), *options.split()]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment)
        try:
            self.wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exception):
        self.process.terminate()
        self.process.wait(20)

    def wait(self):
        for _ in range(120):
            try:
                if get("/readyz", connect(self.port)).status == 200:
                    return
            except OSError:
                pass
            time.sleep(0.5)
        raise SystemExit("The site did not start.")

    def pids(self):
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, children)]

    def cpu(self):
        """CPU seconds used by the server and its workers since they started."""
        fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in self.pids()]
        return sum(int(values[11]) + int(values[12]) for values in fields) / TICKS

    def memory(self):
        """Proportional set sizes in MiB: `[master, worker, worker]`."""
        rollups = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in self.pids()]
        return [int(text.partition("Pss:")[2].split()[0]) / 1024 for text in rollups]


def connect(port=PORT):
    return http.client.HTTPConnection("127.0.0.1", port, timeout=30)


def get(path, connection=None):
    connection = connection or connect()
    connection.request("GET", path, headers={"Accept-Encoding": "br", "Host": f"127.0.0.1:{PORT}"})
    response = connection.getresponse()
    response.content = response.read()
    return response


def weight(response):
    """Bytes of the answer: status line, headers and compressed body."""
    headers = sum(len(name) + len(value) + 4 for name, value in response.getheaders())
    return len("HTTP/1.1 200 OK\r\n\r\n") + headers + len(response.content)


def cpu_per_request(site, path, count):
    """Milliseconds of CPU for one of `count` requests over one connection."""
    connection = connect()
    for _ in range(20):
        get(path, connection)
    before = site.cpu()
    for _ in range(count):
        get(path, connection)
    return 1000 * (site.cpu() - before) / count


def line(name, value, unit, budget, at_least=False):
    within = budget is not None and (value >= budget if at_least else value <= budget)
    verdict = "" if budget is None else ("within" if within else "OVER")
    print(f"{name:<44}{value:>12.3f} {unit:<6}{'' if budget is None else f'budget {budget:g}':<16}{verdict}")


class Phone:
    """One open connection that begins attempts and answers; thin, as it shares the machine."""

    def __init__(self, port=PORT):
        self.line = socket.create_connection(("127.0.0.1", port), timeout=30)

    def ask(self, method, path, body=""):
        """Return status and head of an answer without a body, such as a redirect."""
        request = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\nContent-Length: {len(body)}\r\n"
        request += f"Content-Type: application/x-www-form-urlencoded\r\nAccept-Encoding: br\r\n\r\n{body}"
        self.line.sendall(request.encode())
        head = b""
        while b"\r\n\r\n" not in head:
            head += self.line.recv(65536)
        text = head.decode("latin-1")
        return text[9:12], text

    def begin(self, quiz=QUIZ):
        _status, head = self.ask("POST", quiz)
        return head.partition("ocation: ")[2].partition("\r")[0].removesuffix("1/")

    def answer(self, attempt):
        for position in range(1, QUESTIONS + 1):
            status, _head = self.ask("POST", f"{attempt}{position}/", "choice=dk")
            if status != "303":
                raise SystemExit(f"An answer got {status}.")


def median_ms(work, count):
    """The median of `count` runs of `work(number)` in milliseconds."""
    times = []
    for number in range(count):
        start = time.perf_counter()
        work(number)
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def measure_quiz():
    phone, connection = Phone(), connect()
    attempts = [phone.begin() for _ in range(ATTEMPTS)]
    shown = f"{attempts.pop()}1/"
    line("B5 question, Brotli", weight(get(shown, connection)), "bytes", 2500)
    line("B5 question, p50 alone", median_ms(lambda _: get(shown, connection), 300), "ms", 5)
    p50 = median_ms(lambda n: phone.answer(attempts[n]), len(attempts)) / QUESTIONS
    line("B5 answer, p50 alone", p50, "ms", 5)
    line("B5 explanation, Brotli", weight(get(f"{attempts[0]}1/", connection)), "bytes", 2500)


def taps(password):
    """A session of 40 people on the phone form; nothing is printed where there is no browser."""
    from playwright.sync_api import sync_playwright

    from tests.benchmarks.taps import measure, medians
    from tests.support.browser import CHROMIUM_FLAGS, find_chromium

    if not (path := find_chromium()):
        return
    home = f"http://127.0.0.1:{PORT}/lapangan/"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        page = browser.new_context(viewport={"width": 360, "height": 640}, has_touch=True).new_page()
        page.goto(f"{home}masuk/")
        page.fill("[name=username]", "pimpasa")
        page.fill("[name=password]", password)
        page.click("main form button")
        page.wait_for_url("**/lapangan/")
        for (name, unit, budget), value in zip(TAPS, medians(measure(page, home).values()), strict=True):
            line(f"Session of 40 people, median {name}", value, unit, budget)
        browser.close()


def main():
    data_dir = own_folder("migrasi-bench-")
    print("Preparing starter content ...", flush=True)
    password = secrets.token_urlsafe()
    Site(data_dir, DEMO_PASSWORD=password).manage("prepare")
    with Site(data_dir) as site:
        taps(password)
        for name, path, budget in PAGES:
            line(f"B1 {name}: page alone, Brotli", weight(get(path)), "bytes", budget)
        line("B6 article from the page cache, CPU", cpu_per_request(site, ARTICLE, HITS), "ms", 0.15)
        master, *workers = site.memory()
        line("B10 largest worker, PSS", max(workers), "MiB", 75)
        line("B10 master and two workers, PSS", master + sum(workers), "MiB", 180)
        memory, seconds, answers = measure_sign_ins(site, PORT, password)
        line(f"{answers.count(302)} sign-ins at once, memory more", memory, "MiB", 150)
        line(f"{answers.count(302)} sign-ins at once, time", seconds, "s", None)
        for kind in KINDS:
            line(f"Largest picture allowed ({kind}), memory more", measure_picture(kind), "MB", 200)
        measure_quiz()
    with Site(data_dir, PAGE_CACHE="0") as site:
        line("B7 article, cache miss, CPU", cpu_per_request(site, ARTICLE, MISSES), "ms", 20)


if __name__ == "__main__":
    main()
