"""A small world for the service's tests: one account, one contact who writes, one agent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from chalicelib.channels.base import (
    Inbound,
    InboundEvent,
    InboundMessage,
    InboundStatus,
    Sender,
    Unsupported,
)
from chalicelib.conversations import service
from chalicelib.conversations.model import Author, AuthorKind, Conversation, Message
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.shared.content import text
from tests.fakes import FakeClock, FakeContactStore, FakeConversationStore, conversation_ports
from tests.support.verify import Screen

ACCOUNT, CHANNEL = "acc1", "acc1-tg"
ANN = Sender(id="42", name="Ann")
RUI = Author(AuthorKind.AGENT, id="rui", name="Rui")
AT = {"account_id": ACCOUNT}


@dataclass
class Scene:
    store: FakeConversationStore = field(default_factory=FakeConversationStore)
    contacts: FakeContactStore = field(default_factory=FakeContactStore)
    clock: FakeClock = field(default_factory=FakeClock)
    ports: ConversationPorts = field(init=False)
    screen: Screen = field(default_factory=Screen)
    shown: int = 0

    def __post_init__(self) -> None:
        self.ports = conversation_ports(self.store, self.contacts, self.clock)

    def receive(
        self,
        *items: Inbound,
        kind: str = "telegram",
        channel: str = CHANNEL,
        p: ConversationPorts | None = None,
        automation: str = "",
    ) -> None:
        service.receive(
            p or self.ports,
            account_id=ACCOUNT,
            channel_id=channel,
            channel_kind=kind,
            items=items,
            received_at=self.clock(),
            automation=automation,
        )

    def says(self, words: str, id: str = "", **more: Any) -> InboundMessage:
        more = {"sender": ANN, "sent_at": self.clock(), **more}
        return InboundMessage(id=id or f"tg-{words}", content=text(words), **more)

    def status(self, id: str, state: Any, **more: Any) -> InboundStatus:
        return InboundStatus(id=id, sender=ANN, state=state, at=self.clock(), **more)

    def event(self, kind: str, target: str = "", **more: Any) -> InboundEvent:
        more = {"id": f"{kind}-{target}-{self.clock()}", "at": self.clock(), **more}
        return InboundEvent(kind=kind, sender=ANN, target=target, **more)

    def post(
        self, words: str, client_id: str = "", p: ConversationPorts | None = None, **more: Any
    ) -> Message:
        more = {"author": RUI, "content": text(words), **more}
        return service.post(
            p or self.ports,
            account_id=ACCOUNT,
            conversation_id=self.head.id,
            client_id=client_id or f"client-{words}",
            **more,
        )

    def change(
        self, p: ConversationPorts | None = None, actor: Author = RUI, **wishes: Any
    ) -> Conversation:
        return service.change(
            p or self.ports,
            account_id=ACCOUNT,
            conversation_id=self.head.id,
            actor=actor,
            change=service.Change(**wishes),
        )

    def on(self, function: Callable[..., Any], seq: int = 0, **more: Any) -> Any:
        """Call one of the service's functions on the newest conversation (and a message)."""
        if seq:
            more["seq"] = seq
        return function(self.ports, account_id=ACCOUNT, conversation_id=self.head.id, **more)

    @property
    def head(self) -> Conversation:
        """Of the conversation opened last."""
        return max(self.store.heads_by_key.values(), key=lambda head: head.opened_at)

    @property
    def thread(self) -> list[Message]:
        return self.thread_of(self.head)

    def thread_of(self, head: Conversation) -> list[Message]:
        return self.store.messages(ACCOUNT, head.id, before=0, after=0, limit=100).messages

    def words(self) -> list[str]:
        return [message.content.text or message.content.event for message in self.thread]

    def verify(self) -> None:
        """What the screens show after all that was announced is what a fresh page shows."""
        announced = self.store.announced[self.shown :]
        self.shown = len(self.store.announced)
        self.screen.take(announced)
        self.screen.take(announced)  # pushed twice
        fresh = Screen(self.store.heads_by_key.values(), self.store.messages_by_key.values())
        assert self.screen.messages == fresh.messages
        assert self.screen.rows == fresh.rows


class Killed(Exception):
    """The process died here."""


class Dying:
    """Ports that raise before or after their n-th call, counted over all of them from 1."""

    def __init__(self, ports: ConversationPorts, *, at: int, after: bool) -> None:
        self.calls: list[str] = []
        self._at, self._after = at, after
        self.ports = ConversationPorts(
            store=_Wrapped(ports.store, self),
            contacts=_Wrapped(ports.contacts, self),
            set_timer=self._wrap("set_timer", ports.set_timer),
            raws=_Wrapped(ports.raws, self),
            clock=ports.clock,
        )

    def _wrap(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.calls.append(name)
            mine = len(self.calls) == self._at
            if mine and not self._after:
                raise Killed(name)
            answer = function(*args, **kwargs)
            if mine:
                raise Killed(name)
            return answer

        return call


class _Wrapped:
    """Anything, with its methods counted."""

    def __init__(self, inner: object, dying: Dying) -> None:
        self._inner, self._dying = inner, dying

    def __getattr__(self, name: str) -> Any:
        return self._dying._wrap(name, getattr(self._inner, name))


def every_death(
    prepare: Callable[[Scene], None], act: Callable[[Scene, ConversationPorts], Any]
) -> Sequence[tuple[str, Scene]]:
    """For each store call of `act`, before and after: a scene where it died there and was repeated.
    The first scene is one in which nothing died."""
    whole = Scene()
    prepare(whole)
    counting = Dying(whole.ports, at=0, after=False)
    act(whole, counting.ports)
    scenes = [("no death", whole)]
    for number, name in enumerate(counting.calls, start=1):
        for after in (False, True):
            scene = Scene()
            prepare(scene)
            dying = Dying(scene.ports, at=number, after=after)
            try:
                act(scene, dying.ports)
            except Killed:
                act(scene, scene.ports)
            else:
                raise AssertionError(f"nothing died at {number} {name}")
            scenes.append((f"{'after' if after else 'before'} {number} {name}", scene))
    return scenes


def unsupported(scene: Scene, raw: str, sender: Sender = ANN, id: str = "u1") -> Unsupported:
    return Unsupported(id=id, kind="poll", sender=sender, raw=raw, at=scene.clock())
