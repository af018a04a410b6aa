"""Two writers at one conversation: whoever steps in between any two calls of the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.conversations import rules, service
from chalicelib.conversations.model import Conversation, Message, Status
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.shared.content import text
from chalicelib.shared.errors import Conflict, TryAgain
from tests.fakes import FakeConversationStore
from tests.unit.conversations.scene import ACCOUNT, RUI, Dying, Scene

Act = Callable[[Scene, ConversationPorts], Any]


class Interrupting(Dying):
    """Lets somebody else work, whole, before the n-th call."""

    def __init__(self, scene: Scene, at: int, other: Act) -> None:
        super().__init__(scene.ports, at=0, after=False)
        self._scene, self._before, self._other = scene, at, other

    def _wrap(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.calls.append(name)
            if len(self.calls) == self._before:
                self._other(self._scene, self._scene.ports)
            return function(*args, **kwargs)

        return call


def opened(scene: Scene) -> None:
    scene.receive(scene.says("hello"))


def contact_writes(scene: Scene, p: ConversationPorts) -> None:
    scene.receive(scene.says("from the contact"), p=p)


def agent_writes(scene: Scene, p: ConversationPorts) -> None:
    scene.post("from the agent", p=p)


def agent_notes_twice(scene: Scene, p: ConversationPorts) -> None:
    scene.post("one", p=p)
    scene.post("two", p=p)


def agent_assigns(scene: Scene, p: ConversationPorts) -> None:
    scene.change(p, assignee_id="rui")


def other_assigns(scene: Scene, p: ConversationPorts) -> None:
    scene.change(p, assignee_id="bea")


def agent_reads(scene: Scene, p: ConversationPorts) -> None:
    service.mark_read(
        p, account_id=ACCOUNT, conversation_id=scene.head.id, agent_id="rui", inbound=1
    )


PAIRS: list[tuple[Act, Act]] = [
    (contact_writes, agent_writes),
    (agent_writes, contact_writes),
    (contact_writes, agent_notes_twice),
    (contact_writes, agent_assigns),
    (agent_assigns, contact_writes),
    (agent_assigns, other_assigns),
    (agent_assigns, agent_reads),
    (agent_reads, contact_writes),
]


def calls_of(act: Act) -> int:
    scene = Scene()
    opened(scene)
    counting = Dying(scene.ports, at=0, after=False)
    act(scene, counting.ports)
    return len(counting.calls)


def assert_whole(scene: Scene) -> None:
    """No hole, nothing doubled, and the head is what its messages make of it."""
    thread, head = scene.thread, scene.head
    assert [message.seq for message in thread] == [*range(1, len(thread) + 1)]
    assert len({message.dedup for message in thread}) == len(thread)
    bare = Conversation(
        id=head.id,
        account_id=head.account_id,
        channel_id=head.channel_id,
        channel_kind=head.channel_kind,
        contact_id=head.contact_id,
        sender=head.sender,
        opened_at=head.opened_at,
        last_at=head.opened_at,
    )
    made = rules.bump(bare, thread)
    for name in ("seq", "inbound", "last", "last_at", "waiting_since"):
        assert getattr(head, name) == getattr(made, name)
    scene.verify()


@pytest.mark.feature("12")
@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_nobody_is_lost_whenever_the_other_steps_in(one: Act, other: Act) -> None:
    for number in range(1, calls_of(one) + 1):
        scene = Scene()
        opened(scene)
        one(scene, Interrupting(scene, number, other).ports)
        assert_whole(scene)
        alone = Scene()
        opened(alone)
        other(alone, alone.ports)
        one(alone, alone.ports)
        assert sorted(alone.words()) == sorted(scene.words())


def test_two_first_words_at_once_open_one_conversation() -> None:
    def visitor_writes(words: str) -> Act:
        return lambda scene, p: service.visitor_post(
            p,
            account_id=ACCOUNT,
            channel_id="acc1-web",
            contact_id="v1",
            content=text(words),
            client_id=f"client-{words}",
        )

    counting = Dying(Scene().ports, at=0, after=False)
    visitor_writes("a")(Scene(), counting.ports)
    for number in range(1, len(counting.calls) + 1):
        scene = Scene()
        visitor_writes("a")(scene, Interrupting(scene, number, visitor_writes("b")).ports)
        assert len(scene.store.heads_by_key) == 1
        assert sorted(scene.words()) == ["a", "b"]
        assert_whole(scene)


def test_a_change_that_the_others_change_rules_out_is_refused() -> None:
    scene = Scene()
    opened(scene)
    until = scene.clock().replace(year=2027)

    def resolve(scene: Scene, p: ConversationPorts) -> None:
        scene.change(p, status=Status.RESOLVED)

    ports = Interrupting(scene, 5, resolve).ports  # after the line was stored, before the head
    with pytest.raises(Conflict):
        scene.change(ports, status=Status.SNOOZED, snoozed_until=until)
    assert scene.head.status is Status.RESOLVED
    assert_whole(scene)


class Restless(FakeConversationStore):
    """Somebody else always takes the next place first."""

    def put_message(self, message: Message) -> Message | None:
        if message.dedup.startswith("client-mine"):
            super().put_message(Message(**{**fields(message), "dedup": f"other-{message.seq}"}))
        return super().put_message(message)


def fields(message: Message) -> dict[str, Any]:
    return {name: getattr(message, name) for name in Message.__slots__}


def test_a_writer_who_is_always_too_late_is_told_to_try_again() -> None:
    scene = Scene(store=Restless())
    opened(scene)
    with pytest.raises(TryAgain):
        scene.post("mine", author=RUI)
