"""What a change of the table is told, to whom, and what happens when a listener fails."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib import bindings
from chalicelib.contacts.codec import contact_view
from chalicelib.contacts.model import Contact
from chalicelib.conversations.model import (
    Author,
    AuthorKind,
    Conversation,
    Delivery,
    DeliveryState,
    Message,
    Visibility,
)
from chalicelib.conversations.view import conversation_view, message_view
from chalicelib.realtime.announce import AnnouncePorts, announce
from chalicelib.realtime.model import Event
from chalicelib.realtime.plan import Views
from chalicelib.shared.content import Content, Kind, Media, text
from chalicelib.shared.events import DomainEvent
from chalicelib.shared.ids import AccountId, ChannelId, ContactId, ConversationId
from chalicelib.shared.notices import Notice, told
from chalicelib.shared.queues import Entry

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
INBOUND = Message(
    account_id=AccountId("acc"),
    conversation_id=ConversationId("k1"),
    seq=1,
    author=Author(AuthorKind.CONTACT, "vera", "Vera"),
    content=text("hello"),
    visibility=Visibility.PUBLIC,
    at=NOW,
    dedup="tg-1",
    inbound=1,
    contact_id="vera",
    channel_id="acc-tg",
    channel_kind="telegram",
)
REPLY = replace(
    INBOUND,
    seq=2,
    author=Author(AuthorKind.AGENT, "ana", "Ana"),
    delivery=Delivery(DeliveryState.QUEUED),
)
CONVERSATION = Conversation(
    id=ConversationId("k1"),
    account_id=AccountId("acc"),
    channel_id=ChannelId("acc-tg"),
    channel_kind="telegram",
    contact_id=ContactId("vera"),
    sender="4711",
    opened_at=NOW,
    last_at=NOW,
    version=3,
)
CONTACT = Contact(ContactId("vera"), AccountId("acc"), NOW, name="Vera")
ON_WEBSITE = replace(REPLY, channel_kind="website", channel_id="acc-web")
VIEWS = Views(message_view, conversation_view, contact_view, lambda c: {"id": c.id})


@dataclass
class World:
    """items: what the images hold, by name. broken: the listeners that fail."""

    items: dict[str, Any] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    agents: list[tuple[str, list[Event]]] = field(default_factory=list)
    visitors: list[tuple[str, str, list[Event]]] = field(default_factory=list)
    outbound: list[Entry] = field(default_factory=list)
    media: list[Entry] = field(default_factory=list)
    automation: list[Entry] = field(default_factory=list)
    bus: list[DomainEvent] = field(default_factory=list)
    agents_named: list[tuple[str, ...]] = field(default_factory=list)

    def _read(self, image: Mapping[str, Any]) -> Any:
        found = self.items[image["name"]]
        if isinstance(found, Exception):
            raise found
        return found

    def _told(self, listener: str, told: list[Any], what: Any) -> None:
        if listener in self.broken:
            raise ConnectionError(listener)
        told.append(what)

    def announce(self, *items: Any, event: str = "INSERT") -> list[str]:
        """The stream's numbers are 100, 101, ..."""
        records = []
        for number, item in enumerate(items, start=100):
            self.items[str(number)] = item
            image = {"SequenceNumber": str(number), "NewImage": {"name": str(number)}}
            records.append({"eventName": event, "dynamodb": image})
        ports = AnnouncePorts(
            read=self._read,
            views=VIEWS,
            to_agents=self._to_agents,
            to_visitor=lambda a, c, e: self._told("visitor", self.visitors, (a, c, list(e))),
            outbound=lambda entries: self._all("outbound", self.outbound, entries),
            media=lambda entries: self._all("media", self.media, entries),
            automation=lambda entries: self._all("automation", self.automation, entries),
            publish=lambda events: self._all("bus", self.bus, events),
        )
        return announce(ports, records)

    def _to_agents(self, account: str, agents: Collection[str], events: Sequence[Event]) -> None:
        self._told(f"agents {account}", self.agents, (account, list(events)))
        self.agents_named.append(tuple(agents))

    def _all(self, listener: str, told: list[Any], entries: Sequence[Any]) -> None:
        for entry in entries:
            self._told(listener, told, entry)


def test_an_inbound_message_is_one_push_and_one_bus_event_and_nothing_else() -> None:
    world = World()
    assert world.announce(INBOUND) == []
    ((account, events),) = world.agents
    assert (account, [event["type"] for event in events]) == ("acc", ["message.created"])
    assert [(e.type, e.event_id) for e in world.bus] == [("message.received", "k1#1#0")]
    assert (world.visitors, world.outbound, world.media) == ([], [], [])


def test_a_batch_is_one_push_an_account_in_the_streams_order() -> None:
    world = World()
    world.announce(INBOUND, replace(INBOUND, account_id=AccountId("other")), REPLY, CONVERSATION)
    kinds = {account: [e["type"] for e in events] for account, events in world.agents}
    assert kinds == {
        "acc": ["message.created", "message.created", "conversation.updated"],
        "other": ["message.created"],
    }


def test_an_agents_reply_goes_to_the_outbound_queue_in_its_conversations_order() -> None:
    world = World()
    world.announce(REPLY)
    (entry,) = world.outbound
    assert (entry.group, entry.dedup) == ("k1", "k1#2#0")
    assert json.loads(entry.body) == {"account_id": "acc", "conversation_id": "k1", "seq": 2}


