"""Logs: for machines one JSON object a line, with the id of the request and nothing private.

A path may hold a token, the message of an exception the values of a row: in their place stand the route, and
the kind and place of the exception.
"""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]
FRAMES = 12  # of an exception, the innermost

request_id = ContextVar("request_id", default="")


class PlainFormatter(logging.Formatter):
    """A line as people read it. Of a request it names the route: a path may hold the token of an attempt."""

    def formatMessage(self, record):  # noqa: N802, a name of logging
        request = getattr(record, "request", None)
        if request is not None:
            about = described(request)
            record.message = f"{message_of(record)} {about['method']} {about['route']}"
        return super().formatMessage(record)


class JsonFormatter(logging.Formatter):
    def format(self, record):
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message_of(record),
            "request_id": request_id.get(),
            **described(getattr(record, "request", None)),
            "status": getattr(record, "status_code", None),
            "milliseconds": getattr(record, "milliseconds", None),
            **exception_of(record),
        }
        return json.dumps({name: value for name, value in line.items() if value not in (None, "")})


def message_of(record):
    """Return the message; of Django's own about a request only what it is, not the path that follows."""
    if not hasattr(record, "request") or not record.args:
        return record.getMessage()
    first = record.args[0] if isinstance(record.args, tuple) else ""
    return str(first).partition("/")[0].strip()


def described(request):
    if request is None:
        return {}
    match = getattr(request, "resolver_match", None)
    return {"method": request.method, "route": match.route if match else "none"}


def exception_of(record):
    if not record.exc_info or record.exc_info[0] is None:
        return {}
    kind, _error, trace = record.exc_info
    frames = traceback.extract_tb(trace)[-FRAMES:]
    return {
        "exception": f"{kind.__module__}.{kind.__qualname__}",
        "at": [f"{place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames],
    }


def place(filename):
    path = Path(filename)
    return str(path.relative_to(BASE_DIR)) if path.is_relative_to(BASE_DIR) else "/".join(path.parts[-3:])
