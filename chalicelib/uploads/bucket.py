"""Presigned forms and links of S3. Signing is done here: no call leaves the function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.uploads.rules import Presentation
from chalicelib.uploads.service import Form

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

UPLOAD_SECONDS = 900
LINK_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class S3Bucket:
    client: S3Client
    name: str

    def form(self, key: str, *, mime: str, size: int) -> Form:
        """https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html"""
        post = self.client.generate_presigned_post(
            self.name,
            key,
            Fields={"Content-Type": mime},
            Conditions=[{"Content-Type": mime}, ["content-length-range", size, size]],
            ExpiresIn=UPLOAD_SECONDS,
        )
        return Form(key=key, url=post["url"], fields=post["fields"])

    def link(self, key: str, how: Presentation) -> str:
        return self.client.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self.name,
                "Key": key,
                "ResponseContentType": how.content_type,
                "ResponseContentDisposition": how.disposition,
            },
            ExpiresIn=LINK_SECONDS,
        )
