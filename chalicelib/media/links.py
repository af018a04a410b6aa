"""Files go between browsers and the bucket directly: signed forms up, signed addresses down.

Whether somebody may have a key is the caller's question (docs/data.md): ask `owner_of` first.
Signing is done here; no call leaves the function.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from chalicelib.shared.errors import InvalidInput

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

MAX_BYTES = 100 * 1024 * 1024
UPLOAD_SECONDS = 15 * 60
LINK_SECONDS = 60 * 60
UNKNOWN = "application/octet-stream"
_MIME = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,62}/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}")
_PART = re.compile(r"[A-Za-z0-9_-]{1,64}")

# What browsers may show in place, by the name's ending. Scripts can live in none of these.
_SHOWN = {
    "aac": "audio/aac",
    "amr": "audio/amr",
    "avif": "image/avif",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "m4a": "audio/mp4",
    "mov": "video/quicktime",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "pdf": "application/pdf",
    "png": "image/png",
    "wav": "audio/wav",
    "weba": "audio/webm",
    "webm": "video/webm",
    "webp": "image/webp",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """POST `fields` and then the file, as multipart/form-data, to `url`."""

    key: str
    url: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class LinkPorts:
    client: Callable[[], S3Client]
    bucket: str


def new_key(account_id: str, folder: str, name: str) -> str:
    """media/{account}/{folder}/{random}/{name}. folder: the conversation, or the contact of a
    visitor who has none yet."""
    return f"media/{account_id}/{folder}/{secrets.token_urlsafe(12)}/{safe_name(name)}"


def safe_name(name: str) -> str:
    """A file name without folders, control characters or what a header would stumble over; at most
    120 characters, the ending kept."""
    last = re.split(r"[\\/]", name)[-1]
    kept = "".join(c for c in last if c.isprintable() and c not in '"<>:|?*#%;').strip(" .")
    return kept[-120:] or "file"


def owner_of(key: str) -> tuple[str, str]:
    """The account and the folder in a key. Raises InvalidInput (keys) if it is none of ours."""
    parts = key.split("/")
    well_formed = (
        len(parts) == 5
        and parts[0] == "media"
        and all(_PART.fullmatch(part) for part in parts[1:4])
        and parts[4] == safe_name(parts[4])
    )
    if not well_formed:
        raise InvalidInput("not a media key", field="keys")
    return parts[1], parts[2]


def upload(p: LinkPorts, *, key: str, mime: str, size: int) -> Upload:
    """A form that takes exactly this type and no more bytes than were announced, for 15 minutes.

    size: bytes, 1 to 100 MB. Raises InvalidInput naming `mime` or `size`.
    https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
    """
    bare = mime.partition(";")[0].strip().lower()
    if not _MIME.fullmatch(bare):
        raise InvalidInput("not a media type like image/png", field="mime")
    if not 0 < size <= MAX_BYTES:
        raise InvalidInput("between 1 byte and 100 MB", field="size")
    signed = p.client().generate_presigned_post(
        Bucket=p.bucket,
        Key=key,
        Fields={"Content-Type": bare},
        Conditions=[["content-length-range", 1, size], ["eq", "$Content-Type", bare]],
        ExpiresIn=UPLOAD_SECONDS,
    )
    return Upload(key=key, url=signed["url"], fields=signed["fields"])


def link(p: LinkPorts, key: str) -> str:
    """An address for a browser, good for an hour.

    Pictures, sound, films and PDF may be shown in place; anything else is saved to disk. The type
    is signed too, whatever the uploader claimed, so that no page or script ever runs from there.
    """
    name = key.rsplit("/", 1)[-1]
    shown = shown_type(name)
    return _signed(
        p,
        key,
        ResponseContentDisposition=disposition(name, inline=bool(shown)),
        ResponseContentType=shown or UNKNOWN,
    )


def shown_type(name: str) -> str:
    """As what browsers show a file of that name in place; '' = it is saved to disk."""
    return _SHOWN.get(name.rpartition(".")[2].lower(), "")


def links(p: LinkPorts, keys: Sequence[str]) -> dict[str, str]:
    return {key: link(p, key) for key in keys}


def provider_link(p: LinkPorts, key: str, mime: str) -> str:
    """An address for a provider, good for an hour. Providers judge by the type, so it is told."""
    return _signed(p, key, ResponseContentType=mime)


def _signed(p: LinkPorts, key: str, **headers: str) -> str:
    return p.client().generate_presigned_url(
        "get_object", Params={"Bucket": p.bucket, "Key": key, **headers}, ExpiresIn=LINK_SECONDS
    )


def disposition(name: str, *, inline: bool) -> str:
    """RFC 6266: an ASCII name for old readers and the true one, percent-encoded."""
    plain = name.encode("ascii", "ignore").decode() or "file"
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
