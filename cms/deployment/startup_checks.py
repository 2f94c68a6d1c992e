"""Checks before the site answers its first request."""

import socket
import tempfile

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from cms.models import User


def refusals(port=None):
    """Yield in a sentence each what would stop the set-up later, after it has worked for a while."""
    yield from data_folder_refusal()
    if port and (refusal := port_refusal("127.0.0.1", port)):
        yield refusal
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        reason = " ".join(str(error).split())
        yield f"The database of DATABASE_URL does not answer ({reason}). Start it, or set another address."


def data_folder_refusal():
    try:
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.DATA_DIR):
            pass
    except OSError as error:
        yield f"The site cannot write into {settings.DATA_DIR}: {error.strerror}. Set another DATA_DIR."


def port_refusal(host, port):
    """Return why nothing can listen there, None if it can."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        # Connections that are closing do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return f"Cannot listen on {host}:{port}: {error.strerror}. Choose another, such as PORT=8001."
    return None


def check():
    """Stop a production start on a database with demo accounts."""
    if not settings.PRODUCTION:
        return
    try:
        demo_accounts = list(
            User.objects.filter(is_demo=True).order_by("pk").values_list("username", flat=True)[:6]
        )
    except DatabaseError:
        return  # Not migrated or not reachable yet: /readyz reports it, and nobody can sign in.
    finally:
        if not connection.in_atomic_block:
            connection.close()  # A server may fork its workers after this.
    if demo_accounts:
        raise ImproperlyConfigured(
            "This database holds the demo accounts "
            f"({', '.join(sorted(demo_accounts))}), whose password may be known to anybody. "
            "Use another database, or delete these accounts, before you run the site in production."
        )
