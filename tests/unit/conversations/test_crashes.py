"""A process may die before or after any call: the repeat ends where no death would have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.conversations import service
from chalicelib.conversations.model import Status, Visibility
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.shared.content import text
from tests.fakes import FakeTimers
from tests.unit.conversations.scene import (
    ACCOUNT,
    CHANNEL,
    Dying,
    Killed,
    Scene,
    every_death,
    unsupported,
)

Act = Callable[[Scene, ConversationPorts], Any]


def nothing(scene: Scene) -> None:
    pass


def talked(scene: Scene) -> None:
    scene.receive(scene.says("hello"))
    scene.post("hi")


def resolved(scene: Scene) -> None:
    talked(scene)
    scene.change(status=Status.RESOLVED)
    scene.clock.tick(hours=1)


def resolved_long_ago(scene: Scene) -> None:
    resolved(scene)
    scene.clock.tick(days=3)


def parked(scene: Scene) -> None:
    talked(scene)
    scene.receive(scene.event("reaction", "tg-late", value="👍"))
    scene.receive(scene.event("edit", "tg-late", content=text("edited")))


def status_parked(scene: Scene) -> None:
    talked(scene)
    scene.receive(scene.status("P1", "read"))


def website(scene: Scene) -> None:
    write(scene, scene.ports)
    scene.post("hi")
    scene.post("there")


def write(scene: Scene, p: ConversationPorts) -> None:
    service.visitor_post(
        p,
        account_id=ACCOUNT,
        channel_id="acc1-web",
        contact_id="v1",
        content=text("hello"),
        client_id="client-1",
    )


def says(words: str, *more: str) -> Act:
    return lambda scene, p: scene.receive(*(scene.says(each) for each in (words, *more)), p=p)


def snooze(scene: Scene, p: ConversationPorts) -> None:
    until = scene.clock() + timedelta(hours=4)
    scene.change(p, status=Status.SNOOZED, snoozed_until=until, assignee_id="rui", priority="high")


def record_sent(scene: Scene, p: ConversationPorts) -> None:
    place: Any = {"account_id": ACCOUNT, "conversation_id": scene.head.id, "seq": 2}
    service.record_sent(p, **place, channel_id=CHANNEL, provider_id="P1")


def receipt(scene: Scene, p: ConversationPorts) -> None:
    place = {"account_id": ACCOUNT, "conversation_id": scene.head.id}
    service.visitor_receipt(p, **place, state="read", seq=3)


CASES: dict[str, tuple[Callable[[Scene], None], Act]] = {
    "the first message": (nothing, says("hello", "again")),
    "a further message": (talked, says("thanks", "bye")),
    "a message that reopens": (resolved, says("one more thing")),
    "a message that opens anew": (resolved_long_ago, says("new matter")),
    "a message that an edit overtook": (parked, says("late")),
    "a large unknown kind": (talked, lambda s, p: s.receive(unsupported(s, "x" * 400_000), p=p)),
    "a deletion": (talked, lambda s, p: s.receive(s.event("delete", "tg-hello"), p=p)),
    "an agent's line": (talked, lambda s, p: s.post("later", p=p)),
    "a visitor's first word": (nothing, write),
    "several changes at once": (talked, snooze),
    "a sent message whose status came first": (status_parked, record_sent),
    "a visitor's receipt": (website, receipt),
    "a contact's new name": (
        talked,
        lambda s, p: service.rename_contact(
            p, account_id=ACCOUNT, contact_id=s.head.contact_id, name="Anna"
        ),
    ),
}


def state(scene: Scene) -> tuple[object, ...]:
    """All that the store holds but the counters of how it came to be."""
    assert isinstance(scene.ports.set_timer, FakeTimers)
    store = scene.store
    return (
        store.heads_by_key,
        store.messages_by_key,
        store.references,
        store.identities,
        store.pointers_by_key,
        scene.contacts.contacts,
        scene.ports.set_timer.set,
    )


@pytest.mark.feature("12")
@pytest.mark.parametrize("name", CASES)
def test_dying_at_any_call_and_repeating_ends_the_same(name: str) -> None:
    (_, whole), *deaths = every_death(*CASES[name])
    assert deaths
    for death, scene in deaths:
        assert state(scene) == state(whole), death
        scene.verify()


@pytest.mark.feature("12")
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("number", range(1, 5))
def test_a_writer_who_died_and_never_came_back_leaves_no_hole(number: int, after: bool) -> None:
    scene = Scene()
    talked(scene)
    dying = Dying(scene.ports, at=number, after=after)
    with pytest.raises(Killed):
        scene.post("lost half way", p=dying.ports)
    scene.receive(scene.says("go on"))
    assert [message.seq for message in scene.thread] == [*range(1, scene.head.seq + 1)]
    assert (scene.words()[-1], scene.head.inbound) == ("go on", 2)
    scene.verify()


def test_the_next_writer_takes_over_what_a_dead_one_left() -> None:
    """Nobody repeats: the head learns of the message without a head from the one after it."""
    scene = Scene()
    talked(scene)
    # The calls are: identity, head, reference, message.
    dying = Dying(scene.ports, at=4, after=True)
    with pytest.raises(Killed):
        scene.receive(scene.says("died after storing"), p=dying.ports)
    assert dying.calls[-1] == "put_message"
    assert (scene.head.seq, scene.head.waiting_since) == (2, None)
    scene.clock.tick(minutes=5)
    scene.post("a note", visibility=Visibility.NOTE)
    assert (scene.head.seq, scene.head.inbound) == (4, 2)
    assert scene.head.waiting_since == scene.thread[2].at
    scene.verify()
