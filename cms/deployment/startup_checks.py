"""Checks before the site answers its first request."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from cms.models import User


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
