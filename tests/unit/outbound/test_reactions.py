"""A reaction on its way to a provider: retried as messages are, the last one told last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

import pytest

from chalicelib.channels.base import (
    Channel,
    ChannelAdapter,
    ProviderRequest,
    ProviderResponse,
    SendResult,
    Stamp,
    Verdict,
)
from chalicelib.conversations import reacting
from chalicelib.conversations.model import DeliveryState, Message
from chalicelib.outbound import reactions
from chalicelib.outbound.reactions import ReactionPorts
from chalicelib.outbound.service import MAX_RECEIVES, OutboundPorts, Wait
from chalicelib.shared.errors import InvalidInput, NotFound
from chalicelib.shared.http import AddressRefused
from chalicelib.shared.ids import AccountId, ChannelId
from tests.unit.conversations.scene import ACCOUNT, CHANNEL, RUI, Scene

pytestmark = pytest.mark.feature("2.1")
Answer = ProviderResponse | BaseException
SENT = ProviderResponse(200, {"verdict": "sent"}, b"R1")
BUSY = ProviderResponse(429, {"verdict": "retry"}, b"")
SILENT = ProviderResponse(0, {"verdict": "retry"}, b"")
NEVER = ProviderResponse(400, {"verdict": "permanent"}, b"")
LOCKED = ProviderResponse(401, {"verdict": "credentials"}, b"")


class Crash(BaseException):
    """The process is gone."""


class Adapter:
    def __init__(self, stamped: bool) -> None:
        self.stamped = stamped

    def reaction(
        self, channel: Channel, recipient: str, target: str, emoji: str, *, base_url: str
    ) -> ProviderRequest:
        if emoji == "💣":
            raise InvalidInput("not there", field="emoji")
        said = {"to": recipient, "about": target, "emoji": emoji}

        def stamp(it: Stamp) -> ProviderRequest:
            return ProviderRequest("POST", base_url, json={**said, "id": it.id, "by": it.author})

        return ProviderRequest("POST", base_url, json=said, stamped=stamp if self.stamped else None)

    def read_reaction(self, response: ProviderResponse) -> SendResult:
        verdict = Verdict(response.headers["verdict"])
        return SendResult(verdict, response.body.decode(), f"said {verdict}", str(response.status))


@dataclass
class World:
    answers: list[Answer] = field(default_factory=list)
    adapter: Any = None
    scene: Scene = field(default_factory=Scene)
    calls: list[Mapping[str, object]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    paused: bool = False
    gone: bool = False

    def __post_init__(self) -> None:
        self.scene.receive(self.scene.says("hello", id="tg:1"))

    def react(self, emoji: str) -> Message:
        made: Message = self.scene.on(reacting.react, seq=1, author=RUI, emoji=emoji)
        return made

    def deliver(self, turn: int = 1, receives: int = 1) -> Wait | None:
        return reactions.deliver(
            self.ports,
            account_id=ACCOUNT,
            conversation_id=self.scene.head.id,
            seq=1,
            turn=turn,
            receives=receives,
        )

    @property
    def ports(self) -> ReactionPorts:
        from functools import partial

        p = self.scene.ports
        to = OutboundPorts(
            journal=cast("Any", None),
            conversation=lambda account, id: self.scene.head,
            provider_id=lambda *_: "",
            channel=self._channel,
            adapter=lambda kind: cast("ChannelAdapter", self.adapter or Adapter(False)),
            media_url=lambda media: "",
            call=self._call,
            credentials_broken=lambda account, channel, why: self.broken.append(why),
            base_urls={"telegram": "https://p.example"},
        )
        return ReactionPorts(
            begin=partial(reacting.begin, p),
            sent=partial(reacting.record_sent, p),
            waiting=partial(reacting.record_waiting, p),
            failed=partial(reacting.record_failed, p),
            to=to,
        )

    def _channel(self, id: str) -> Channel:
        if self.gone:
            raise NotFound("no such channel")
        return Channel(
            ChannelId(CHANNEL), AccountId(ACCOUNT), "telegram", "Bot", paused=self.paused
        )

    def _call(self, request: ProviderRequest) -> ProviderResponse:
        self.calls.append(dict(request.json or {}))
        answer = self.answers.pop(0) if self.answers else SENT
        if isinstance(answer, BaseException):
            raise answer
        return answer

    @property
    def state(self) -> tuple[DeliveryState, str]:
        mine = self.scene.thread[0].reaction
        assert mine is not None
        return mine.delivery.state, mine.delivery.reason


def test_it_goes_out_about_the_contacts_message_and_is_sent() -> None:
    world = World()
    world.react("👍")
    assert world.deliver() is None
    assert world.calls == [{"to": "42", "about": "tg:1", "emoji": "👍"}]
    assert world.state == (DeliveryState.SENT, "")
    assert world.deliver() is None  # the queue hands it out again
    assert len(world.calls) == 1


def test_taking_it_back_goes_out_too() -> None:
    world = World()
    world.react("👍")
    world.deliver()
    world.react("")
    world.deliver(turn=2)
    assert [call["emoji"] for call in world.calls] == ["👍", ""]


def test_what_was_replaced_before_it_went_never_goes() -> None:
    world = World()
    world.react("👍")
    world.react("🙏")
    for turn in (1, 2, 1, 2):
        world.deliver(turn=turn)
    assert [call["emoji"] for call in world.calls] == ["🙏"]


@pytest.mark.parametrize("answer", [BUSY, SILENT])
def test_a_busy_provider_is_asked_again_and_in_the_end_given_up(answer: ProviderResponse) -> None:
    world = World(answers=[answer] * MAX_RECEIVES)
    world.react("👍")
    waits = [world.deliver(receives=n) for n in range(1, MAX_RECEIVES + 1)]
    assert [wait.seconds for wait in waits if wait] == [2, 4, 8, 16]
    assert (waits[-1], world.state[0]) == (None, DeliveryState.FAILED)


def test_a_process_that_died_is_followed_by_one_that_says_the_same_again() -> None:
    world = World(answers=[Crash()])
    world.react("👍")
    with pytest.raises(Crash):
        world.deliver()
    world.deliver(receives=2)
    assert [call["emoji"] for call in world.calls] == ["👍", "👍"]
    assert world.state[0] is DeliveryState.SENT


def test_a_refusal_is_told_in_the_providers_words() -> None:
    world = World(answers=[NEVER])
    world.react("👍")
    assert world.deliver() is None
    assert world.state == (DeliveryState.FAILED, "said permanent")
    assert world.broken == []


def test_broken_credentials_are_the_channels_matter_too() -> None:
    world = World(answers=[LOCKED])
    world.react("👍")
    world.deliver()
    assert (world.state[0], world.broken) == (DeliveryState.FAILED, ["said credentials"])


def test_nothing_goes_out_on_a_paused_a_removed_or_a_deaf_channel() -> None:
    for world in (World(paused=True), World(gone=True), World(adapter=object())):
        world.react("👍")
        assert world.deliver() is None
        assert (world.state[0], world.calls) == (DeliveryState.FAILED, [])
        assert world.state[1]


def test_what_cannot_be_said_there_and_what_cannot_be_called_fails_in_words() -> None:
    world = World()
    world.react("💣")
    world.deliver()
    assert world.state == (DeliveryState.FAILED, "not there")
    other = World(answers=[AddressRefused("a private address")])
    other.react("👍")
    other.deliver()
    assert other.state[0] is DeliveryState.FAILED


def test_an_owners_program_knows_a_repeat_by_its_id() -> None:
    world = World(answers=[BUSY], adapter=Adapter(True))
    world.react("👍")
    world.deliver()
    world.deliver(receives=2)
    world.react("🙏")
    world.deliver(turn=2)
    one, again, other = (call["id"] for call in world.calls)
    assert one == again != other
    assert {call["by"] for call in world.calls} == {"Rui"}


def test_a_message_that_is_gone_is_nothing_to_do() -> None:
    world = World()
    world.react("👍")
    ports = replace(world.ports, begin=lambda **_: None)
    place = {"account_id": ACCOUNT, "conversation_id": world.scene.head.id}
    assert reactions.deliver(ports, **place, seq=1, turn=1, receives=1) is None
