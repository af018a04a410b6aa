"""Statuses that name a moment, and echoes of what we sent: Messenger's and Instagram's ways."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from chalicelib.channels.base import UNTOLD, InboundEvent, InboundWatermark
from chalicelib.conversations import service
from chalicelib.conversations.model import AuthorKind, DeliveryState
from chalicelib.shared.content import Content, Kind, Media
from tests.unit.conversations.scene import ANN, CHANNEL, Scene, every_death


@pytest.fixture
def scene() -> Scene:
    made = Scene()
    made.receive(made.says("hello"))
    return made


def send(scene: Scene, words: str, provider_id: str) -> None:
    """Posted, and taken by the provider a second later."""
    message = scene.post(words)
    scene.on(service.begin_sending, seq=message.seq)
    scene.clock.tick(seconds=1)
    scene.on(service.record_sent, seq=message.seq, channel_id=CHANNEL, provider_id=provider_id)
    scene.clock.tick(seconds=1)


def mark(scene: Scene, state: Any, **ago: float) -> InboundWatermark:
    until = scene.clock()
    if ago:
        until = until.fromtimestamp(until.timestamp() - ago["seconds"], until.tzinfo)
    return InboundWatermark(f"{state}{until}", ANN, state, until)


def states(scene: Scene) -> list[str]:
    return [m.delivery.state.value for m in scene.thread if m.author.kind is AuthorKind.AGENT]


@pytest.mark.feature("2.1")
def test_a_watermark_covers_what_was_sent_until_then(scene: Scene) -> None:
    send(scene, "one", "P1")
    send(scene, "two", "P2")
    before_three = mark(scene, "read")
    scene.clock.tick(seconds=5)
    send(scene, "three", "P3")
    scene.receive(before_three)
    assert states(scene) == ["read", "read", "sent"]
    scene.receive(mark(scene, "delivered"))
    assert states(scene) == ["read", "read", "delivered"]
    scene.verify()


@pytest.mark.parametrize("order", list(permutations(["delivered", "read", "delivered"])))
def test_watermarks_never_move_a_status_back(scene: Scene, order: tuple[str, ...]) -> None:
    send(scene, "one", "P1")
    furthest = 0
    for state in order:
        for _ in range(2):
            scene.receive(mark(scene, state))
        furthest = max(furthest, ("delivered", "read").index(state))
        assert states(scene) == [("delivered", "read")[furthest]]
    scene.verify()


def test_what_is_still_on_its_way_was_read_by_nobody_and_is_covered_later(scene: Scene) -> None:
    message = scene.post("one")
    scene.on(service.begin_sending, seq=message.seq)
    scene.clock.tick(seconds=1)
    scene.receive(mark(scene, "read"))
    assert states(scene) == ["sending"]
    scene.on(service.record_sent, seq=message.seq, channel_id=CHANNEL, provider_id="P1")
    scene.receive(mark(scene, "read"))
    assert states(scene) == ["read"]


def test_a_failed_message_is_not_read_and_keeps_nobody_waiting(scene: Scene) -> None:
    message = scene.post("one")
    scene.on(service.begin_sending, seq=message.seq)
    scene.on(service.record_failed, seq=message.seq, reason="no", code="1")
    send(scene, "two", "P2")
    scene.receive(mark(scene, "read"))
    assert states(scene) == ["failed", "read"]
    assert scene.head.visitor_read == scene.thread[-1].seq


def test_a_watermark_of_somebody_unknown_is_nothing() -> None:
    scene = Scene()
    scene.receive(mark(scene, "read"))
    assert not scene.store.heads_by_key


def test_a_death_at_any_call_of_a_watermark_is_finished_by_the_repeat() -> None:
    def prepare(scene: Scene) -> None:
        scene.receive(scene.says("hello"))
        send(scene, "one", "P1")
        send(scene, "two", "P2")

    scenes = every_death(prepare, lambda scene, p: scene.receive(mark(scene, "read"), p=p))
    assert len(scenes) > 5
    for name, scene in scenes:
        assert states(scene) == ["read", "read"], name
        assert scene.head.visitor_read == scene.thread[-1].seq, name


@pytest.mark.feature("2.1")
def test_what_an_agent_writes_in_the_providers_own_inbox_appears_once(scene: Scene) -> None:
    for _ in range(2):
        scene.receive(scene.says("from the inbox", id="E1", echo=True))
    assert scene.words() == ["hello", "from the inbox"]
    assert states(scene) == ["sent"]
    assert scene.head.waiting_since is None
    scene.verify()


def test_an_echo_of_ours_adds_nothing_whenever_it_comes(scene: Scene) -> None:
    message = scene.post("Yes we do")
    echo = scene.says("Yes we do", id="P1", echo=True)
    scene.on(service.begin_sending, seq=message.seq)
    scene.receive(echo)  # faster than the answer to the call
    scene.on(service.record_sent, seq=message.seq, channel_id=CHANNEL, provider_id="P1")
    scene.receive(echo)
    assert scene.words() == ["hello", "Yes we do"]
    assert states(scene) == ["sent"]


def test_an_echo_of_a_file_of_ours_adds_nothing(scene: Scene) -> None:
    ours = Content(Kind.IMAGE, media=(Media("image/png", "a.png", key="media/acc1/b/c/a.png"),))
    message = scene.post("", client_id="c", content=ours)
    scene.on(service.begin_sending, seq=message.seq)
    theirs = Content(Kind.IMAGE, media=(Media("image/jpeg", url="https://cdn/a"),))
    echo = scene.says("x", id="P1", echo=True)
    scene.receive(type(echo)("P1", ANN, theirs, scene.clock(), echo=True))
    assert len(scene.thread) == 2
    scene.on(service.record_sent, seq=message.seq, channel_id=CHANNEL, provider_id="P1")
    assert scene.thread[1].delivery.state is DeliveryState.SENT


def upto(provider_id: str) -> InboundWatermark:
    return InboundWatermark(f"to-{provider_id}", ANN, "read", UNTOLD, upto=provider_id)


@pytest.mark.feature("2.1")
def test_a_watermark_that_names_a_message_covers_it_and_what_came_before(scene: Scene) -> None:
    for words, id in (("one", "P1"), ("two", "P2"), ("three", "P3")):
        send(scene, words, id)
    scene.receive(upto("P2"))
    assert states(scene) == ["read", "read", "sent"]
    assert scene.thread[1].delivery.at == scene.clock()  # no moment was told
    scene.receive(upto("P1"))
    scene.receive(upto("nobody knows"))
    assert states(scene) == ["read", "read", "sent"]
    scene.receive(upto("P3"))
    assert states(scene) == ["read"] * 3
    scene.verify()


def test_who_only_joins_leaves_nothing_behind() -> None:
    scene = Scene()
    scene.receive(InboundEvent("j1", "joined", ANN, scene.clock(), raw="{}"))
    assert not scene.store.heads_by_key
    assert not scene.store.orphans
    scene.receive(InboundEvent("b1", "blocked", ANN, scene.clock(), raw="{}"))
    assert len(scene.store.orphans) == 1


def test_a_reaction_without_a_moment_is_of_now_and_is_parked_if_it_is_early(scene: Scene) -> None:
    message = scene.post("one")
    scene.on(service.begin_sending, seq=message.seq)
    scene.receive(InboundEvent("r1", "reaction", ANN, UNTOLD, target="P1", value="🔥"))
    scene.on(service.record_sent, seq=message.seq, channel_id=CHANNEL, provider_id="P1")
    assert list(scene.thread[1].reactions.values()) == ["🔥"]
