"""What a provider is told in passing: once, in time, and never at anybody's cost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.channels import registry
from chalicelib.channels.base import Channel, ProviderRequest, ProviderResponse
from chalicelib.conversations import service as conversations
from chalicelib.conversations.model import Visibility
from chalicelib.gestures import service
from chalicelib.gestures.service import GesturePorts
from chalicelib.shared.errors import NotFound
from chalicelib.shared.http import AddressRefused
from chalicelib.shared.ids import AccountId
from chalicelib.shared.queues import Entry
from tests.contract.channels.captured import CHANNELS
from tests.unit.conversations.scene import ACCOUNT, Scene

pytestmark = pytest.mark.feature("2.1")
OK = 200


@dataclass
class World:
    """One contact's conversation on a channel of `kind`, and its provider."""

    kind: str = "whatsapp"
    answers: list[int | BaseException] = field(default_factory=list)
    scene: Scene = field(default_factory=Scene)
    queue: list[Mapping[str, Any]] = field(default_factory=list)
    calls: list[ProviderRequest] = field(default_factory=list)
    channel: Channel | None = None

    def __post_init__(self) -> None:
        self.channel = replace(CHANNELS[self.kind], account_id=AccountId(ACCOUNT))
        for number in (1, 2, 3):
            said = self.scene.says(f"words {number}", id=f"wamid.{number}")
            self.scene.receive(said, kind=self.kind, channel=self.channel.id)

    def read(self, agent: str, inbound: int) -> None:
        first = self.scene.on(conversations.mark_read, agent_id=agent, inbound=inbound)
        if first:
            service.read(self.send, first, inbound)

    def types(self, on: bool = True) -> None:
        service.typed(self.send, self.scene.clock, ACCOUNT, self.scene.head.id, on=on)

    def send(self, entries: Any) -> None:
        some: list[Entry] = list(entries)
        self.queue += [json.loads(each.body) for each in some]

    def carry_out(self, receives: int = 1) -> list[int]:
        return [service.carry_out(self.ports, work, receives=receives) for work in self.queue]

    @property
    def ports(self) -> GesturePorts:
        return GesturePorts(
            detail=lambda account, id, most: self.scene.store.detail(account, id, most),
            channel=self._channel,
            adapter=registry.get,
            call=self._call,
            base_urls={},
            clock=self.scene.clock,
        )

    def _channel(self, id: str) -> Channel:
        if self.channel is None:
            raise NotFound("no such channel")
        return self.channel

    def _call(self, request: ProviderRequest) -> ProviderResponse:
        self.calls.append(request)
        answer = self.answers.pop(0) if self.answers else OK
        if isinstance(answer, BaseException):
            raise answer
        return ProviderResponse(answer, {}, b"{}")

    @property
    def told(self) -> list[Any]:
        return [dict(call.json or {}) for call in self.calls]


READ = {"messaging_product": "whatsapp", "status": "read"}


def test_what_the_team_has_read_is_told_once_by_whoever_was_first() -> None:
    world = World()
    world.read("rui", 2)
    for agent in ("bea", "rui", "eve"):
        world.read(agent, 2)  # colleagues, and the same once more
    assert len(world.queue) == 1
    assert world.carry_out() == [0]
    assert world.told == [{**READ, "message_id": "wamid.2"}]
    world.read("bea", 3)
    assert [work["inbound"] for work in world.queue] == [2, 3]


def test_a_repeat_of_the_queue_says_the_same_again() -> None:
    world = World()
    world.read("rui", 3)
    world.carry_out()
    world.carry_out(receives=2)
    assert world.told == [{**READ, "message_id": "wamid.3"}] * 2


