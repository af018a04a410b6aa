"""What happens in a conversation, told in order to all that answers by itself. Pure.

One FIFO queue, grouped by conversation: what happens in one conversation is handled one after
another, so that a word that comes while the bot answers is handled next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from chalicelib.conversations.model import Conversation, Message
from chalicelib.shared.queues import Entry, entry

WorkKind = Literal["message", "conversation", "timer", "account"]


@dataclass(frozen=True, slots=True)
class Work:
    """seq: of the contact's message. version: of the conversation when it was told.
    name, due, payload: a timer's kind, its moment as text, and what it was given. Of an account:
    what happened to an agent or a queue; there is no conversation."""

    kind: WorkKind
    account_id: str
    conversation_id: str
    seq: int = 0
    version: int = 0
    name: str = ""
    due: str = ""
    payload: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Happening:
    """Work with what it is about, as it stands now (consistent). message: of `work.seq`."""

    work: Work
    head: Conversation
    message: Message | None = None


def on_message(message: Message) -> Entry:
    work = Work("message", message.account_id, message.conversation_id, seq=message.seq)
    return _entry(work, f"message#{message.seq}")


def on_conversation(conversation: Conversation) -> Entry:
    version = conversation.version
    work = Work("conversation", conversation.account_id, conversation.id, version=version)
    return _entry(work, f"conversation#{version}")


def on_timer(
    account_id: str, conversation_id: str, name: str, due: str, payload: Mapping[str, str]
) -> Entry:
    work = Work("timer", account_id, conversation_id, name=name, due=due, payload=payload)
    told = "#".join([name, due, *(f"{key}={payload[key]}" for key in sorted(payload))])
    return _entry(work, f"timer#{told}")


def on_account(account_id: str, name: str, payload: Mapping[str, str], *, once: str) -> Entry:
    """Something that is about no conversation: in order for each agent and queue. once: told twice,
    it is handled once."""
    what = "#".join(f"{key}={payload[key]}" for key in sorted(payload))
    told = {"kind": "account", "account_id": account_id, "conversation_id": ""}
    return entry(
        {**told, "name": name, "payload": dict(payload)},
        group=f"{account_id}#{name}#{payload.get('agent_id', '')}{payload.get('queue_id', '')}",
        dedup=f"{account_id}#{name}#{what}#{once}",
    )


def work_from(told: Mapping[str, Any]) -> Work:
    """From the queue's message (docs/data.md)."""
    return Work(**told)


def _entry(work: Work, dedup: str) -> Entry:
    told = {
        name: value
        for name in Work.__dataclass_fields__
        if (value := getattr(work, name)) or name in ("kind", "account_id", "conversation_id")
    }
    return entry(told, group=work.conversation_id, dedup=f"{work.conversation_id}#{dedup}")
