"""The built client in the site bucket: console at the root, widget under `w/`."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PARTS = {"console": "", "widget": "w/"}
_HASHED = re.compile(r"[-.][A-Za-z0-9_-]{8,}\.(js|css|woff2|svg|png|webp|mp3|wasm)$")
_FOREVER = "public, max-age=31536000, immutable"
_ALWAYS_ASK = "no-cache"
_A_WHILE = "public, max-age=300"

mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("application/manifest+json", ".webmanifest")


class NotBuilt(Exception):
    """There is no built client: `npm run build --prefix web` makes it."""


def files(dist: Path) -> Iterator[tuple[str, Path]]:
    """(key, path) of every file of the built client. Raises NotBuilt if a part is missing."""
    for part, prefix in PARTS.items():
        folder = dist / part
        if not folder.is_dir():
            raise NotBuilt(f"{folder} is missing: run `npm run build --prefix web` first.")
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield prefix + path.relative_to(folder).as_posix(), path


def cache_control(key: str) -> str:
    """A name with a content hash never changes; a page is asked for anew; the loader in between."""
    if key.endswith(".html"):
        return _ALWAYS_ASK
    return _FOREVER if _HASHED.search(key) else _A_WHILE


def publish(s3: S3Client, *, bucket: str, dist: Path) -> int:
    """Upload all, pages last (a page must never name a file that is not there yet), then delete
    what is no longer built. Returns the number of files."""
    todo = sorted(files(dist), key=lambda item: item[0].endswith(".html"))
    for key, path in todo:
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        s3.put_object(
            Bucket=bucket,
            Key=key,
            Body=path.read_bytes(),
            ContentType=kind,
            CacheControl=cache_control(key),
        )
    wanted = {key for key, _ in todo}
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        for found in page.get("Contents", []):
            if found["Key"] not in wanted:
                s3.delete_object(Bucket=bucket, Key=found["Key"])
    return len(todo)
