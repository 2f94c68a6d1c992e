"""Programs that need not be there: without one, a test is skipped, or fails where it must run."""

import os
import shutil

import pytest


def tool(name, required=""):
    """Return the path of a program; the variable of its name (NGINX, CADDY) may give it.

    With the variable `required` set to 1, a missing one is a failure.
    """
    found = os.environ.get(name.upper().replace("-", "_")) or shutil.which(
        name, path=f"{os.environ['PATH']}:/usr/sbin"
    )
    if not found and os.environ.get(required) == "1":
        pytest.fail(f"{name} is not installed, and {required}=1")
    if not found:
        pytest.skip(f"{name} is not installed")
    return found
