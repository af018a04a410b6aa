"""What people may send through our own API. Every refusal names the field."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from chalicelib.channels import policy
from chalicelib.channels.base import Limits
from chalicelib.shared.content import MEDIA_KINDS, Content, Kind, Media
from chalicelib.shared.errors import InvalidInput

MOST_TEXT = 10_000
MOST_FILES = 10
_MIME = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}")
VISITOR_KINDS = frozenset(
    {
        Kind.TEXT,
        Kind.IMAGE,
        Kind.VIDEO,
        Kind.AUDIO,
        Kind.VOICE,
        Kind.FILE,
        Kind.LOCATION,
        Kind.CONTACT,
        Kind.CHOICE,
    }
)
AGENT_KINDS = VISITOR_KINDS - {Kind.CHOICE} | {Kind.OPTIONS}

# Only a channel's adapter or the service itself may say these.
_NOT_YOURS = ("referral", "forwarded", "event", "data", "provider_kind", "raw", "mentions")


def accept(
    content: Content, *, kinds: frozenset[Kind], owns: Callable[[str], bool], limits: Limits
) -> Content:
    """The content to store. owns: whether a file's key is the sender's to send.

    limits: of the channel that it will go out on. Raises InvalidInput.
    """
    if content.kind not in kinds:
        raise InvalidInput("may not be sent", field="content.kind")
    for name in _NOT_YOURS:
        if getattr(content, name):
            raise InvalidInput("may not be set", field=f"content.{name}")
    if len(content.text) > MOST_TEXT:
        raise InvalidInput(f"longer than {MOST_TEXT} characters", field="content.text")
    kind = content.kind
    kept = Content(
        kind=kind,
        text=content.text,
        media=_media(content, owns) if kind in MEDIA_KINDS else (),
        location=content.location if kind is Kind.LOCATION else None,
        contacts=content.contacts if kind is Kind.CONTACT else (),
        options=content.options if kind is Kind.OPTIONS else (),
        choice=content.choice if kind is Kind.CHOICE else None,
    )
    _check_counts(kept)
    policy.check(limits, kept)
    return kept


def keys_of(account_id: str, owners: Collection[str]) -> Callable[[str], bool]:
    """owners: the conversations or contacts whose files are the sender's to send."""
    from chalicelib.media.links import owner_of

    def owns(key: str) -> bool:
        try:
            account, owner = owner_of(key)
        except InvalidInput:
            return False
        return account == account_id and owner in owners

    return owns


def _media(content: Content, owns: Callable[[str], bool]) -> tuple[Media, ...]:
    if len(content.media) > MOST_FILES:
        raise InvalidInput(f"more than {MOST_FILES} files", field="content.media")
    return tuple(_file(media, f"content.media.{n}", owns) for n, media in enumerate(content.media))


def _file(media: Media, field: str, owns: Callable[[str], bool]) -> Media:
    if not media.key:
        raise InvalidInput("upload the file first and send its key", field=f"{field}.key")
    if not owns(media.key):
        raise InvalidInput("is not a file of this conversation", field=f"{field}.key")
    mime = media.mime.partition(";")[0].strip().lower()
    if not _MIME.fullmatch(mime):
        raise InvalidInput("is not a media type like image/png", field=f"{field}.mime")
    if min(media.size, media.width, media.height, media.duration) < 0:
        raise InvalidInput("a size or a duration may not be negative", field=field)
    from chalicelib import wiring
    from chalicelib.media.checking import checked

    sent = Media(
        mime=mime,
        name=media.name[:255],
        size=media.size,
        key=media.key,
        width=media.width,
        height=media.height,
        duration=media.duration,
    )
    return checked(sent, field, wiring.look_at_file)


def _check_counts(content: Content) -> None:
    if content.kind is Kind.CHOICE and not (content.choice and content.choice.title.strip()):
        raise InvalidInput("is missing", field="content.choice")
    for name in ("contacts", "options"):
        if len(getattr(content, name)) > 20:
            raise InvalidInput("more than 20", field=f"content.{name}")
