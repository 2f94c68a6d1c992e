"""The browser that the tests and benchmarks drive."""

import os
import shutil
import signal

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def find_chromium():
    """Return the path of a Chromium: the system's, else Playwright's own, else None."""
    if CHROMIUM:
        return CHROMIUM
    try:
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            path = playwright.chromium.executable_path
    except Exception:
        return None
    return path if os.path.exists(path) else None


def wait_until(page, predicate, value=None):
    """Wait ten seconds at most; a predicate the page itself asks needs `unsafe-eval`: the CSP refuses."""
    for _ in range(100):
        if page.evaluate(predicate, value):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"never true: {predicate} ({value})")


def wait_until_cached(page, address):
    ready = "navigator.serviceWorker.ready.then(() => caches.match(address)).then(Boolean)"
    wait_until(page, f"(address) => {ready}", address)


def picture_requests(page):
    """Return a list of addresses that grows with every picture `page` requests."""
    requested = []
    page.on("request", lambda request: "/media/" in request.url and requested.append(request.url))
    return requested


def kill_renderers(browser):
    """End the processes that run pages, as a phone without memory does; the browser itself goes on.

    Waits until the browser has noticed: it keeps a process in reserve for the next page, and a page given
    a dead one never comes.
    """
    cdp = browser.new_browser_cdp_session()
    killed = renderers(cdp)
    for process in killed:
        os.kill(process, signal.SIGKILL)
    while killed & renderers(cdp):
        pass
    cdp.detach()


def renderers(cdp):
    processes = cdp.send("SystemInfo.getProcessInfo")["processInfo"]
    return {process["id"] for process in processes if process["type"] == "renderer"}
