"""Wrong passwords slow down whoever guesses, and nobody else.

Misses are counted by account and address together, and by address. After some free ones each further try
has to wait twice as long as the one before, up to `LONGEST`. A device that somebody signed in on before
carries a signed cookie: it is counted for itself, so others cannot make it wait. Nothing counts by account
alone, since that would be a lock which a stranger could hold closed for ever.

Only keyed digests are stored, in the cache and for an hour.
"""

import time
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.signals import user_logged_in
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, Signer
from django.shortcuts import render
from django.utils.crypto import get_random_string, salted_hmac

FREE = {"account": 5, "address": 30, "device": 5}
FIRST, LONGEST = 15, 900  # seconds
MEMORY = 3600  # seconds without a miss, after which all is forgiven
ROUND = "sign-in-round"  # raised by `manage.py reset_sign_in_limits`
DEVICE_COOKIE, DEVICE_AGE = "perangkat", 365 * 24 * 3600
MOST_ACCOUNTS = 6  # that one device remembers


class TooManyTries(Exception):
    def __init__(self, seconds):
        super().__init__(seconds)
        self.seconds = seconds


def digest(*parts):
    return salted_hmac("cms.sign-in", "\x00".join(parts)).hexdigest()[:24]


def client_network(request):
    """Return the address of the client; of an IPv6 address its network, as one house has millions."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(ip_network(f"{parsed}/64", strict=False)) if parsed.version == 6 else address


def known_accounts(request):
    """Return `(id of the device, digests of the accounts)` from its cookie; `("", [])` for an unknown one."""
    try:
        device, *accounts = (
            Signer(salt=DEVICE_COOKIE).unsign(request.COOKIES.get(DEVICE_COOKIE, "")).split(".")
        )
    except BadSignature:
        return "", []
    return device, accounts


def counters(request, username):
    """Return `[(cache key, free misses)]` of all that a miss counts for."""
    account = digest("account", username.casefold())
    device, accounts = known_accounts(request)
    if account in accounts:
        named = [("device", digest(device, account))]
    else:
        address = client_network(request)
        named = [("account", digest(account, address)), ("address", digest(address))]
    number = cache.get(ROUND, 0)
    return [(f"sign-in:{number}:{name}:{key}", FREE[name]) for name, key in named]


def delay_after(misses, free):
    """Return the seconds to wait after so many misses."""
    return 0 if misses < free else min(LONGEST, FIRST * 2 ** min(misses - free, 10))


def count_up(key):
    cache.add(key, 0, MEMORY)
    try:
        count = cache.incr(key)
    except ValueError:  # gone in between
        count = 1
    cache.touch(key, MEMORY)  # not every cache leaves the time as it was
    return count


def forgive_everybody():
    """End every wait and count from nothing."""
    cache.set(ROUND, cache.get(ROUND, 0) + 1, None)


def begin_try(request, username):
    """Count a try as a miss before it is made, so that many at once gain nothing; return what `undo` takes.

    Raise `TooManyTries` while the wait of an earlier one runs; that is not counted.
    """
    counted = counters(request, username)
    now = time.time()
    until = max(cache.get_many([f"{key}:until" for key, _free in counted]).values(), default=0)
    if now < until <= now + LONGEST:  # else the server's clock was set back since
        raise TooManyTries(int(until - now) + 1)
    for key, free in counted:
        misses = count_up(key)
        if seconds := delay_after(misses, free):
            cache.set(f"{key}:until", now + seconds, seconds)
    return counted


def undo(counted):
    """Take back the try that turned out right. What others at the address missed still counts."""
    for key, free in counted:
        if ":address:" not in key:
            cache.delete_many([key, f"{key}:until"])
        elif cache.get(key) and delay_after(cache.incr(key, -1), free) == 0:
            cache.delete(f"{key}:until")


def check_own_password(request, password):
    """Like `user.check_password`, with the same limits; raise `TooManyTries`."""
    counted = begin_try(request, request.user.get_username())
    is_right = request.user.check_password(password)
    if is_right:
        undo(counted)
    return is_right


class LimitingBackend(BaseBackend):
    """Stands before the backend that checks the password, and stops a try that has to wait."""

    def authenticate(self, request, username=None, password=None, **credentials):
        if request is None or not username or password is None:
            return
        try:
            request.sign_in_try = begin_try(request, username)
        except TooManyTries as refused:
            request.wait_seconds = refused.seconds
            raise PermissionDenied from refused


def note_success(request, user, **kwargs):
    """The try was right: take it back, and have the middleware give the device its cookie."""
    if request is None:
        return
    undo(getattr(request, "sign_in_try", []))
    request.known_device_of = user.get_username()


user_logged_in.connect(note_success, dispatch_uid="sign-in-limits")


class SignInLimitMiddleware:
    """Answer 429 where a try has to wait; give a device on which somebody signed in its cookie."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if seconds := getattr(request, "wait_seconds", 0):
            minutes = -(-seconds // 60)
            context = {"seconds": seconds, "minutes": minutes if seconds > 60 else 0}
            response = render(request, "registration/locked_out.html", context, status=429)
            response["Retry-After"] = str(seconds)
        elif username := getattr(request, "known_device_of", ""):
            remember_device(request, response, username)
        return response


def remember_device(request, response, username):
    device, accounts = known_accounts(request)
    account = digest("account", username.casefold())
    accounts = [account, *(other for other in accounts if other != account)][:MOST_ACCOUNTS]
    value = Signer(salt=DEVICE_COOKIE).sign(".".join([device or get_random_string(16), *accounts]))
    response.set_cookie(
        DEVICE_COOKIE,
        value,
        max_age=DEVICE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
