"""The account's files in the bucket, to be dropped (docs/data.md, "Bucket")."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from chalicelib.privacy import logged
from chalicelib.settings import settings
from chalicelib.shared import aws
from chalicelib.shared.errors import TryAgain

MOST_DELETED = 1000  # keys of one DeleteObjects
LOOKED_AT = 5  # files that are read in a step; each has at most ten megabytes


class BucketFiles:
    """Implements `ports.Files`."""

    def drop(self, keys: Sequence[str]) -> int:
        wanted = sorted({key for key in keys if key})
        for first in range(0, len(wanted), MOST_DELETED):
            some: Any = [{"Key": key} for key in wanted[first : first + MOST_DELETED]]
            answer = aws.s3().delete_objects(
                Bucket=settings().media_bucket, Delete={"Objects": some, "Quiet": True}
            )
            if answer.get("Errors"):  # of single keys; the call itself has not failed
                raise TryAgain("the bucket did not delete everything")
        return len(wanted)

    def drop_folder(self, prefix: str) -> int:
        dropped = 0
        while True:
            page = aws.s3().list_objects_v2(Bucket=settings().media_bucket, Prefix=prefix)
            keys = [each["Key"] for each in page.get("Contents", ())]
            if not keys:
                return dropped
            dropped += self.drop(keys)

    def drop_holding(
        self, prefix: str, ids: Collection[str], words: Collection[str], cursor: str
    ) -> tuple[int, str]:
        page = aws.s3().list_objects_v2(
            Bucket=settings().media_bucket, Prefix=prefix, StartAfter=cursor, MaxKeys=LOOKED_AT
        )
        found = [each["Key"] for each in page.get("Contents", ())]
        theirs = [key for key in found if self._holds(key, ids, words)]
        self.drop(theirs)
        return len(theirs), found[-1] if page.get("IsTruncated") else ""

    @staticmethod
    def _holds(key: str, ids: Collection[str], words: Collection[str]) -> bool:
        body = aws.s3().get_object(Bucket=settings().media_bucket, Key=key)["Body"].read()
        return logged.holds(body, ids, words)
