"""Files: links to them, copying them, and what else the media function does."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from chalicelib import bindings, wiring
from chalicelib.settings import settings
from chalicelib.shared import aws
from chalicelib.shared.ids import AccountId, ContactId, ConversationId

if TYPE_CHECKING:
    from chalicelib.contacts.model import Contact
    from chalicelib.conversations.model import Conversation
    from chalicelib.media.checking import Seen
    from chalicelib.media.links import LinkPorts
    from chalicelib.media.profiles import ProfilePorts
    from chalicelib.media.service import MediaPorts
    from chalicelib.shared.content import Media


@cache
def link_ports() -> LinkPorts:
    from chalicelib.media.links import LinkPorts

    return LinkPorts(client=aws.s3, bucket=settings().media_bucket)


def look_at_file(key: str) -> Seen | None:
    """Its beginning, without the rest: `media.checking.Look`."""
    from botocore.exceptions import ClientError

    from chalicelib.media.checking import Seen
    from chalicelib.media.sniff import HEAD

    try:
        found = aws.s3().get_object(
            Bucket=settings().media_bucket, Key=key, Range=f"bytes=0-{HEAD - 1}"
        )
    except ClientError as problem:
        code = problem.response["Error"]["Code"]
        if code == "InvalidRange":  # nothing has no first byte
            return Seen(b"", 0)
        if code in ("NoSuchKey", "AccessDenied", "404", "403"):  # who may not list is told 403
            return None
        raise
    whole = found.get("ContentRange", "").rpartition("/")[2]
    head = found["Body"].read()
    return Seen(head, int(whole) if whole.isdecimal() else len(head))


@cache
def media_ports() -> MediaPorts:
    from chalicelib.channels import registry
    from chalicelib.media.service import MediaPorts
    from chalicelib.shared import http

    return MediaPorts(
        message=bindings.message,
        channel=bindings.channel,
        adapter=registry.get,
        call=http.call,
        download=http.download,
        put=bindings.put_file,
        record=_record,
        base_urls=bindings.base_urls(),
    )


@cache
def profile_ports() -> ProfilePorts:
    from chalicelib.channels import registry
    from chalicelib.media.profiles import ProfilePorts
    from chalicelib.shared import http

    return ProfilePorts(
        conversation=_conversation,
        contact=_contact,
        channel=bindings.channel,
        adapter=registry.get,
        call=http.call,
        download=http.download,
        put=bindings.put_file,
        learn=_learn,
        base_urls=bindings.base_urls(),
    )


def _conversation(account_id: str, conversation_id: str) -> Conversation | None:
    store = wiring.conversation_ports().store
    return store.head(AccountId(account_id), ConversationId(conversation_id))


def _contact(account_id: str, contact_id: str) -> Contact | None:
    return wiring.contact_ports().store.get(AccountId(account_id), ContactId(contact_id))


def _learn(
    account_id: str, contact_id: str, *, name: str, handle: tuple[str, str], photo: str
) -> None:
    from chalicelib.contacts import learning

    kind, username = handle
    learning.learn(
        wiring.contact_ports(),
        account_id=account_id,
        contact_id=contact_id,
        name=name,
        photo_key=photo,
        attributes={kind: f"@{username}"} if username else None,
    )


def _record(account_id: str, conversation_id: str, seq: int, media: tuple[Media, ...]) -> None:
    from chalicelib.conversations import service

    service.record_media(
        wiring.conversation_ports(),
        account_id=account_id,
        conversation_id=conversation_id,
        seq=seq,
        media=media,
    )
