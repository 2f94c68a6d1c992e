"""`python -m cms.deployment.server`: granian, with the site loaded once before its workers are forked.

What is loaded before the fork is shared: that saves about a quarter of the memory that `granian` alone needs.
It takes the options of the `granian` command.
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
SECONDS_TO_END = 10


def warm_up():
    """Load what the first request of a worker would load: code, addresses, and the texts of each language."""
    connection.ops.compiler("SQLCompiler")
    engines.all()  # with the code of every template tag
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            translation.gettext("")
            get_resolver().reverse_dict  # noqa: B018 made when asked for


def refuse_taken_port(arguments):
    """Leave with a sentence where somebody listens already: granian would share the port with them."""
    asked = cli.make_context("granian", [*arguments, TARGET]).params
    if asked["uds"]:
        return
    family = socket.AF_INET6 if ":" in asked["host"] else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a connection that is ending is no one
        try:
            trial.bind((asked["host"], asked["port"]))
        except OSError as error:
            sys.exit(
                f"Cannot listen on {asked['host']}:{asked['port']}: {error.strerror}. Choose another port."
            )


def main():
    refuse_taken_port(sys.argv[1:])
    warm_up()
    if sys.platform == "linux":
        # The default since Python 3.14 is another, with which nothing is shared.
        multiprocessing.set_start_method("fork")
    gc.collect()
    gc.freeze()  # else the first collection in a worker would write to, and so copy, every page
    # A worker told to end while it started may miss it; without a limit the server would wait for ever.
    cli(["--workers-kill-timeout", str(SECONDS_TO_END), *sys.argv[1:], "--interface", "wsgi", TARGET])


if __name__ == "__main__":
    main()
