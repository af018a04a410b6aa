"""How far our messages have come: forward only, whatever order the news arrives in."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from chalicelib.conversations import delivery, service
from chalicelib.conversations.model import DeliveryState, Message
from chalicelib.shared.content import Content, Kind, Media
from chalicelib.shared.errors import Conflict, NotFound
from tests.unit.conversations.scene import ACCOUNT, CHANNEL, Scene


@pytest.fixture
def scene() -> Scene:
    made = Scene()
    made.receive(made.says("hello"))
    made.post("hi")
    return made


def sent(scene: Scene, provider_id: str = "P1") -> Message:
    scene.on(service.begin_sending, seq=2)
    scene.on(service.record_sent, seq=2, channel_id=CHANNEL, provider_id=provider_id)
    return scene.thread[1]


def state(scene: Scene) -> DeliveryState:
    return scene.thread[1].delivery.state


def test_an_agents_message_is_queued_then_sending_then_sent(scene: Scene) -> None:
    assert state(scene) is DeliveryState.QUEUED
    begun = scene.on(service.begin_sending, seq=2)
    assert (begun.delivery.state, begun.delivery.attempts) == (DeliveryState.SENDING, 1)
    scene.on(service.record_sent, seq=2, channel_id=CHANNEL, provider_id="P1")
    message = scene.thread[1]
    assert (state(scene), message.provider_id) == (DeliveryState.SENT, "P1")
    assert scene.on(service.begin_sending, seq=2) is None
    scene.verify()


def test_a_second_sender_marks_the_message_doubtful(scene: Scene) -> None:
    scene.on(service.begin_sending, seq=2)
    again = scene.on(service.begin_sending, seq=2)
    assert (again.delivery.attempts, again.delivery.doubtful) == (2, True)


def test_a_wait_between_two_tries_is_not_doubtful(scene: Scene) -> None:
    scene.on(service.begin_sending, seq=2)
    scene.on(service.record_waiting, seq=2, reason="slow down", code="429")
    assert state(scene) is DeliveryState.QUEUED
    again = scene.on(service.begin_sending, seq=2)
    assert (again.delivery.attempts, again.delivery.doubtful) == (2, False)
    scene.verify()


def test_nothing_is_sent_of_what_the_contact_wrote_or_what_is_not_there(scene: Scene) -> None:
    assert scene.on(service.begin_sending, seq=1) is None
    assert scene.on(service.begin_sending, seq=9) is None


NEWS = ("sent", "delivered", "read")


@pytest.mark.parametrize("order", list(permutations(NEWS)))
def test_statuses_move_only_forward(scene: Scene, order: tuple[str, ...]) -> None:
    sent(scene)
    furthest = 0
    for name in order:
        for _ in range(2):
            scene.receive(scene.status("P1", name))
        furthest = max(furthest, NEWS.index(name))
        assert state(scene) == NEWS[furthest]
    scene.verify()


@pytest.mark.feature("12")
@pytest.mark.parametrize("order", list(permutations(NEWS)))
def test_a_status_before_the_providers_answer_is_not_lost(
    scene: Scene, order: tuple[str, ...]
) -> None:
    scene.on(service.begin_sending, seq=2)
    for name in order:
        scene.receive(scene.status("P1", name))
        scene.clock.tick(seconds=1)
    assert state(scene) is DeliveryState.SENDING
    scene.on(service.record_sent, seq=2, channel_id=CHANNEL, provider_id="P1")
    assert state(scene) is DeliveryState.READ
    (reference,) = [each for each in scene.store.references.values() if each.id == "P1"]
    assert not reference.parked
    scene.verify()


def test_a_status_of_what_we_never_sent_is_kept_aside(scene: Scene) -> None:
    before = len(scene.store.announced)
    for _ in range(3):
        scene.receive(scene.status("foreign", "read"))
    assert len(scene.store.announced) == before
    assert len(scene.store.references[ACCOUNT, CHANNEL, "foreign"].parked) == 1


def test_a_failure_counts_only_before_arrival(scene: Scene) -> None:
    sent(scene)
    scene.receive(scene.status("P1", "delivered"))
    scene.receive(scene.status("P1", "failed", reason="late news"))
    assert state(scene) is DeliveryState.DELIVERED


def test_a_failure_carries_the_providers_words_and_can_be_retried(scene: Scene) -> None:
    sent(scene)
    scene.receive(scene.status("P1", "failed", reason="Re-engagement message", code="131047"))
    delivery = scene.thread[1].delivery
    assert (delivery.state, delivery.reason) == (DeliveryState.FAILED, "Re-engagement message")
    assert delivery.code == "131047"
    again = scene.on(service.retry, seq=2)
    assert (again.delivery.state, again.delivery.attempts) == (DeliveryState.QUEUED, 0)
    assert again.delivery.reason == ""
    with pytest.raises(Conflict):
        scene.on(service.retry, seq=2)
    sent(scene, "P2")
    assert state(scene) is DeliveryState.SENT
    scene.verify()


def test_a_message_of_several_parts_is_known_by_each(scene: Scene) -> None:
    scene.on(service.begin_sending, seq=2)
    scene.on(service.record_part, seq=2, channel_id=CHANNEL, provider_id="P1", parts_done=1)
    assert scene.thread[1].delivery.parts_done == 1
    scene.on(service.record_sent, seq=2, channel_id=CHANNEL, provider_id="P2")
    scene.receive(scene.status("P1", "delivered"))
    assert state(scene) is DeliveryState.DELIVERED
    scene.receive(scene.status("P2", "read"))
    assert state(scene) is DeliveryState.READ


def test_a_failed_attempt_gives_up_with_its_reason(scene: Scene) -> None:
    scene.on(service.begin_sending, seq=2)
    scene.on(service.record_failed, seq=2, reason="blocked by the user", code="403")
    assert scene.thread[1].delivery.reason == "blocked by the user"
    with pytest.raises(NotFound):
        scene.on(service.record_failed, seq=9, reason="", code="")
    scene.verify()


def test_what_nobody_tries_any_more_has_failed_and_what_is_sent_has_not(scene: Scene) -> None:
    scene.on(service.begin_sending, seq=2)
    for _ in range(2):
        scene.on(delivery.record_lost, seq=2, reason="our fault", code="internal")
    found = scene.thread[1].delivery
    assert (found.state, found.reason, found.code) == (
        DeliveryState.FAILED,
        "our fault",
        "internal",
    )
    scene.on(service.retry, seq=2)
    sent(scene)
    scene.on(delivery.record_lost, seq=2, reason="our fault", code="internal")
    assert state(scene) is DeliveryState.SENT
    scene.verify()


def test_copied_files_take_their_place(scene: Scene) -> None:
    photo = Media(mime="image/jpeg", provider_id="F1")
    scene.receive(replace(scene.says("photo"), content=Content(Kind.IMAGE, media=(photo,))))
    copied = Media(mime="image/jpeg", key=f"media/{ACCOUNT}/c/1.jpg", size=9)
    for _ in range(2):
        scene.on(service.record_media, seq=3, media=(copied,))
    assert scene.thread[2].content.media == (copied,)
    assert scene.thread[2].rev == 1
    scene.verify()


def on_website(scene: Scene) -> None:
    service.visitor_post(
        scene.ports,
        account_id=ACCOUNT,
        channel_id="acc1-web",
        contact_id="v1",
        content=Content(Kind.TEXT, text="hello"),
        client_id="client-1",
    )


@pytest.mark.feature("1.2")
def test_a_visitors_receipts_reach_the_agents_lines_once() -> None:
    scene = Scene()
    on_website(scene)
    for words in ("one", "two", "three"):
        scene.post(words)
    states = [message.delivery.state for message in scene.thread]
    assert states == [DeliveryState.NONE, *[DeliveryState.SENT] * 3]
    scene.on(service.visitor_receipt, state="delivered", seq=3)
    scene.on(service.visitor_receipt, state="read", seq=2)
    announced = len(scene.store.announced)
    for name in ("delivered", "read"):
        scene.on(service.visitor_receipt, state=name, seq=2)
    assert len(scene.store.announced) == announced
    states = [message.delivery.state for message in scene.thread]
    assert states[1:] == [DeliveryState.READ, DeliveryState.DELIVERED, DeliveryState.SENT]
    assert (scene.head.visitor_read, scene.head.visitor_delivered) == (2, 3)
    scene.on(service.visitor_receipt, state="read", seq=99)
    assert scene.thread[-1].delivery.state is DeliveryState.READ
    assert scene.head.visitor_read == scene.head.seq
    scene.verify()


def test_reading_is_remembered_per_agent_and_never_undone(scene: Scene) -> None:
    scene.receive(scene.says("two"), scene.says("three"))
    for inbound in (2, 1, 2):
        scene.on(service.mark_read, agent_id="rui", inbound=inbound)
    scene.on(service.mark_read, agent_id="bea", inbound=99)
    assert scene.head.reads == {"rui": 2, "bea": 3}
    assert scene.head.version == 0
    scene.verify()
