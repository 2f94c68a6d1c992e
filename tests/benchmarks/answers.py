"""An answered question beside a bare Django view that inserts one row: CPU and rate, in one run.

`make bench` ends with it. Alone it takes less than a minute: `python -m tests.benchmarks.answers`;
`BENCH_DATA` names a data folder to use again. Both run under granian with two workers on the same database,
in turns, so that a busy machine slows both.
"""

import os
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from tests.benchmarks.site import PORT, QUESTIONS, ROOT, Phone, Site, line, own_folder

QUIZZES = ("paspor", "jalur-resmi", "minta-tolong", "tawaran-kerja", "waspada-penipuan")
CONNECTIONS = 16
ROUNDS = 6  # the first is not counted
ATTEMPTS = 48  # a round: in all fewer than 60 of each quiz, as more within a minute are set apart
ROWS = 4 * ATTEMPTS * QUESTIONS  # a round of the bare view takes about as long


class BareSite(Site):
    """The bare view, as plain as granian and Django serve it."""

    program, port = "granian --interface wsgi --http 1 tests.benchmarks.bare_view:application", PORT + 1

    def __enter__(self):
        table = [sys.executable, "-m", "tests.benchmarks.bare_view"]
        subprocess.run(table, cwd=ROOT, env=self.environment, check=True)
        return super().__enter__()


def insert_rows(number):
    phone = Phone(BareSite.port)
    for _ in range(number):
        phone.ask("POST", "/", "choice=dk")


def answer_attempts(attempts):
    phone = Phone()
    for attempt in attempts:
        phone.answer(attempt)


def measured(site, work, shares, count):
    """Return (milliseconds of CPU a request, requests a second) of `count` requests by `work(share)`."""
    before, start = site.cpu(), time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as people:
        list(people.map(work, shares))
    seconds = time.perf_counter() - start
    return 1000 * (site.cpu() - before) / count, count / seconds


def measure_round(site, bare, attempts):
    rows = measured(bare, insert_rows, [ROWS // CONNECTIONS] * CONNECTIONS, ROWS)
    shares = [attempts[number::CONNECTIONS] for number in range(CONNECTIONS)]
    answers = measured(site, answer_attempts, shares, QUESTIONS * len(attempts))
    return *answers, *rows


def print_median(rounds):
    """Ratios are medians of those within a round, where the machine was as busy for both."""
    cpu, rate, bare_cpu, bare_rate = (statistics.median(values) for values in zip(*rounds, strict=True))
    line("B5 answer, CPU", cpu, "ms", None)
    line("B5 bare view that inserts a row, CPU", bare_cpu, "ms", None)
    line("B5 answer, CPU against the bare view", statistics.median(a / b for a, _, b, _ in rounds), "x", 3)
    line(f"B5 answers at {CONNECTIONS} connections", rate, "/s", None)
    line(f"B5 bare view at {CONNECTIONS} connections", bare_rate, "/s", None)
    shares = [one / other for _, one, _, other in rounds]
    line("B5 answers against the bare view", statistics.median(shares), "x", 0.3, at_least=True)


def main():
    data_dir = os.environ.get("BENCH_DATA") or own_folder("migrasi-answers-")
    for command in ("migrate", "load_starter"):
        Site(data_dir).manage(command)
    with Site(data_dir) as site, BareSite(data_dir) as bare:
        phone = Phone()
        quizzes = [f"/id/kuis/{slug}/" for slug in QUIZZES]
        attempts = [phone.begin(quizzes[number % len(quizzes)]) for number in range(ROUNDS * ATTEMPTS)]
        rounds = [measure_round(site, bare, attempts[number::ROUNDS]) for number in range(ROUNDS)]
    print_median(rounds[1:])


if __name__ == "__main__":
    main()
