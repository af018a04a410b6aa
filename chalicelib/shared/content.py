"""The one neutral form of what people say to each other, whatever the channel.

Channels parse into it and render from it; the store keeps it; the clients draw it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    TEXT = "text"
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    VOICE = "voice"
    FILE = "file"
    STICKER = "sticker"
    LOCATION = "location"
    CONTACT = "contact"
    OPTIONS = "options"  # we offer buttons or a list
    CHOICE = "choice"  # the contact pressed one
    TEMPLATE = "template"  # a provider's approved template
    ORDER = "order"  # a cart or product enquiry
    EVENT = "event"  # a line of the thread: "Rui assigned to Sales"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Media:
    """A file. Exactly one of `key` (ours, in the bucket) and `provider_id`/`url` (to be copied).

    size: bytes, 0 if unknown; duration: seconds; width, height: pixels.
    """

    mime: str
    name: str = ""
    size: int = 0
    key: str = ""
    provider_id: str = ""
    url: str = ""
    width: int = 0
    height: int = 0
    duration: int = 0
    error: str = ""  # why it could not be copied; shown in its place


@dataclass(frozen=True, slots=True)
class Location:
    latitude: float
    longitude: float
    name: str = ""
    address: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class ContactCard:
    name: str
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    title: str
    description: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Referral:
    """The advertisement, post or link that led here."""

    source: str
    title: str = ""
    body: str = ""
    url: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """text: body or caption. raw: the provider's own JSON text, kept whole when `kind` is
    unsupported or when the neutral form would lose something."""

    kind: Kind
    text: str = ""
    media: tuple[Media, ...] = ()
    location: Location | None = None
    contacts: tuple[ContactCard, ...] = ()
    options: tuple[Option, ...] = ()
    choice: Option | None = None
    referral: Referral | None = None
    forwarded: bool = False
    event: str = ""  # kind=event: conversation.assigned, conversation.resolved, ...
    data: dict[str, str] | None = None  # kind=event or template: its parameters
    provider_kind: str = ""  # kind=unsupported: the provider's own word
    raw: str = ""
    mentions: tuple[str, ...] = ()  # agents' ids; notes alone carry them


MEDIA_KINDS = frozenset({Kind.IMAGE, Kind.VIDEO, Kind.AUDIO, Kind.VOICE, Kind.FILE, Kind.STICKER})


def text(body: str) -> Content:
    return Content(kind=Kind.TEXT, text=body)
