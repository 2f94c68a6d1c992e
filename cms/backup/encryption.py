"""Encryption by age (age-encryption.org): the site has the public key, and cannot read its own backups."""

import os
import threading
from contextlib import contextmanager
from pathlib import Path

import pyrage
from pyrage import x25519

from cms.backup.errors import BackupError

MARK = b"age-encryption.org/"
NO_KEY = "The backup is encrypted: name the file with its private key, --key FILE."
WRONG_KEY = "This private key does not open the backup."
DAMAGED = "The backup is damaged or cut off: it cannot be decrypted to its end."


def new_key(path):
    """Write a new private key to `path`, which must not exist; return the public key."""
    private = x25519.Identity.generate()
    public = str(private.to_public())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"# public key: {public}\n{private}\n")
    return public


def public_key(text):
    try:
        return x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise BackupError("The public key is not one of age: it begins with age1.") from error


def private_key(path):
    lines = [line.strip() for line in Path(path).read_text().splitlines()]
    try:
        return x25519.Identity.from_str(next(line for line in lines if line and not line.startswith("#")))
    except (StopIteration, pyrage.IdentityError) as error:
        raise BackupError(f"{path} holds no private key: AGE-SECRET-KEY-1... is missing.") from error


class Worker(threading.Thread):
    """Runs `action` and remembers what it raised."""

    def __init__(self, action):
        super().__init__(daemon=True)
        self.action, self.error = action, None

    def run(self):
        try:
            self.action()
        except Exception as error:  # raised again by the thread that waits for it
            self.error = error


@contextmanager
def encrypting(file, key):
    """Yield a file for plain bytes, which arrive encrypted in `file`."""
    source, plain = os.pipe()

    def encrypt():
        with open(source, "rb") as reader:
            pyrage.encrypt_io(reader, file, [key])

    worker = Worker(encrypt)
    worker.start()
    try:
        with open(plain, "wb") as writer:
            yield writer
    except BrokenPipeError:
        pass  # the worker stopped, and knows why
    finally:
        worker.join()
    if worker.error:
        raise worker.error


@contextmanager
def decrypting(file, key):
    """Yield a file of the plain bytes of the encrypted `file`."""
    plain, target = os.pipe()

    def decrypt():
        with open(target, "wb") as writer:
            pyrage.decrypt_io(file, writer, [key])

    worker = Worker(decrypt)
    worker.start()
    try:
        with open(plain, "rb") as reader:
            yield reader
    except BackupError as found:
        worker.join()
        raise explained(worker.error) or found from None
    finally:
        worker.join()
    if error := explained(worker.error):
        raise error


def explained(error):
    """Return the sentence for what a decryption raised; None if it only lost its reader."""
    if error is None or isinstance(error, BrokenPipeError):
        return None
    wrong_key = isinstance(error, pyrage.DecryptError) and "No matching keys" in str(error)
    return BackupError(WRONG_KEY if wrong_key else DAMAGED)
