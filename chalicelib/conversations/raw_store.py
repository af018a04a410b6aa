"""What providers sent and nobody could read yet, in the bucket."""

from __future__ import annotations

from chalicelib.shared import aws


class BucketRawStore:
    """Implements `ports.RawStore` over the private bucket."""

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket

    def put(self, key: str, raw: str) -> None:
        aws.s3().put_object(
            Bucket=self._bucket, Key=key, Body=raw.encode(), ContentType="application/json"
        )
