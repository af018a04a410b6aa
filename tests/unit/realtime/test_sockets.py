"""Coming, going, and what browsers say in passing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.realtime import service
from chalicelib.realtime.model import Who
from chalicelib.shared.errors import Unauthenticated
from tests.unit.realtime.fakes import World, agent, visitor


def _open(world: World, connection_id: str, who: Who) -> None:
    url = service.issue_ticket(world.ports, who=who)
    service.connect(world.ports, connection_id=connection_id, ticket=url.partition("=")[2])


def test_a_ticket_opens_one_socket_and_no_second() -> None:
    world = World()
    url = service.issue_ticket(world.ports, who=agent())
    ticket = url.removeprefix("wss://sockets.example/api?ticket=")
    service.connect(world.ports, connection_id="c1", ticket=ticket)
    with pytest.raises(Unauthenticated):
        service.connect(world.ports, connection_id="c2", ticket=ticket)
    assert list(world.store.sockets) == ["c1"]


def test_a_ticket_is_refused_after_a_minute() -> None:
    world = World()
    url = service.issue_ticket(world.ports, who=agent())
    world.now += timedelta(seconds=61)
    with pytest.raises(Unauthenticated):
        service.connect(world.ports, connection_id="c1", ticket=url.partition("=")[2])


@pytest.mark.parametrize("ticket", ["", "made-up"])
def test_a_missing_or_made_up_ticket_is_refused(ticket: str) -> None:
    with pytest.raises(Unauthenticated):
        service.connect(World().ports, connection_id="c1", ticket=ticket)


def test_the_first_socket_of_an_agent_brings_him_online_and_the_last_takes_him_away() -> None:
    world = World()
    _open(world, "rui-1", agent("rui"))
    for connection_id in ("ana-1", "ana-2"):
        _open(world, connection_id, agent("ana"))
    for connection_id in ("ana-1", "ana-2"):
        service.disconnect(world.ports, connection_id=connection_id)
    told = [(e["agent_id"], e["presence"]) for e in world.gateway.events("rui-1")]
    assert told == [("ana", "online"), ("ana", "offline")]


def test_agents_of_another_account_are_told_nothing() -> None:
    world = World()
    _open(world, "stranger", agent("eve", "other"))
    _open(world, "ana-1", agent("ana"))
    assert world.gateway.types("stranger") == []


def test_who_is_online_follows_from_the_open_sockets() -> None:
    world = World()
    _open(world, "c1", agent("ana"))
    _open(world, "c2", agent("rui"))
    service.disconnect(world.ports, connection_id="c1")
    assert service.online_agents(world.ports, account_id="acc") == {"rui"}


def test_a_ping_is_answered_by_a_pong() -> None:
    world = World()
    assert service.frame(world.ports, connection_id="c1", body='{"type":"ping"}') == "ping"
    assert world.gateway.frames["c1"] == ['{"type":"pong"}']


@pytest.mark.parametrize(
    "body",
    ["", "hello", "[]", '{"type":"nothing"}', '{"type":"typing","on":7}', "\ud800", "x" * 5000],
)
def test_a_bad_frame_is_answered_by_nothing_and_breaks_nothing(body: str) -> None:
    world = World()
    _open(world, "c1", agent())
    before = dict(world.gateway.frames)
    assert service.frame(world.ports, connection_id="c1", body=body) == "bad"
    assert world.gateway.frames == before


def test_a_frame_of_an_unknown_socket_does_nothing() -> None:
    world = World()
    _open(world, "ana-1", agent())
    body = '{"type":"typing","conversation_id":"k1"}'
    assert service.frame(world.ports, connection_id="nobody", body=body) == "stranger"
    assert world.gateway.types("ana-1") == []


@pytest.mark.feature("1.2")
def test_an_agents_typing_reaches_his_colleagues_and_the_visitor_without_the_draft() -> None:
    world = World(contacts={("acc", "k1"): "vera"})
    _open(world, "ana-1", agent("ana"))
    _open(world, "rui-1", agent("rui"))
    _open(world, "vera-1", visitor("vera", "k1"))
    body = '{"type":"typing","conversation_id":"k1","text":"a secret draft"}'
    service.frame(world.ports, connection_id="ana-1", body=body)
    shown = world.gateway.events("vera-1")[-1]
    assert (shown["author_kind"], shown["author_name"], shown["text"]) == ("agent", "Ana", "")
    assert world.gateway.types("rui-1") == ["typing"]
    assert "typing" not in world.gateway.types("ana-1")


@pytest.mark.feature("1.2")
def test_a_visitors_typing_reaches_the_agents_with_the_draft() -> None:
    world = World()
    _open(world, "ana-1", agent("ana"))
    _open(world, "vera-1", visitor("vera", "k1"))
    body = '{"type":"typing","conversation_id":"somebody elses","text":"I wou"}'
    service.frame(world.ports, connection_id="vera-1", body=body)
    shown = world.gateway.events("ana-1")[-1]
    assert (shown["conversation_id"], shown["author_id"], shown["text"]) == ("k1", "vera", "I wou")


def test_a_visitor_cannot_say_what_he_is_viewing() -> None:
    world = World()
    _open(world, "ana-1", agent("ana"))
    _open(world, "vera-1", visitor("vera", "k1"))
    body = '{"type":"viewing","conversation_id":"k1"}'
    service.frame(world.ports, connection_id="vera-1", body=body)
    assert "viewing" not in world.gateway.types("ana-1")


def test_an_agent_sees_who_else_looks_at_the_conversation_that_he_opens() -> None:
    world = World()
    _open(world, "ana-1", agent("ana"))
    _open(world, "rui-1", agent("rui"))
    for connection_id in ("ana-1", "rui-1"):
        body = '{"type":"viewing","conversation_id":"k1"}'
        service.frame(world.ports, connection_id=connection_id, body=body)
    assert [e["agent_id"] for e in world.gateway.events("ana-1") if e["type"] == "viewing"] == [
        "rui"
    ]
    assert [e["agent_id"] for e in world.gateway.events("rui-1") if e["type"] == "viewing"] == [
        "ana",
        "ana",
    ]


def test_passing_things_are_not_worth_an_error() -> None:
    world = World()
    _open(world, "rui-1", agent("rui"))
    world.gateway.busy.add("rui-1")
    _open(world, "ana-1", agent("ana"))
    assert "ana-1" in world.store.sockets


@pytest.mark.feature("3")
def test_what_a_blocked_visitor_types_is_shown_to_nobody() -> None:
    world = World()
    _open(world, "ana-1", agent("ana"))
    _open(world, "vera-1", visitor("vera", "k1"))
    _open(world, "zoe-1", visitor("zoe", "k2"))
    drafts = []
    for blocked in (False, True, True, False):
        service.block_visitor(world.ports, account_id="acc", contact_id="vera", blocked=blocked)
        for connection_id in ("vera-1", "zoe-1"):
            body = '{"type":"typing","conversation_id":"","on":true,"text":"Hm"}'
            assert service.frame(world.ports, connection_id=connection_id, body=body) == "typing"
        told = [e["author_id"] for e in world.gateway.events("ana-1") if e["type"] == "typing"]
        drafts.append(told.count("vera"))
    assert drafts == [1, 1, 1, 2]
    assert told.count("zoe") == 4
