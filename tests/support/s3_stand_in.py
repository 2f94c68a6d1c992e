"""A storage in memory that speaks like S3 (moto), in a process of its own."""

import sys

import boto3

from tests.support.background import Background
from tests.support.server import free_port

BUCKET = "migrasi"
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "uji",
    "AWS_SECRET_ACCESS_KEY": "rahasia-uji",
    "AWS_EC2_METADATA_DISABLED": "true",
}


class S3(Background):
    def __init__(self):
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        self.environment = {**CREDENTIALS, "S3_BUCKET": BUCKET, "S3_ENDPOINT_URL": self.address}
        super().__init__([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], port)

    def start(self):
        super().start()
        names = {
            "aws_access_key_id": "uji",
            "aws_secret_access_key": "rahasia-uji",
            "region_name": "us-east-1",
        }
        client = boto3.client("s3", endpoint_url=self.address, **names)
        client.create_bucket(Bucket=BUCKET)
        client.close()
