"""A line as in a village without a mast: slow, and three requests in ten are cut somewhere on their way."""

import random
import socket
import threading
import time
from contextlib import suppress

CHUNK = 4096


class FlakyLine:
    """Forwards to `port`, one request a connection; cuts a `share` of those to `/api/`.

    Cut "before" any body is sent, in the "middle" of it, or "after" the server has it: the answer is lost.

    `sent` counts every byte that left the phone for `/api/`, `cut` how many requests were lost at each place.
    """

    def __init__(self, port, share, bytes_per_second, seed):
        self.port, self.share, self.rate = port, share, bytes_per_second
        self.chance = random.Random(seed)
        self.sent = self.requests = 0
        self.cut = {"before": 0, "middle": 0, "after": 0}
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.address = self.socket.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        with suppress(OSError):  # closed at the end
            while True:
                phone, _ = self.socket.accept()
                threading.Thread(target=self.carry, args=[phone], daemon=True).start()

    def carry(self, phone):
        with suppress(OSError), phone:
            phone.settimeout(60)
            head = self.read_head(phone)
            if head:
                self.request(phone, head)

    def read_head(self, phone):
        data = b""
        while b"\r\n\r\n" not in data:
            part = phone.recv(CHUNK)
            if not part:
                return b""
            data += part
        return data

    def request(self, phone, data):
        head, _, body = data.partition(b"\r\n\r\n")
        is_api = head.split(b" ")[1].startswith(b"/api/")
        place = self.where_to_cut() if is_api else None
        length = body_length(head)
        if place == "before":
            self.count(is_api, len(data))
            return
        wanted = length // 2 if place == "middle" else length
        while len(body) < wanted:
            part = phone.recv(CHUNK)
            if not part:
                break
            body += part
            if is_api:
                time.sleep(len(part) / self.rate)
        self.count(is_api, len(head) + 4 + len(body))
        if len(body) < length:
            return
        answer = self.ask(closing(head) + b"\r\n\r\n" + body)
        if place != "after":
            phone.sendall(answer)

    def where_to_cut(self):
        self.requests += 1
        if self.chance.random() >= self.share:
            return None
        place = self.chance.choice(list(self.cut))
        self.cut[place] += 1
        return place

    def count(self, is_api, size):
        if is_api:
            self.sent += size

    def ask(self, request):
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as server:
            server.sendall(request)
            answer = b""
            while part := server.recv(65536):
                answer += part
        return answer

    def close(self):
        self.socket.close()


def body_length(head):
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0


def closing(head):
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([*lines, b"Connection: close"])
