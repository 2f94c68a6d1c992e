"""A static copy of the pages that help in danger, for the web server to show while the site is gone."""

import re
import uuid
from pathlib import Path

from django.conf import settings
from django.test import Client
from django.utils.translation import override

from cms.languages import CODES, SOURCE
from cms.public.offline import emergency_pages

STATIC_FILE = re.compile(rf'(?:href|src)="{settings.STATIC_URL}([^"?#]+)"')
AWAY = "away.html"  # for every page that has no copy


class BakingError(Exception):
    """A page could not be copied, as one sentence."""


def bake(folder):
    """Copy the emergency pages of every language into `folder`; return their addresses.

    Each file is replaced as a whole, so that no reader gets half a page. Nothing changes if a page fails.
    """
    pages = {address: page_at(address) for address in addresses()}
    for address, content in pages.items():
        write_whole(folder / address.strip("/") / "index.html", content)
    write_whole(folder / "index.html", pages[f"/{SOURCE}/"])
    write_whole(folder / AWAY, pages[f"/{SOURCE}/bantuan/"])
    for name in {name for content in pages.values() for name in STATIC_FILE.findall(content.decode())}:
        copy_static_file(name, folder / settings.STATIC_URL.strip("/") / name)
    return list(pages)


def addresses():
    found = []
    for code in CODES:
        with override(code):
            found += [address for address, _label in emergency_pages()]
    return found


def page_at(address):
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0].lstrip("*.")})
    response = client.get(address, secure=settings.SITE_URL.startswith("https"))
    if response.status_code != 200:
        raise BakingError(f"{address} answered {response.status_code}; nothing was changed.")
    return with_policy(response)


def with_policy(response):
    """Return the page with its security policy inside: the web server knows nothing of its hashes."""
    rules = [
        rule for rule in response["Content-Security-Policy"].split("; ") if "frame-ancestors" not in rule
    ]
    meta = f'<head><meta http-equiv="Content-Security-Policy" content="{"; ".join(rules)}">'
    return response.content.replace(b"<head>", meta.encode(), 1)


def copy_static_file(name, target):
    source = Path(settings.STATIC_ROOT) / name
    if source.is_file() and not target.exists():
        write_whole(target, source.read_bytes())


def write_whole(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{uuid.uuid4().hex}")
    new.write_bytes(content)
    new.chmod(0o644)
    new.replace(path)