@pytest.mark.parametrize(
    "message",
    [
        INBOUND,
        replace(REPLY, visibility=Visibility.NOTE, delivery=Delivery()),
        replace(REPLY, delivery=Delivery(DeliveryState.SENT)),
        replace(REPLY, delivery=Delivery(DeliveryState.QUEUED, attempts=1)),
        ON_WEBSITE,
    ],
    ids=["inbound", "note", "sent", "waiting for its next try", "website"],
)
def test_nothing_else_is_sent_to_a_provider(message: Message) -> None:
    world = World()
    world.announce(message)
    assert world.outbound == []


@pytest.mark.feature("1.2")
def test_a_websites_visitor_sees_replies_and_how_far_they_have_come() -> None:
    world = World()
    read = replace(ON_WEBSITE, delivery=Delivery(DeliveryState.READ), rev=2)
    world.announce(read, event="MODIFY")
    ((account, contact, (event,)),) = world.visitors
    assert (account, contact, event["type"]) == ("acc", "vera", "message.updated")
    assert event["message"]["delivery"]["state"] == "read"


@pytest.mark.feature("3.2")
@pytest.mark.parametrize("visibility", [Visibility.NOTE, Visibility.EVENT])
def test_a_visitor_sees_no_note_and_no_event_of_the_team(visibility: Visibility) -> None:
    world = World()
    world.announce(replace(ON_WEBSITE, visibility=visibility, delivery=Delivery()))
    assert world.visitors == []
    assert len(world.agents) == 1


def test_a_website_conversation_is_told_to_its_visitor_and_another_is_not() -> None:
    world = World()
    # His contact has become part of another one; his socket is under his own id.
    merged = ContactId("ann")
    on_website = replace(CONVERSATION, channel_kind="website", sender="vera", contact_id=merged)
    world.announce(CONVERSATION, on_website)
    ((_, contact, events),) = world.visitors
    assert (contact, [e["type"] for e in events]) == ("vera", ["widget.conversation"])


@pytest.mark.parametrize(
    ("item", "event", "expected"),
    [
        (INBOUND, "INSERT", ("message.received", "k1#1#0")),
        (REPLY, "INSERT", ("message.sent", "k1#2#0")),
        (replace(REPLY, rev=4), "MODIFY", ("message.updated", "k1#2#4")),
        (
            replace(REPLY, visibility=Visibility.NOTE, delivery=Delivery()),
            "INSERT",
            ("message.noted", "k1#2#0"),
        ),
        (CONVERSATION, "INSERT", ("conversation.opened", "k1#3")),
        (CONVERSATION, "MODIFY", ("conversation.changed", "k1#3")),
        (CONTACT, "INSERT", ("contact.created", "vera#0")),
        (replace(CONTACT, version=1), "MODIFY", ("contact.changed", "vera#1")),
    ],
)
def test_the_bus_event_is_named_by_what_happened(
    item: Any, event: str, expected: tuple[str, str]
) -> None:
    world = World()
    world.announce(item, event=event)
    assert [(e.type, e.event_id) for e in world.bus] == [expected]


def test_a_quiet_line_of_the_thread_is_for_the_agents_screens_alone() -> None:
    world = World()
    world.announce(replace(REPLY, visibility=Visibility.EVENT, delivery=Delivery()))
    assert (len(world.agents), world.bus) == (1, [])


@pytest.mark.parametrize(
    ("media", "wanted"),
    [
        (Media("image/jpeg", provider_id="file-1"), True),
        (Media("image/jpeg", url="https://provider.example/1"), True),
        (Media("image/jpeg", key="media/acc/k1/r/a.jpg"), False),
        (Media("image/jpeg", provider_id="file-1", error="gone"), False),
    ],
)
def test_a_contacts_file_is_copied_once_it_is_known_and_not_again(
    media: Media, wanted: bool
) -> None:
    world = World()
    world.announce(replace(INBOUND, content=Content(Kind.IMAGE, media=(media,))))
    assert [json.loads(entry.body)["seq"] for entry in world.media] == ([1] if wanted else [])


def test_an_account_that_cannot_be_served_is_told_again_and_the_others_are_not_kept_waiting() -> (
    None
):
    world = World(broken={"agents acc"})
    other = replace(INBOUND, account_id=AccountId("other"))
    assert world.announce(INBOUND, other, REPLY) == ["100", "102"]
    assert [account for account, _ in world.agents] == ["other"]
    assert len(world.outbound) == 1


@pytest.mark.parametrize("listener", ["outbound", "bus"])
def test_a_listener_that_fails_brings_its_records_again(listener: str) -> None:
    world = World(broken={listener})
    assert world.announce(REPLY) == ["100"]
    assert len(world.agents) == 1


def test_an_image_that_cannot_be_read_fails_alone() -> None:
    world = World()
    assert world.announce(KeyError("data"), INBOUND) == ["100"]
    assert len(world.agents) == 1


def test_what_is_not_announced_makes_nothing() -> None:
    world = World()
    assert world.announce(None) == []
    assert (world.agents, world.bus) == ([], [])


def test_a_notice_goes_to_the_agents_it_names_or_to_all_and_nowhere_else() -> None:
    world = World()
    event = {"type": "account.changed"}
    assert world.announce(Notice("acc", event), Notice("acc", event, ("ann",))) == []
    assert world.agents == [("acc", [event]), ("acc", [event])]
    assert world.agents_named == [(), ("ann",)]
    assert (world.visitors, world.outbound, world.media, world.bus) == ([], [], [], [])


def test_what_an_item_tells_is_read_from_its_image() -> None:
    attributes = told({"type": "account.changed"}, to={"ben", "ann"})
    image = {"pk": {"S": "A#acc#X"}} | {name: {"S": text} for name, text in attributes.items()}
    assert image["announce"] == {"S": "notice"}
    expected = Notice("acc", {"type": "account.changed"}, ("ann", "ben"))
    assert bindings.announced(image) == expected
