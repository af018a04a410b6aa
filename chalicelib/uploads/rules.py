"""Keys of the bucket, and how a browser may show what lies under them. Pure.

A key is `media/{account}/{owner}/{random}/{name}`. The owner is a conversation, or a contact for
what a visitor sends: before his first message there is no conversation.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote

from chalicelib.shared.errors import InvalidInput

_MIME = re.compile(r"[a-z0-9][a-z0-9.+-]{0,62}/[a-z0-9][a-z0-9.+-]{0,62}")
_KEY = re.compile(
    r"media/([0-9a-z]{1,40})/([0-9a-z]{1,40})/[A-Za-z0-9_-]{1,64}/[^/\x00-\x1f]{1,255}"
)

# What browsers may show in place. Scripts can live in none of these; everything else is a download.
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
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Presentation:
    """The headers that a download carries, whatever the uploader claimed."""

    content_type: str
    disposition: str


def new_key(account_id: str, owner_id: str, random: str, name: str) -> str:
    return f"media/{account_id}/{owner_id}/{random}/{safe_name(name)}"


def safe_name(name: str) -> str:
    """At most 100 characters of [A-Za-z0-9._-]; the extension stays."""
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 10:
        stem, extension = name, ""
    stem = _UNSAFE.sub("_", stem).strip("._")[:80] or "file"
    extension = _UNSAFE.sub("", extension).lower()
    return f"{stem}.{extension}" if extension else stem


def checked_mime(mime: str) -> str:
    """`type/subtype` in lower case, without parameters. Raises InvalidInput (mime)."""
    bare = mime.partition(";")[0].strip().lower()
    if not _MIME.fullmatch(bare):
        raise InvalidInput("is not a media type like image/png", field="mime")
    return bare


def belongs(key: str, account_id: str, owners: Collection[str] | None = None) -> bool:
    """Whether the key is of this account and, if owners are named, of one of them."""
    match = _KEY.fullmatch(key)
    return bool(match and match[1] == account_id and (owners is None or match[2] in owners))


def presentation(key: str) -> Presentation:
    name = key.rpartition("/")[2]
    content_type = _SHOWN.get(name.rpartition(".")[2].lower(), "")
    return Presentation(
        content_type=content_type or "application/octet-stream",
        disposition=("inline" if content_type else "attachment")
        + f"; filename*=UTF-8''{quote(name, safe='')}",
    )
