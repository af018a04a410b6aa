"""What the media function needs beside copying files; loaded when it is asked for."""

from __future__ import annotations

from functools import cache

from chalicelib import bindings, wiring
from chalicelib.contacts.model import Contact
from chalicelib.conversations.model import Conversation
from chalicelib.media.profiles import ProfilePorts
from chalicelib.shared.ids import AccountId, ContactId, ConversationId


@cache
def profile_ports() -> ProfilePorts:
    from chalicelib.channels import registry
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
