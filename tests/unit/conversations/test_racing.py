"""Two writers at one conversation: whoever steps in between any two calls of the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.conversations import rules, service
from chalicelib.conversations.model import Conversation, DeliveryState, Message, Status
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.shared.content import text
from chalicelib.shared.errors import Conflict, TryAgain
from tests.fakes import FakeConversationStore
from tests.unit.conversations.scene import ACCOUNT, CHANNEL, RUI, Dying, Killed, Scene

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
    for reference in scene.store.references.values():
        assert thread[reference.seq - 1].dedup == reference.dedup
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


@pytest.mark.parametrize("number", [4, 5])  # before our line is stored, and before the head is
def test_a_change_that_the_others_change_rules_out_is_refused(number: int) -> None:
    scene = Scene()
    opened(scene)
    until = scene.clock().replace(year=2027)

    def resolve(scene: Scene, p: ConversationPorts) -> None:
        scene.change(p, status=Status.RESOLVED)

    ports = Interrupting(scene, number, resolve).ports
    with pytest.raises(Conflict):
        scene.change(ports, status=Status.SNOOZED, snoozed_until=until)
    assert scene.head.status is Status.RESOLVED
    assert_whole(scene)


@pytest.mark.feature("12")
@pytest.mark.parametrize("number", range(1, 5))
def test_a_status_and_the_providers_answer_never_miss_each_other(number: int) -> None:
    def answered(scene: Scene, p: ConversationPorts) -> None:
        service.record_sent(
            p,
            account_id=ACCOUNT,
            conversation_id=scene.head.id,
            seq=2,
            channel_id=CHANNEL,
            provider_id="P1",
        )

    def told(scene: Scene, p: ConversationPorts) -> None:
        scene.receive(scene.status("P1", "read"), p=p)

    for one, other in ((answered, told), (told, answered)):
        scene = Scene()
        opened(scene)
        scene.post("hi")
        scene.on(service.begin_sending, seq=2)
        interrupting = Interrupting(scene, number, other)
        one(scene, interrupting.ports)
        if len(interrupting.calls) < number:  # it was shorter: the other simply comes after
            other(scene, scene.ports)
        assert scene.thread[1].delivery.state is DeliveryState.READ
        scene.verify()


def test_an_edit_never_hits_the_message_that_took_the_place() -> None:
    """The contact's message has its reference, but an agent was faster at its place."""
    scene = Scene()
    opened(scene)
    dying = Dying(scene.ports, at=3, after=True)
    with pytest.raises(Killed):
        scene.receive(scene.says("late"), p=dying.ports)
    assert dying.calls[-1] == "claim_reference"
    scene.post("from the agent")
    with pytest.raises(TryAgain):
        scene.receive(scene.event("edit", "tg-late", content=text("edited")))
    scene.receive(scene.says("late"))
    scene.receive(scene.event("edit", "tg-late", content=text("edited")))
    assert scene.words() == ["hello", "from the agent", "edited"]
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
