"""Notes, files and mentions are handed on by the stream; looks and typed notes stay in the team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.conversations.model import Message, Visibility
from chalicelib.realtime import service
from chalicelib.realtime.announce import AnnouncePorts, announce
from chalicelib.shared.content import text
from tests.unit.realtime.fakes import World, agent, visitor
from tests.unit.realtime.test_announcing import INBOUND, REPLY, VIEWS

NOTE = replace(
    REPLY, visibility=Visibility.NOTE, content=replace(text("@Rui look"), mentions=("rui",))
)


def brought(*messages: Message, fails: bool = False) -> tuple[list[Message], list[str]]:
    """What is kept beside, and the numbers of the records to be delivered again."""
    kept: list[Message] = []

    def keep(these: Sequence[Message]) -> None:
        if fails:
            raise ConnectionError
        kept.extend(these)

    def nothing(*_: Any) -> None:
        pass

    ports = AnnouncePorts(
        read=lambda image: messages[int(image["number"])],
        views=VIEWS,
        to_agents=nothing,
        to_visitor=nothing,
        outbound=nothing,
        media=nothing,
        automation=nothing,
        publish=nothing,
        beside=keep,
    )
    records = [
        {
            "eventName": "INSERT",
            "dynamodb": {"SequenceNumber": str(number), "NewImage": {"number": number}},
        }
        for number in range(len(messages))
    ]
    return kept, announce(ports, records)


@pytest.mark.feature("3.2")
def test_a_note_is_kept_beside_and_plain_words_are_not() -> None:
    assert brought(INBOUND, NOTE, REPLY) == ([NOTE], [])


@pytest.mark.feature("3.2")
def test_a_note_that_could_not_be_kept_is_brought_again() -> None:
    assert brought(INBOUND, NOTE, fails=True) == ([], ["1"])


def _open(world: World, connection_id: str, who: Any) -> None:
    url = service.issue_ticket(world.ports, who=who)
    service.connect(world.ports, connection_id=connection_id, ticket=url.partition("=")[2])


@pytest.mark.feature("8")
def test_of_a_note_that_is_typed_the_visitor_hears_nothing() -> None:
    world = World(contacts={("acc", "k1"): "vera"})
    _open(world, "ana-1", agent("ana"))
    _open(world, "rui-1", agent("rui"))
    _open(world, "vera-1", visitor("vera", "k1"))
    for body in (
        '{"type":"typing","conversation_id":"k1","note":true}',
        '{"type":"typing","conversation_id":"k1","note":true,"on":false}',
    ):
        service.frame(world.ports, connection_id="ana-1", body=body)
    told = [e for e in world.gateway.events("rui-1") if e["type"] == "typing"]
    assert [(e["note"], e["on"]) for e in told] == [(True, True), (True, False)]
    assert "typing" not in world.gateway.types("vera-1")


@pytest.mark.feature("8")
def test_a_look_that_is_repeated_is_told_only_to_who_looks_at_the_same() -> None:
    world = World()
    for name in ("ana", "rui", "eva"):
        _open(world, f"{name}-1", agent(name))
    look = '{"type":"viewing","conversation_id":"k1"}'
    for connection_id in ("rui-1", "ana-1", "ana-1"):
        service.frame(world.ports, connection_id=connection_id, body=look)

    def seen(connection_id: str) -> list[str]:
        events = world.gateway.events(connection_id)
        return [e["agent_id"] for e in events if e["type"] == "viewing"]

    assert seen("rui-1") == ["ana", "ana"]
    assert seen("eva-1") == ["rui", "ana"]
