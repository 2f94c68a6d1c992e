"""Programs that need not be there: a test that asks for one is skipped without it."""

import os
import shutil

import pytest


def tool(name):
    """Return the path of a program; the variable of its name (NGINX, CADDY) may give it."""
    found = os.environ.get(name.upper().replace("-", "_")) or shutil.which(
        name, path=f"{os.environ['PATH']}:/usr/sbin"
    )
    if not found:
        pytest.skip(f"{name} is not installed")
    return found
