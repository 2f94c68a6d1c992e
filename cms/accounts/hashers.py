"""Argon2 that fits a small server: OWASP's smaller memory, and one password at a time in each process."""

import threading

from django.contrib.auth.hashers import Argon2PasswordHasher

ONE_AT_A_TIME = threading.Lock()


class SmallArgon2PasswordHasher(Argon2PasswordHasher):
    """m = 19 MiB, t = 2, p = 1: OWASP's second choice, as hard to guess as its first with 46 MiB.

    Django takes 100 MiB for each password being checked: 32 sign-ins at once took 724 MiB. Passwords stored
    with that are checked with it once more, and stored with these at the next sign-in.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

    def encode(self, password, salt):
        with ONE_AT_A_TIME:
            return super().encode(password, salt)

    def verify(self, password, encoded):
        with ONE_AT_A_TIME:
            return super().verify(password, encoded)
