"""Files in an S3-compatible storage (the extra `s3`), which nobody but the site itself talks to."""

from urllib.parse import urljoin

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ConnectionError as StorageIsAway
from botocore.exceptions import HTTPClientError as StorageIsSlow
from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from cms.deployment.unavailable import passing_errors

OPTIONS = {
    # Two pictures of one name stay two, as on a disk.
    "file_overwrite": False,
    # The rest of a large file waits on the disk for a slow phone.
    "max_memory_size": 1024 * 1024,
    "transfer_config": TransferConfig(use_threads=False),
    # A storage that is away takes seconds of a thread, not minutes.
    "client_config": Config(connect_timeout=3, read_timeout=10, retries={"total_max_attempts": 2}),
}

passing_errors.extend([StorageIsAway, StorageIsSlow])


class PublicFiles(S3Storage):
    """Its files have the addresses of `cms.media`: the storage's own are signed, and end before pages do."""

    def get_default_settings(self):
        return {**super().get_default_settings(), **OPTIONS}

    def url(self, name, *args, **kwargs):
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name))


class PrivateFiles(PublicFiles):
    def url(self, name, *args, **kwargs):
        raise ValueError("A private file has no address.")
