"""What routing hears of agents, and what the bus hears of broken promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.conversations.model import Author, AuthorKind, Visibility
from chalicelib.realtime import presence, service
from chalicelib.realtime.plan import Change, plan
from chalicelib.shared.content import Content, Kind
from chalicelib.shared.events import PromiseEvent
from tests.unit.realtime.fakes import World, agent
from tests.unit.realtime.test_announcing import REPLY, VIEWS

LATE = replace(
    REPLY,
    author=Author(AuthorKind.SYSTEM),
    visibility=Visibility.EVENT,
    content=Content(
        kind=Kind.EVENT,
        event="sla.breached",
        data={"target": "first_reply", "due": "2026-03-02T09:30:00.000Z", "queue_id": "q1"},
    ),
)


@pytest.mark.feature("4.5")
def test_a_broken_promise_is_told_to_the_bus_once() -> None:
    (told,) = plan([Change("1", True, LATE)], VIEWS).bus
    assert isinstance(told.what, PromiseEvent)
    assert (told.what.type, told.what.target) == ("sla.breached", "first_reply")
    assert (told.what.due, told.what.queue_id) == ("2026-03-02T09:30:00.000Z", "q1")
    assert told.what.event_id == f"{LATE.conversation_id}#{LATE.seq}#{LATE.rev}"
    assert plan([Change("1", False, LATE)], VIEWS).bus == []


@pytest.mark.feature("4.2")
def test_routing_hears_of_agents_who_come_go_and_choose() -> None:
    world, heard = World(), list[str]()
    ports = replace(world.ports, changed=lambda account, who: heard.append(who))
    url = service.issue_ticket(ports, who=agent("ana"))
    service.connect(ports, connection_id="one", ticket=url.partition("=")[2])
    shown = presence.agents_shown(ports, account_id=agent("ana").account_id)
    assert (heard, shown) == (["ana"], {"ana": "online"})
    presence.chose(ports, account_id=agent("ana").account_id, agent_id="ana", presence="busy")
    assert presence.agents_shown(ports, account_id=agent("ana").account_id) == {"ana": "busy"}
    service.disconnect(ports, connection_id="one")
    assert heard == ["ana"] * 3
    assert presence.agents_shown(ports, account_id=agent("ana").account_id) == {}
