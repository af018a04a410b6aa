"""What a message costs, as DynamoDB itself counts it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from chalicelib.channels.base import InboundMessage, Sender
from chalicelib.conversations import service
from chalicelib.conversations.model import Author, AuthorKind, Status
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.shared.content import text
from chalicelib.shared.plain_calls import PlainCalls
from tests.contract.stores.conftest import Stores
from tests.fakes import FakeClock, FakeRawStore, FakeTimers

READS = ("GetItem", "Query", "BatchGetItem")
WORDS = "Good morning! I ordered the blue one on Friday, and it has not arrived yet. 👍 " * 3


@dataclass
class Meter:
    """Units used since the last reset, and the calls that used them."""

    read: float = 0
    write: float = 0
    calls: list[str] = field(default_factory=list)

    def reset(self) -> None:
        self.read = self.write = 0
        self.calls.clear()

    def count(self, operation: str, call: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        self.calls.append(operation)
        answer = call()
        used = answer.get("ConsumedCapacity") or []
        for each in used if isinstance(used, list) else [used]:
            if operation in READS:
                self.read += each["CapacityUnits"]
            else:
                self.write += each["CapacityUnits"]
        return answer


@pytest.fixture
def meter(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> Meter:
    if stores.backend != "dynamodb_local":
        pytest.skip("only Amazon's own counts as AWS bills")
    made, call = Meter(), PlainCalls.call
    monkeypatch.setattr(
        PlainCalls,
        "call",
        lambda calls, operation, given: made.count(
            operation, lambda: call(calls, operation, given)
        ),
    )
    return made


@pytest.fixture
def ports(stores: Stores) -> ConversationPorts:
    return ConversationPorts(
        stores.conversations, stores.contacts, FakeTimers(), FakeRawStore(), FakeClock()
    )


def receive(p: ConversationPorts, id: str) -> None:
    item = InboundMessage(
        id=f"wamid.HBgNNTUxMTk4NzY1NDMyMRUCABIYFjNFQjA{id}",
        sender=Sender(id="5511987654321", name="Ana Clara de Souza", phone="+5511987654321"),
        content=text(f"{id} {WORDS}"),
        sent_at=p.clock(),
    )
    service.receive(
        p,
        account_id="01jaccount",
        channel_id="01jaccount-zk3f8s9a2b4c",
        channel_kind="whatsapp",
        items=[item],
        received_at=p.clock(),
    )


def post(p: ConversationPorts, conversation_id: str, client_id: str) -> None:
    service.post(
        p,
        account_id="01jaccount",
        conversation_id=conversation_id,
        author=Author(AuthorKind.AGENT, id="01jagent0rui", name="Rui Pereira"),
        content=text(WORDS),
        client_id=client_id,
    )


def the_conversation(p: ConversationPorts) -> str:
    page = service.list_page(p, account_id="01jaccount", view="all", agent_id="", status="open")
    (head,) = page.conversations
    return head.id


def test_a_further_message_takes_six_write_units_and_two_read_units(
    ports: ConversationPorts, meter: Meter
) -> None:
    receive(ports, "first")
    id = the_conversation(ports)
    for agent in range(3):
        service.mark_read(
            ports,
            account_id="01jaccount",
            conversation_id=id,
            agent_id=f"01jagent{agent}",
            inbound=1,
        )
    ports.clock.tick(minutes=1)  # type: ignore[attr-defined]
    meter.reset()
    receive(ports, "second")
    assert meter.calls == ["GetItem", "GetItem", "UpdateItem", "PutItem", "UpdateItem"]
    assert (meter.write, meter.read) == (6, 2)


def test_a_repeat_of_a_message_costs_no_announcement(
    ports: ConversationPorts, meter: Meter
) -> None:
    receive(ports, "first")
    meter.reset()
    receive(ports, "first")
    assert meter.calls == ["GetItem", "GetItem", "UpdateItem", "PutItem"]
    assert meter.write <= 2


def test_an_agents_message_takes_six_write_units_and_one_read_unit(
    ports: ConversationPorts, meter: Meter
) -> None:
    receive(ports, "first")
    id = the_conversation(ports)
    ports.clock.tick(minutes=1)  # type: ignore[attr-defined]
    meter.reset()
    post(ports, id, "client-01")
    assert (meter.write, meter.read) == (6, 1)


@pytest.mark.parametrize("others", [0, 60])
def test_pages_and_lists_are_one_query_of_the_same_cost(
    ports: ConversationPorts, meter: Meter, others: int
) -> None:
    receive(ports, "first")
    id = the_conversation(ports)
    for number in range(others):
        post(ports, id, f"client-{number}")
    meter.reset()
    service.list_page(ports, account_id="01jaccount", view="all", agent_id="", limit=30)
    assert meter.calls == ["Query"]
    assert meter.read <= 0.5
    meter.reset()
    service.detail(ports, account_id="01jaccount", conversation_id=id, limit=20)
    assert meter.calls == ["Query"]
    assert meter.read <= 5


def test_a_change_costs_a_line_and_a_row(ports: ConversationPorts, meter: Meter) -> None:
    receive(ports, "first")
    id = the_conversation(ports)
    meter.reset()
    service.change(
        ports,
        account_id="01jaccount",
        conversation_id=id,
        actor=Author(AuthorKind.AGENT, id="rui"),
        change=service.Change(status=Status.RESOLVED),
    )
    assert meter.write <= 8