@pytest.mark.parametrize(
    ("kind", "off", "seen", "typing"),
    [
        ("messenger", {}, True, True),
        ("messenger", {"seen": "on", "typing": "on"}, True, True),
        ("messenger", {"seen": "off"}, False, True),
        ("messenger", {"typing": "off"}, True, False),
        ("messenger", {"seen": "off", "typing": "off"}, False, False),
        ("whatsapp", {"typing": "off"}, True, False),
        ("whatsapp", {"seen": "off"}, False, False),  # typing would tell that it was read
    ],
)
def test_an_owner_keeps_from_a_provider_what_agents_do(
    kind: str, off: dict[str, str], seen: bool, typing: bool
) -> None:
    world = World(kind)
    assert world.channel is not None
    world.channel = replace(world.channel, settings={**world.channel.settings, **off})
    world.read("rui", 3)
    assert world.carry_out() == [0]
    assert bool(world.calls) is seen
    world.queue, world.calls = [], []
    world.types()
    assert world.carry_out() == [0]
    assert bool(world.calls) is typing


def test_our_own_words_and_notes_between_are_passed_over() -> None:
    world = World()
    world.scene.post("hi")
    world.scene.post("among us", visibility=Visibility.NOTE)
    world.read("rui", 99)
    world.carry_out()
    assert world.told == [{**READ, "message_id": "wamid.3"}]


def test_where_the_provider_takes_no_mark_nothing_is_even_handed_over() -> None:
    world = World("viber")
    world.read("rui", 3)
    assert world.queue == []


@pytest.mark.parametrize("status", [0, 429, 500])
def test_a_busy_provider_hears_of_it_later_a_few_times(status: int) -> None:
    world = World(answers=[status] * 3)
    world.read("rui", 3)
    assert [world.carry_out(receives=n) for n in (1, 2, 3)] == [[2], [4], [0]]


def test_a_refusal_is_the_end_of_it() -> None:
    world = World(answers=[400, AddressRefused("a private address")])
    world.read("rui", 3)
    assert [world.carry_out(), world.carry_out()] == [[0], [0]]


def test_typing_is_told_while_it_is_true_and_never_retried() -> None:
    world = World(answers=[500])
    world.types()
    assert world.carry_out() == [0]
    typing = {**READ, "message_id": "wamid.3", "typing_indicator": {"type": "text"}}
    assert world.told == [typing]
    world.scene.clock.now += timedelta(seconds=6)
    assert world.carry_out() == [0]
    assert len(world.calls) == 1  # nobody types any more, perhaps


@pytest.mark.parametrize(("kind", "calls"), [("messenger", 2), ("whatsapp", 1), ("custom", 1)])
def test_its_end_is_told_where_that_is_a_thing_of_its_own(kind: str, calls: int) -> None:
    world = World(kind)
    world.types()
    world.types(on=False)
    world.carry_out()
    assert len(world.calls) == calls


@pytest.mark.parametrize(
    "change", [{"paused": True}, {"health": "credentials_broken"}], ids=["paused", "broken"]
)
def test_on_a_channel_that_is_off_nothing_is_told(change: dict[str, Any]) -> None:
    world = World()
    assert world.channel is not None
    world.channel = replace(world.channel, **change)
    world.read("rui", 3)
    world.types()
    assert (world.carry_out(), world.calls) == ([0, 0], [])


def test_what_is_gone_is_nothing_to_do() -> None:
    world = World()
    world.read("rui", 3)
    world.types()
    world.channel = None
    assert world.carry_out() == [0, 0]
    work = {**world.queue[0], "conversation_id": "0" * 18}
    assert service.carry_out(world.ports, work, receives=1) == 0
    assert world.calls == []


def test_an_owners_program_is_told_signed_with_an_id_of_its_own() -> None:
    world = World("custom")
    world.read("rui", 3)
    world.types()
    world.carry_out()
    events = [json.loads(call.body or b"") for call in world.calls]
    assert [event["message"]["type"] for event in events] == ["seen", "typein"]
    assert events[0]["message"]["id"] == "wamid.3"
    assert len({event["id"] for event in events}) == 2
    assert all("webhook-signature" in call.headers for call in world.calls)
