"""An agent's typing reaches the contact of a provider: handed over once for as long as it shows."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from chalicelib.channels.gestures import TYPING_LASTS
from chalicelib.realtime import service
from tests.unit.realtime.fakes import World, agent

pytestmark = pytest.mark.feature("2.1")


@pytest.fixture
def world() -> World:
    made = World(kinds={"k1": "telegram", "k2": "whatsapp", "k3": "messenger", "k4": "viber"})
    made.store.add("ana-1", agent(), made.now)
    return made


def types(world: World, conversation: str, on: bool = True, note: bool = False) -> None:
    frame = {"type": "typing", "conversation_id": conversation, "on": on, "note": note}
    service.frame(world.ports, connection_id="ana-1", body=json.dumps(frame))


def minute(world: World, conversation: str) -> int:
    """How often it is handed over while somebody types for a minute, as his console tells it."""
    for _ in range(20):
        types(world, conversation)
        world.now += timedelta(seconds=3)
    return len(world.told)


@pytest.mark.parametrize(("conversation", "times"), [("k1", 20), ("k2", 3), ("k3", 4), ("k4", 0)])
def test_it_is_handed_over_as_often_as_that_channel_forgets(
    world: World, conversation: str, times: int
) -> None:
    assert minute(world, conversation) == times
    assert world.store.writes == times  # and written down no more often


def test_never_is_it_unseen_while_he_types(world: World) -> None:
    for kind, lasts in TYPING_LASTS.items():
        world.kinds["k9"], world.told[:] = kind, []
        unseen, until = 0.0, world.now + timedelta(seconds=1)
        for _ in range(40):
            types(world, "k9")
            if world.told:
                world.told.clear()
                until = world.now + timedelta(seconds=lasts)
            world.now += timedelta(seconds=3)
            unseen += max((world.now - until).total_seconds(), 0)
        assert unseen <= 1, kind  # seconds in two minutes
        types(world, "k9", on=False)


def test_that_he_stopped_is_told_to_who_wants_to_know_and_the_next_word_begins_anew(
    world: World,
) -> None:
    for conversation, told in (("k3", [True, False, True]), ("k2", [True, True])):
        world.told.clear()
        for on in (True, False, False, True):
            types(world, conversation, on)
        assert [on for _, _, on in world.told] == told


def test_a_note_is_for_the_team_alone(world: World) -> None:
    types(world, "k1", note=True)
    assert world.told == []


def test_another_conversation_is_another_contact(world: World) -> None:
    types(world, "k2")
    types(world, "k3")
    assert [conversation for _, conversation, _ in world.told] == ["k2", "k3"]


def test_on_a_website_it_goes_by_the_visitors_own_socket(world: World) -> None:
    world.contacts["acc", "k5"] = "vera"
    types(world, "k5")
    assert (world.told, world.store.writes) == ([], 0)


def test_what_is_not_there_is_told_to_nobody(world: World) -> None:
    types(world, "another-accounts")
    assert world.told == []
