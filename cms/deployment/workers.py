"""granian with the site loaded once, before its workers are forked; see `cms.deployment.server`.

Workers share what is loaded before the fork: that saves a quarter of the memory that `granian` alone needs.
"""

import gc
import logging
import multiprocessing
import os
import resource
import sys
import threading
import time
from collections import deque
from functools import partial

import granian.cli
from django.conf import settings
from django.db import connection
from django.template import engines
from django.urls import get_resolver
from django.utils import translation
from granian import _futures
from granian.cli import cli
from granian.server import Server as MPServer

from cms.deployment.front import THREADS, application
from cms.deployment.startup_checks import port_refusal
from cms.deployment.succession import present_code_loads, succeed

log = logging.getLogger(__name__)
MOST_FILES = 16_384
MOST_DEATHS, DEATHS_WITHIN = 10, 60.0  # seconds
TARGET = "cms.deployment.front:application"
DEFAULTS = [
    # A worker stopped while it starts may miss the signal; without a limit the server would wait forever.
    *("--workers-kill-timeout", "10"),
    # A worker that dies comes back at once; after MOST_DEATHS the server ends, and a supervisor has to look.
    "--respawn-failed-workers",
    # Half a head of a request holds a connection, not a thread: there may be many, for a short time.
    *("--http", "1", "--http1-header-read-timeout", "10000"),
    *("--backpressure", "2000", "--backlog", "2048"),
]


def warm_up():
    """Load what the first request of a worker would load: code, addresses, and the texts of each language."""
    connection.ops.compiler("SQLCompiler")
    engines.all()  # with the code of every template tag
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            translation.gettext("")
            get_resolver().reverse_dict  # noqa: B018 built on first access


def exit_if_port_is_taken(options):
    """Exit with a message if something listens there already: granian would share the port."""
    if options["uds"]:
        return
    if refusal := port_refusal(options["host"], options["port"]):
        sys.exit(refusal)


def answering_at_once(application, schedule_on_loop):
    """Let the thread that reads a request answer it where nothing has to be waited for.

    The way over the loop costs as much again as sending a finished page.
    """

    def schedule_for(loop, context, callback):
        on_the_loop = schedule_on_loop(loop, context, callback)

        def schedule(watcher):
            if is_answered(application, watcher):
                watcher.done()
            else:
                on_the_loop(watcher)

        return schedule

    return schedule_for


def is_answered(application, watcher):
    """An exception here would end the worker."""
    try:
        return application.answer_at_once(watcher.scope, watcher.proto)
    except Exception:
        log.exception("A page could not be sent from the cache.")
        return False


def allow_many_connections():
    """Raise the number of open files to what this user may have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


def options_of(arguments):
    return cli.make_context("granian", [*arguments, TARGET]).params


class Deaths:
    """When workers died; stands in for granian's memory, by which two deaths in 5.5 s would end the site."""

    def __init__(self):
        self.times = deque(maxlen=MOST_DEATHS)

    def get(self, _worker, _default):
        """Return the time of the last death if there were too many of late, else one long ago."""
        is_loop = len(self.times) == MOST_DEATHS and time.monotonic() - self.times[0] < DEATHS_WITHIN
        return time.monotonic() if is_loop else -DEATHS_WITHIN

    def __setitem__(self, _worker, when):
        self.times.append(when)

    def clear(self):
        pass


class SiteServer(MPServer):
    """granian's server with a wider limit for dying workers; HUP starts the code that is on the disk now."""

    former, listening = None, None

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.respawned_wrks = Deaths()

    def startup(self, *arguments):
        super().startup(*arguments)
        if self.former:
            threading.Thread(target=self.former.stop_after, args=(self.listening, self.workers)).start()

    def shutdown(self, exit_code=0):
        if self.former:
            self.former.stop()
        super().shutdown(exit_code)

    def _reload(self, *_):
        self.reload_signal = False
        self.main_loop_interrupt.clear()
        if not present_code_loads():
            log.error("The code on the disk does not start. The site goes on with the former code.")
        elif not self.interrupt_signal:
            succeed([worker.inner.pid for worker in self.wrks if worker.is_alive()])


def main(former):
    options = options_of(sys.argv[1:])
    if not former:
        exit_if_port_is_taken(options)
    warm_up()
    application.threads = options["blocking_threads"] or THREADS
    if sys.platform == "linux":
        # Since Python 3.14 the default is "forkserver", which shares nothing.
        multiprocessing.set_start_method("fork")
    _futures._cbsched_aioschedule = answering_at_once(application, _futures._cbsched_aioschedule)
    SiteServer.former = former
    SiteServer.listening, signs = os.pipe()
    os.set_blocking(signs, False)
    application.when_listening = partial(os.write, signs, b"1")
    granian.cli.Server = SiteServer
    allow_many_connections()
    gc.collect()
    gc.freeze()  # else the first collection in a worker would write to every memory page, and so copy it
    cli([*DEFAULTS, *sys.argv[1:], "--interface", "rsgi", "--blocking-threads", "1", TARGET])
