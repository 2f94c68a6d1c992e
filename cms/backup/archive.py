"""One backup as a tar: a header, the rows in parts, the files, and last a manifest that proves it is whole.

Each member carries its SHA-256 in its own header, and the manifest the SHA-256 of them all, so neither
writing nor reading holds more than one part in memory.
"""

import gzip
import hashlib
import io
import json
import tarfile
import tempfile
from contextlib import contextmanager, nullcontext

from cms.backup.encryption import MARK, NO_KEY, decrypting, encrypting
from cms.backup.errors import BackupError

FORMAT = 1
HEADER, MANIFEST = "header.json", "manifest.json"
ROWS, FILES = "rows/", "files/"
CHECKSUM = "comment"  # a key of tar that its tools pass over in silence
IN_MEMORY = 8 * 2**20
PART = 4 * 2**20
NOT_OURS = "This file is not a backup of this site."
DAMAGED = "The backup is damaged or cut off: {}."


class ArchiveWriter:
    def __init__(self, file):
        self.tar = tarfile.open(fileobj=file, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self.checksums = hashlib.sha256()
        self.members = 0

    def add(self, name, content):
        """Add the file-like `content`; it is copied first, as a file may grow while it is read."""
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as copy:
            checksum = hashlib.sha256()
            while part := content.read(2**20):
                checksum.update(part)
                copy.write(part)
            member = tarfile.TarInfo(name)
            member.size, member.mode = copy.tell(), 0o600
            member.pax_headers = {CHECKSUM: checksum.hexdigest()}
            copy.seek(0)
            self.tar.addfile(member, copy)
        self.checksums.update(f"{checksum.hexdigest()} {name}\n".encode())
        self.members += 1

    def add_json(self, name, value):
        self.add(name, io.BytesIO(json.dumps(value).encode()))

    def add_rows(self, table, batches):
        """Add lists of rows as compressed parts; return how many rows there were."""
        part, size, count, number = [], 0, 0, 0
        for rows in batches:
            lines = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()
            part.append(lines)
            size += len(lines)
            count += len(rows)
            if size >= PART:
                self.add_part(table, number, part)
                part, size, number = [], 0, number + 1
        if part:
            self.add_part(table, number, part)
        return count

    def add_part(self, table, number, lines):
        content = gzip.compress(b"".join(lines), compresslevel=4, mtime=0)
        self.add(f"{ROWS}{table}/{number:06}.jsonl.gz", io.BytesIO(content))

    def finish(self, counts):
        self.add_json(MANIFEST, {**counts, "members": self.members, "sha256": self.checksums.hexdigest()})
        self.tar.close()


@contextmanager
def writing(file, key=None):
    with encrypting(file, key) if key else nullcontext(file) as plain:
        yield ArchiveWriter(plain)


class ArchiveReader:
    """Reads from first to last; `manifest` is there once `members` has come to its end."""

    def __init__(self, file):
        self.file = file
        self.tar = self.open_tar()
        self.checksums = hashlib.sha256()
        self.members_read = 0
        self.manifest = None
        self.header = self.read_header()

    def open_tar(self):
        try:
            return tarfile.open(fileobj=self.file, mode="r|")
        except tarfile.ReadError as error:
            raise BackupError(NOT_OURS) from error

    def read_header(self):
        member = self.tar.next()
        if member is None or member.name != HEADER:
            raise BackupError(NOT_OURS)
        header = json.loads(self.checked(member))
        if header["format"] > FORMAT:
            raise BackupError(
                "The backup was made by a newer version of the site: install that version, then restore it."
            )
        return header

    def checked(self, member):
        """Return the content of a small member whose checksum is right."""
        with self.content(member) as content:
            return content.read()

    @contextmanager
    def content(self, member):
        """Yield the content as a file; `BackupError` if it does not match its checksum once it was read."""
        content = CheckedContent(self.tar.extractfile(member))
        yield content
        while content.read(2**20):
            pass
        if content.checksum.hexdigest() != member.pax_headers.get(CHECKSUM):
            raise BackupError(DAMAGED.format(f"{member.name} does not match its checksum"))
        if member.name != MANIFEST:
            self.checksums.update(f"{content.checksum.hexdigest()} {member.name}\n".encode())
            self.members_read += 1

    def members(self):
        """Yield (name, member) between header and manifest; the reader takes the `content` of each."""
        while member := self.tar.next():
            if member.name == MANIFEST:
                self.finish(member)
                return
            yield member.name, member
        raise BackupError(DAMAGED.format("its end is missing"))

    def finish(self, member):
        manifest = json.loads(self.checked(member))
        found = (self.members_read, self.checksums.hexdigest())
        if found != (manifest["members"], manifest["sha256"]):
            raise BackupError(DAMAGED.format("it lacks some of its content"))
        while self.file.read(2**20):  # the encryption proves itself at the very end
            pass
        self.manifest = manifest

    def rows(self, member):
        return [json.loads(line) for line in gzip.decompress(self.checked(member)).splitlines()]


class CheckedContent(io.RawIOBase):
    def __init__(self, file):
        super().__init__()
        self.file, self.checksum = file, hashlib.sha256()

    def read(self, size=-1):
        part = self.file.read(size)
        self.checksum.update(part)
        return part


def table_of(name):
    return name.removeprefix(ROWS).partition("/")[0]


@contextmanager
def reading(path, key=None):
    """Yield an `ArchiveReader`; whatever is wrong with the file is a `BackupError`."""
    with open(path, "rb") as file:
        encrypted = file.read(len(MARK)) == MARK
        file.seek(0)
        if encrypted and key is None:
            raise BackupError(NO_KEY)
        with decrypting(file, key) if encrypted else nullcontext(file) as plain, explained_damage():
            yield ArchiveReader(plain)


@contextmanager
def explained_damage():
    try:
        yield
    except tarfile.TarError as error:
        raise BackupError(DAMAGED.format("it cannot be read to its end")) from error
