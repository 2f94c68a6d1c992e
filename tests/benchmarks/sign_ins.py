"""The memory that many sign-ins at once take, and their time."""

import http.client
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

PEOPLE = 32


class HighestMemory:
    """While open, watches the memory of the site; `most` is the highest sum seen, in MiB."""

    def __init__(self, site):
        self.site, self.most, self.is_over = site, 0, threading.Event()
        self.thread = threading.Thread(target=self.watch)

    def watch(self):
        while not self.is_over.wait(0.01):
            self.most = max(self.most, sum(self.site.memory()))

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *exception):
        self.is_over.set()
        self.thread.join()


def sign_in(port, username, password):
    """Send the form as a browser would; return the status."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    host = {"Host": f"127.0.0.1:{port}"}
    connection.request("GET", "/lapangan/masuk/", headers=host)
    page = connection.getresponse()
    text, cookie = page.read().decode(), page.getheader("Set-Cookie", "").partition(";")[0]
    token = text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    body = urlencode({"csrfmiddlewaretoken": token, "username": username, "password": password})
    headers = {
        **host,
        "Cookie": cookie,
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": f"http://127.0.0.1:{port}",
    }
    connection.request("POST", "/lapangan/masuk/", body, headers)
    return connection.getresponse().status


def measure_sign_ins(site, port, password):
    """Return (MiB more than before, seconds, statuses) of `PEOPLE` right sign-ins at the same time."""
    sign_in(port, "pimpasa", password)
    before, start = sum(site.memory()), time.perf_counter()
    with HighestMemory(site) as highest, ThreadPoolExecutor(PEOPLE) as people:
        answers = list(people.map(lambda _: sign_in(port, "pimpasa", password), range(PEOPLE)))
    return highest.most - before, time.perf_counter() - start, answers
