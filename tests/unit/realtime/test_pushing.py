"""Frames, dead sockets and failures."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.realtime import service
from chalicelib.realtime.model import FRAME_BYTES, OPENING, frames
from chalicelib.realtime.push import PushFailed
from tests.unit.realtime.fakes import World, agent, visitor


def _message(seq: int, text: str = "hi", raw: str = "") -> dict[str, Any]:
    content = {"kind": "text", "text": text, "raw": raw}
    return {"type": "message.created", "message": {"seq": seq, "content": content}}


def test_events_of_one_batch_share_a_frame() -> None:
    (frame,) = frames([_message(1), _message(2)])
    assert [event["message"]["seq"] for event in json.loads(frame)["events"]] == [1, 2]


def test_no_frame_is_larger_than_32_kilobytes_and_the_order_holds() -> None:
    made = frames([_message(seq, "ä" * 4000) for seq in range(20)])
    assert all(len(frame.encode()) <= FRAME_BYTES for frame in made)
    seqs = [e["message"]["seq"] for frame in made for e in json.loads(frame)["events"]]
    assert seqs == list(range(20))


def test_a_message_too_long_for_a_frame_is_shortened_rather_than_lost() -> None:
    (frame,) = frames([_message(1, "€" * 30_000, raw="x" * 90_000)])
    content = json.loads(frame)["events"][0]["message"]["content"]
    assert len(frame.encode()) <= FRAME_BYTES
    assert content["text"].startswith("€€€")
    assert content["raw"] == ""


def test_no_events_are_no_frames() -> None:
    assert frames([]) == []


def test_each_socket_of_the_account_gets_one_push() -> None:
    world = World()
    for number in range(12):
        world.store.add(f"c{number}", agent(f"a{number}"), world.now)
    world.store.add("stranger", agent("eve", "other"), world.now)
    service.push_to_agents(world.ports, "acc", (), [_message(1), _message(2)])
    assert {c: len(f) for c, f in world.gateway.frames.items()} == {
        f"c{number}": 1 for number in range(12)
    }


def test_what_is_for_some_agents_goes_to_all_their_sockets_and_to_nobody_else() -> None:
    world = World()
    for name, who in (("a1", "ann"), ("a2", "ann"), ("b1", "ben"), ("c1", "cyd")):
        world.store.add(name, agent(who), world.now)
    service.push_to_agents(world.ports, "acc", ("ann", "cyd"), [_message(1)])
    assert sorted(world.gateway.frames) == ["a1", "a2", "c1"]


def test_a_dead_socket_is_forgotten_and_the_others_are_served() -> None:
    world = World()
    for name in ("a", "b"):
        world.store.add(name, agent(name), world.now)
    world.gateway.gone.add("a")
    world.now += OPENING
    service.push_to_agents(world.ports, "acc", (), [_message(1)])
    assert list(world.store.sockets) == ["b"]
    assert world.gateway.types("b") == ["message.created", "presence"]


def test_a_socket_that_opens_still_is_not_taken_for_dead() -> None:
    """API Gateway answers 410 for a connection whose $connect has not answered yet."""
    world = World()
    for name in ("a", "b"):
        world.store.add(name, agent(name), world.now)
    world.gateway.gone.add("a")
    service.push_to_agents(world.ports, "acc", (), [_message(1)])
    world.gateway.gone.remove("a")
    service.push_to_agents(world.ports, "acc", (), [_message(2)])
    assert world.gateway.types("a") == ["message.created"]
    assert world.gateway.types("b") == ["message.created", "message.created"]


@pytest.mark.parametrize("sockets", [2, 9])
def test_a_busy_gateway_asks_for_a_repeat_after_the_others_are_served(sockets: int) -> None:
    world = World()
    for number in range(sockets):
        world.store.add(f"c{number}", agent(f"a{number}"), world.now)
    world.gateway.busy.add("c0")
    with pytest.raises(PushFailed):
        service.push_to_agents(world.ports, "acc", (), [_message(1)])
    assert len(world.gateway.frames) == sockets - 1
    assert "c0" in world.store.sockets


def test_a_visitors_socket_follows_him_and_no_late_change_leads_him_back() -> None:
    world = World()
    world.store.add("v", visitor("vera"), world.now)
    for conversation_id, status in (("k1", "open"), ("k2", "open"), ("k1", "resolved")):
        conversation = {"id": conversation_id, "status": status}
        shown = {"type": "widget.conversation", "conversation": conversation}
        service.push_to_visitor(world.ports, "acc", "vera", [shown])
    who = world.store.sockets["v"].who
    assert who == visitor("vera", "k2")
