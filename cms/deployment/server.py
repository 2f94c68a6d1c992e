"""`python -m cms.deployment.server`: granian, with the site loaded once before its workers are forked.

Workers share what is loaded before the fork: that saves a quarter of the memory that `granian` alone needs.
The options are those of the `granian` command.
"""

import gc
import multiprocessing
import socket
import sys

from django.conf import settings
from django.db import connection
from django.template import engines
from django.urls import get_resolver
from django.utils import translation
from granian.cli import cli

from cms.wsgi import application  # noqa: F401 loading it is the point

TARGET = "cms.wsgi:application"
DEFAULTS = [
    # A worker stopped while it starts may miss the signal; without a limit the server would wait forever.
    *("--workers-kill-timeout", "10"),
    # A worker that dies comes back at once, unless it dies again within 5.5 s: then a supervisor has to look.
    "--respawn-failed-workers",
]


def warm_up():
    """Load what the first request of a worker would load: code, addresses, and the texts of each language."""
    connection.ops.compiler("SQLCompiler")
    engines.all()  # with the code of every template tag
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            translation.gettext("")
            get_resolver().reverse_dict  # noqa: B018 built on first access


def exit_if_port_is_taken(arguments):
    """Exit with a message if something listens there already: granian would share the port."""
    options = cli.make_context("granian", [*arguments, TARGET]).params
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


def main():
    exit_if_port_is_taken(sys.argv[1:])
    warm_up()
    if sys.platform == "linux":
        # Since Python 3.14 the default is "forkserver", which shares nothing.
        multiprocessing.set_start_method("fork")
    gc.collect()
    gc.freeze()  # else the first collection in a worker would write to every memory page, and so copy it
    cli([*DEFAULTS, *sys.argv[1:], "--interface", "wsgi", TARGET])


if __name__ == "__main__":
    main()
