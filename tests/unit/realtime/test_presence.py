"""Who of the agents is there: chosen, idle, several tabs, a crash."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.realtime import presence, service
from chalicelib.realtime.model import OPENING, AgentWho, Presence, Socket
from tests.unit.realtime.fakes import World, agent

IDLE, BACK = '{"type":"idle","on":true}', '{"type":"idle","on":false}'


def opened(*connections: str) -> World:
    """Rui watches; Ana has these sockets."""
    world = World()
    for connection_id, who in [("rui", agent("rui")), *((c, agent("ana")) for c in connections)]:
        url = service.issue_ticket(world.ports, who=who)
        service.connect(world.ports, connection_id=connection_id, ticket=url.partition("=")[2])
    world.gateway.frames.clear()
    return world


def told(world: World) -> list[str]:
    events = [e for e in world.gateway.events("rui") if e["type"] == "presence"]
    return [event["presence"] for event in events if event["agent_id"] == "ana"]


def say(world: World, connection_id: str, body: str) -> None:
    service.frame(world.ports, connection_id=connection_id, body=body)


@pytest.mark.parametrize(
    ("chosen", "idle", "wanted"),
    [
        ("online", (False,), "online"),
        ("online", (True,), "away"),
        ("online", (True, False), "online"),
        ("online", (True, True), "away"),
        ("away", (False,), "away"),
        ("busy", (True, True), "busy"),
        ("online", (), "offline"),
    ],
)
def test_what_is_shown_follows_from_what_was_chosen_and_the_screens(
    chosen: Presence, idle: tuple[bool, ...], wanted: str
) -> None:
    who = AgentWho("acc", "ana", presence=chosen)
    sockets = [Socket(f"c{n}", who, idle=one) for n, one in enumerate(idle)]
    assert presence.shown(sockets) == wanted


def test_who_touches_no_screen_is_away_and_comes_back_at_a_touch() -> None:
    world = opened("one")
    say(world, "one", IDLE)
    say(world, "one", BACK)
    assert told(world) == ["away", "online"]


def test_one_touched_screen_of_several_keeps_him_online() -> None:
    world = opened("desk", "phone")
    say(world, "desk", IDLE)
    assert told(world) == []
    say(world, "phone", IDLE)
    assert told(world) == ["away"]
    say(world, "desk", BACK)
    assert told(world) == ["away", "online"]


def test_an_untouched_screen_does_not_change_who_chose_to_be_busy() -> None:
    world = opened("one")
    presence.chose(world.ports, account_id="acc", agent_id="ana", presence="busy")
    say(world, "one", IDLE)
    say(world, "one", BACK)
    assert set(told(world)) == {"busy"}


def test_what_is_chosen_on_one_device_holds_on_the_other() -> None:
    world = opened("desk", "phone")
    presence.chose(world.ports, account_id="acc", agent_id="ana", presence="away")
    service.disconnect(world.ports, connection_id="desk")
    assert told(world) == ["away"]
    assert presence.shown([world.store.sockets["phone"]]) == "away"


def test_the_last_touched_screen_takes_him_away_when_it_closes() -> None:
    world = opened("desk", "phone")
    say(world, "desk", IDLE)
    service.disconnect(world.ports, connection_id="phone")
    assert told(world) == ["away"]


def test_a_new_tab_of_an_idle_agent_brings_him_back() -> None:
    world = opened("desk")
    say(world, "desk", IDLE)
    url = service.issue_ticket(world.ports, who=agent("ana"))
    service.connect(world.ports, connection_id="phone", ticket=url.partition("=")[2])
    assert told(world) == ["away", "online"]


def test_a_browser_that_crashed_is_noticed_when_something_is_told() -> None:
    world = opened("one")
    world.gateway.gone.add("one")
    world.now += OPENING
    service.push_to_agents(world.ports, "acc", (), [{"type": "account.changed"}])
    assert told(world) == ["offline"]
    assert presence.idle_agents(world.ports, account_id="acc")[0] == {"rui"}


def test_a_crashed_tab_leaves_him_there_while_another_is_open() -> None:
    world = opened("one", "two")
    world.gateway.gone.add("one")
    world.now += OPENING
    service.push_to_agents(world.ports, "acc", (), [{"type": "account.changed"}])
    assert told(world) == []
    assert presence.idle_agents(world.ports, account_id="acc")[0] == {"ana", "rui"}


def test_a_record_whose_time_is_over_shows_nobody() -> None:
    world = opened("one")
    socket = world.store.sockets["one"]
    over = int((world.now - timedelta(seconds=1)).timestamp())
    world.store.sockets["one"] = Socket(socket.connection_id, socket.who, until=over)
    assert presence.idle_agents(world.ports, account_id="acc")[0] == {"rui"}


def test_typing_in_a_room_reaches_its_members_alone() -> None:
    world = opened("ana-1", "ana-2")
    for stranger in ("eve",):
        world.store.add(stranger, agent(stranger), world.now)
    rooms = {"room1": ("ana", "rui")}
    ports = service.RealtimePorts(
        **{
            **{name: getattr(world.ports, name) for name in world.ports.__slots__},
            "audience": lambda account, room, who: (
                rooms.get(room) if who in rooms.get(room, ()) else None
            ),
        }
    )
    body = '{"type":"team.typing","room_id":"%s","on":true}'
    service.frame(ports, connection_id="ana-1", body=body % "room1")
    assert world.gateway.types("rui") == ["team.typing"]
    assert world.gateway.types("ana-2") == world.gateway.types("eve") == []
    service.frame(ports, connection_id="eve", body=body % "room1")  # not in it
    service.frame(ports, connection_id="ana-1", body=body % "other")
    assert world.gateway.types("rui") == ["team.typing"]
