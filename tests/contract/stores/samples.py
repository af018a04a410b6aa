"""Heads and messages, bare and with everything set."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from chalicelib.conversations.model import (
    Author,
    AuthorKind,
    Conversation,
    Delivery,
    DeliveryState,
    Message,
    Preview,
    Status,
    Visibility,
)
from chalicelib.shared.content import (
    ContactCard,
    Content,
    Kind,
    Location,
    Media,
    Option,
    Referral,
    text,
)
from chalicelib.shared.ids import AccountId, ChannelId, ContactId, ConversationId
from tests.fakes import START

A, B = AccountId("acc1"), AccountId("acc2")
C1 = ConversationId("conv1")
CHANNEL = ChannelId("acc1-ch")


def head(id: str = "conv1", account: AccountId = A, **more: object) -> Conversation:
    made = Conversation(
        id=ConversationId(id),
        account_id=account,
        channel_id=CHANNEL,
        channel_kind="telegram",
        contact_id=ContactId("ann"),
        contact_name="Ann",
        sender="42",
        opened_at=START,
        last_at=START,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def message(seq: int, dedup: str = "", **more: object) -> Message:
    made = Message(
        account_id=A,
        conversation_id=C1,
        seq=seq,
        author=Author(AuthorKind.CONTACT, id="ann", name="Ann"),
        content=text(f"line {seq}"),
        visibility=Visibility.PUBLIC,
        at=START + timedelta(seconds=seq),
        dedup=dedup or f"d{seq}",
        inbound=seq,
    )
    return replace(made, **more)  # type: ignore[arg-type]


FULL_HEAD = head(
    status=Status.SNOOZED,
    assignee_id="rui",
    queue_id="sales",
    priority="high",
    snoozed_until=START + timedelta(hours=1),
    resolved_at=START,
    seq=7,
    inbound=4,
    waiting_since=START,
    inbound_at=START,
    last=Preview(7, "text", "contact", "Ann", "public", "héllo", START),
    reads={"rui": 3, "an-agent-with-a-dash": 1},
    tags=("vip", "late"),
    visitor_delivered=6,
    visitor_read=5,
    version=9,
)

FULL_MESSAGE = message(
    3,
    content=Content(
        kind=Kind.IMAGE,
        text="caption 👍",
        media=(Media("image/png", "a.png", 5, key="k"), Media("image/png", provider_id="f")),
        location=Location(1.25, -2.5, "Here"),
        contacts=(ContactCard("Bo", ("+1",), ("b@x.y",), "Org"),),
        options=(Option("1", "One", "d", "u"),),
        choice=Option("2", "Two"),
        referral=Referral("ad", "t"),
        forwarded=True,
        event="e",
        data={"a": "b"},
        provider_kind="p",
        raw='{"x": "é"}',
    ),
    sent_at=START,
    provider_id="P",
    reply_to=1,
    delivery=Delivery(DeliveryState.FAILED, "why", "9", 2, True, START, 1),
    reactions={"contact:ann": "❤️"},
    edited_at=START,
    deleted_at=START,
    rev=4,
    contact_id="ann",
    channel_id=CHANNEL,
    channel_kind="telegram",
)
