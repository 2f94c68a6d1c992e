"""`python -m cms.deployment.server`: granian, with the site loaded once before its workers are forked.

Workers share what is loaded before the fork: that saves a quarter of the memory that `granian` alone needs.
The options are those of the `granian` command; `--blocking-threads` are the threads of Django in each worker.
"""

import gc
import logging
import multiprocessing
import resource
import socket
import sys

from django.conf import settings
from django.db import connection
from django.template import engines
from django.urls import get_resolver
from django.utils import translation
from granian import _futures
from granian.cli import cli

from cms.deployment.front import THREADS, application

log = logging.getLogger(__name__)
MOST_FILES = 16_384
TARGET = "cms.deployment.front:application"
DEFAULTS = [
    # A worker stopped while it starts may miss the signal; without a limit the server would wait forever.
    *("--workers-kill-timeout", "10"),
    # A worker that dies comes back at once, unless it dies again within 5.5 s: then a supervisor has to look.
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
    family = socket.AF_INET6 if ":" in options["host"] else socket.AF_INET
    with socket.socket(family) as probe:
        # Connections that are closing do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((options["host"], options["port"]))
        except OSError as error:
            address = f"{options['host']}:{options['port']}"
            sys.exit(f"Cannot listen on {address}: {error.strerror}. Choose another port.")


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


def main():
    options = options_of(sys.argv[1:])
    exit_if_port_is_taken(options)
    warm_up()
    application.threads = options["blocking_threads"] or THREADS
    if sys.platform == "linux":
        # Since Python 3.14 the default is "forkserver", which shares nothing.
        multiprocessing.set_start_method("fork")
    _futures._cbsched_aioschedule = answering_at_once(application, _futures._cbsched_aioschedule)
    allow_many_connections()
    gc.collect()
    gc.freeze()  # else the first collection in a worker would write to every memory page, and so copy it
    cli([*DEFAULTS, *sys.argv[1:], "--interface", "rsgi", "--blocking-threads", "1", TARGET])


if __name__ == "__main__":
    main()
