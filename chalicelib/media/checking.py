"""Is a file what its name says? What was uploaded is looked at before anybody is sent it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from chalicelib.media.links import UNKNOWN, shown_type
from chalicelib.media.sniff import sniff
from chalicelib.shared.content import Media
from chalicelib.shared.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Seen:
    """head: the first bytes, `sniff.HEAD` of them at most. size: of the whole file, bytes."""

    head: bytes
    size: int


Look = Callable[[str], Seen | None]  # a key; None: there is no such file

# Programs and archives, which no picture, sound or film begins with. From the formats' own
# specifications; sound and films have too many beginnings to know them all.
_OTHERS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"#!/",
    b"PK\x03\x04",
    b"Rar!",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"{\\rtf",
)


def checked(media: Media, field: str, look: Look) -> Media:
    """With the name, the size and the type that it has indeed, whatever its sender said. field: of
    the request. Raises InvalidInput: it is empty, or not what its name says.

    One that is not there (yet) stays as it was told: it is served by its name's ending alone
    (`links.link`), whatever is uploaded later.
    """
    seen = look(media.key)
    if seen is None:
        return media
    if seen.size == 0:
        raise InvalidInput("the file is empty", field=field)
    name = media.key.rsplit("/", 1)[-1]
    shown = shown_type(name)
    found = sniff(seen.head, media.mime)
    if shown and not _fits(shown, found, seen.head):
        raise InvalidInput("the file is not what its name says", field=f"{field}.name")
    if shown and _family(found) not in ("image", "audio", "video"):
        found = shown
    return replace(media, name=name if media.name else "", mime=found, size=seen.size)


def _fits(shown: str, found: str, head: bytes) -> bool:
    """Whether browsers may show it in place as `shown`. Of a container, sound or film is the
    sender's word."""
    if shown == "application/pdf":
        return b"%PDF-" in head
    family = _family(shown)
    if family == "image":
        return _family(found) == "image" and found != "image/svg+xml"
    if head.startswith(_OTHERS) or sniff(head, "text/plain") == UNKNOWN:
        return False
    proven = sniff(head, "")
    return proven == UNKNOWN or _family(proven) in ("audio", "video")


def _family(mime: str) -> str:
    return mime.partition("/")[0]
