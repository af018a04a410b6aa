"""What providers tell of our messages' way, in any order and again, through the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from chalicelib.channels import registry
from chalicelib.channels.base import Inbound, InboundStatus, InboundWatermark
from chalicelib.conversations import service
from tests.contract.channels.captured import CASES, body_of
from tests.unit.conversations.scene import ANN, CHANNEL, Scene

pytestmark = [pytest.mark.feature("12")]
WAY = ("queued", "sending", "sent", "delivered", "read")


def _news(kind: str) -> dict[tuple[str, str], Inbound]:
    """One of each that the channel's captured payloads hold, by its type and state."""
    found: dict[tuple[str, str], Inbound] = {}
    for case in (case for each, case in CASES if each == kind):
        for item in registry.get(kind).parse(body_of(kind, case).decode()):
            if isinstance(item, InboundStatus | InboundWatermark) and item.state in WAY:
                found.setdefault((item.type, item.state), item)
    return found


TELLING = [kind for kind in registry.KINDS if _news(kind)]


def test_the_channels_that_tell_are_known() -> None:
    """The others' providers tell nothing after their answer: it is sent then."""
    assert {"whatsapp", "messenger", "instagram", "viber", "vk"} <= set(TELLING)


@pytest.mark.parametrize("kind", TELLING)
def test_no_order_of_what_a_channel_tells_moves_a_message_back(kind: str) -> None:
    news = list(_news(kind).values())
    for order in permutations(news, min(len(news), 3)):
        scene = Scene()
        scene.receive(scene.says("hello"), kind=kind)
        scene.post("hi")
        scene.on(service.begin_sending, seq=2)
        scene.on(service.record_sent, seq=2, channel_id=CHANNEL, provider_id="P1")
        furthest = WAY.index("sent")
        for item in (*order, *order[::-1]):
            scene.clock.tick(seconds=1)
            scene.receive(_of_ours(item, scene), kind=kind)
            reached = WAY.index(scene.thread[1].delivery.state)
            told = WAY.index(item.state)  # type: ignore[union-attr]
            assert reached == max(furthest, told), (order, item)
            furthest = reached
        scene.verify()


def _of_ours(item: Inbound, scene: Scene) -> Inbound:
    if isinstance(item, InboundWatermark):
        upto = "P1" if item.upto else ""
        return replace(item, sender=ANN, until=scene.clock() + timedelta(days=1), upto=upto)
    return replace(item, id="P1", sender=ANN)
