"""A conversation in which flows run, over stores in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.automation.model import Happening, Work
from chalicelib.conversations.model import AuthorKind, Conversation, Message, Visibility
from chalicelib.flows import runtime, service, starting
from chalicelib.flows.effects import CallHttp
from chalicelib.flows.env import Called, Env
from chalicelib.flows.events import HttpAnswered
from chalicelib.flows.graph import Graph
from chalicelib.flows.model import (
    Flow,
    Session,
)
from chalicelib.flows.ports import FlowPorts
from chalicelib.flows.starts import START
from chalicelib.flows.turning import RuntimePorts
from chalicelib.flows.validate import Catalogue
from chalicelib.tags.model import Tagging
from tests.unit.conversations.scene import ACCOUNT, Scene
from tests.unit.flows.stores import MemoryFlowStore, MemoryHookStore

TAGS = (("vip", "VIP"), ("late", "Late"))


class Killed(Exception):
    """The process died here."""


@dataclass
class Talk:
    """One contact, one conversation, and the flows of its account. Work is handled at once, as the
    stream would hand it on; `die` kills the n-th call, and the work is delivered again."""

    scene: Scene = field(default_factory=Scene)
    store: MemoryFlowStore = field(default_factory=MemoryFlowStore)
    answers: list[HttpAnswered] = field(default_factory=list)
    called: list[tuple[CallHttp, str]] = field(default_factory=list)
    emitted: list[tuple[str, str]] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    surveys: bool = True
    invited: str = ""
    given_up: list[str] = field(default_factory=list)
    hooks: MemoryHookStore = field(default_factory=MemoryHookStore)
    queues: set[str] = field(default_factory=lambda: {"sales"})
    agents: set[str] = field(default_factory=lambda: {"rui", "ana"})
    timers: list[tuple[str, datetime, dict[str, str]]] = field(default_factory=list)
    automation: str = ""
    told: int = 0
    calls: int = 0
    die: tuple[int, bool] | None = None
    ports: RuntimePorts = field(init=False)

    def __post_init__(self) -> None:
        self.ports = RuntimePorts(
            store=_Dying(self.store, self),
            flows=self.store.catalogue,
            graph=self._graph,
            conversations=replace(
                self.scene.ports,
                store=_Dying(self.scene.store, self),
            ),
            env=lambda head, now: Env(
                now=now, contact_id=head.contact_id, facts=self._known(head), flow=self._called
            ),
            due=lambda account, queue, start, span: start + span * 2,
            set_timer=self._once("set_timer", self._set_timer),
            tags=lambda account, add, remove: Tagging(TAGS, tuple(add), tuple(remove)),
            set_fact=lambda account, contact, name, value: self.facts.update({name: value}),
            call=self._once("call", self._call),
            emit=self._once("emit", lambda h, s, e, key: self.emitted.append((e.action, key))),
            ask_survey=self._once("ask_survey", self._ask),
            has=lambda account, kind, id: id in (self.queues if kind == "queue" else self.agents),
            invitation=lambda head: self.invited,
            asking_of=lambda head, flow, dedup: dedup,
            give_up=lambda head, flow: self.given_up.append(flow),
            hooks=_Dying(self.hooks, self),
            clock=self.scene.clock,
        )

    # The world ----------------------------------------------------------------------------------

    def flow(self, graph: dict[str, Any], name: str = "Welcome") -> Flow:
        """Published and on."""
        made = service.add(
            self.authors(), account_id=ACCOUNT, name=name, graph=Graph(**graph), by="boss"
        )
        self.scene.clock.tick(seconds=1)
        return self.publish(made.flow.id, 1)

    def publish(self, flow_id: str, version: int) -> Flow:
        return service.publish(
            self.authors(), account_id=ACCOUNT, flow_id=flow_id, version=version, note="", by="boss"
        )

    def redraw(self, flow_id: str, graph: dict[str, Any], version: int) -> Flow:
        service.save_draft(
            self.authors(),
            account_id=ACCOUNT,
            flow_id=flow_id,
            graph=Graph(**graph),
            version=version,
            name=None,
            by="boss",
        )
        return self.publish(flow_id, version + 1)

    def authors(self) -> FlowPorts:
        def listen(account_id: str, wanted: Mapping[str, str]) -> None:
            self.automation = next(iter(wanted.values()))

        return FlowPorts(
            store=self.store,
            known=lambda account_id: Catalogue(),
            channels=lambda account_id: [self.scene.says("x").id and "acc1-tg"],
            listen=listen,
            changed=lambda account_id: None,
            hours=lambda account_id, now, queue_id: "closed" if now.weekday() > 4 else "open",
            zone=lambda account_id: "UTC",
            call=self._call,
            clock=self.scene.clock,
        )

    def says(self, words: str, id: str = "", **more: Any) -> None:
        """The contact writes, and what happened is handled."""
        self.scene.clock.tick(seconds=5)
        self.scene.receive(self.scene.says(words, id, **more), automation=self.automation)
        self.handle()

    def handle(self) -> None:
        """Everything that was announced, in its order, until nothing is left."""
        while self.told < len(self.scene.store.announced):
            created, item = self.scene.store.announced[self.told]
            self.told += 1
            if isinstance(item, Message) and created and item.automate:
                self.deliver(Work("message", ACCOUNT, item.conversation_id, seq=item.seq))
            elif isinstance(item, Conversation):
                self.deliver(Work("conversation", ACCOUNT, item.id, version=item.version))

    def deliver(self, work: Work) -> None:
        """At least once: again after a death."""
        try:
            self._deliver(work)
        except Killed:
            self.die = None
            self._deliver(work)

    def _deliver(self, work: Work) -> None:
        head = self.scene.store.head(work.account_id, work.conversation_id)
        if head is None:
            return
        happening = Happening(work, head)
        if work.kind == "timer":
            react = starting.on_start if work.name == START else runtime.on_timer
            react(self.ports, happening)
            return
        if work.kind == "message":
            seq = work.seq
            message = self.scene.store.message(work.account_id, work.conversation_id, seq)
            happening = replace(happening, message=message)
        runtime.react(self.ports, happening)

    def wait(self, **units: float) -> None:
        """Time goes by, and timers fire when they are due."""
        until = self.scene.clock() + timedelta(**units)
        while due := sorted(
            (each for each in self.timers if each[1] <= until), key=lambda each: each[1]
        ):
            kind, moment, payload = due[0]
            self.timers.remove(due[0])
            self.scene.clock.now = max(self.scene.clock.now, moment)
            self.fire(kind, payload)
        self.scene.clock.now = until

    def fire(self, kind: str, payload: Mapping[str, str]) -> None:
        work = Work("timer", ACCOUNT, payload["conversation_id"], name=kind, payload=payload)
        self.deliver(work)
        self.handle()

    def survey_ended(self, **told: str) -> None:
        """The asking that the session began last."""
        found = self.store.sessions.get((ACCOUNT, self.head.id))
        asked = f"{found.id}-{found.turn}" if found else ""
        payload = {"conversation_id": self.head.id, "asking_id": asked, **told}
        self.fire("survey_ended", payload)

    # What is seen -------------------------------------------------------------------------------

    @property
    def head(self) -> Conversation:
        return self.scene.head

    @property
    def session(self) -> Session:
        return self.store.sessions[ACCOUNT, self.head.id]

    def said(self) -> list[str]:
        """By the bot, to the contact."""
        return [
            each.content.text
            for each in self.scene.thread
            if each.author.kind is AuthorKind.BOT and each.visibility is Visibility.PUBLIC
        ]

    def lines(self) -> list[str]:
        return [each.content.event for each in self.scene.thread if each.content.event]

    # Ports --------------------------------------------------------------------------------------

    def _graph(self, account_id: str, flow_id: str, number: int) -> Graph | None:
        version = self.store.version(account_id, flow_id, number)
        data = self.store.graph(account_id, flow_id, version.draft_version) if version else None
        return Graph.model_validate(data) if data else None

    def _called(self, flow_id: str, number: int) -> Called | None:
        flow = self.store.flow(ACCOUNT, flow_id)
        number = number or (flow.published if flow else 0)
        found = self._graph(ACCOUNT, flow_id, number)
        return Called(number, found) if found else None

    def _known(self, head: Conversation) -> dict[str, dict[str, object]]:
        return {
            "contact": {"name": head.contact_name, "first_name": head.contact_name},
            "conversation": {"id": head.id},
            "channel": {"id": head.channel_id},
            "account": {"name": "Acme"},
        }

    def _set_timer(
        self, account_id: str, kind: str, due: datetime, payload: dict[str, str]
    ) -> None:
        if (kind, due, payload) not in self.timers:
            self.timers.append((kind, due, payload))

    def _call(self, wish: CallHttp, key: str) -> HttpAnswered:
        self.called.append((wish, key))
        answer = self.answers.pop(0) if self.answers else HttpAnswered(node="", error="timeout")
        return answer.model_copy(update={"node": wish.node, "call_id": wish.call_id})

    def _ask(self, account: str, conversation: str, survey: str, flow: str, dedup: str) -> bool:
        if self.surveys:
            self.asked.append(survey)
        return self.surveys

    def _once(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            with self.counted():
                return function(*args, **kwargs)

        return call

    @contextmanager
    def counted(self) -> Iterator[None]:
        """One call to the world, at which the process may die."""
        self.calls += 1
        mine = self.die is not None and self.die[0] == self.calls
        after = self.die is not None and self.die[1]
        if mine and not after:
            raise Killed
        yield
        if mine:
            raise Killed


class _Dying:
    """A store whose calls are counted."""

    def __init__(self, inner: object, talk: Talk) -> None:
        self._inner, self._talk = inner, talk

    def __getattr__(self, name: str) -> Any:
        return self._talk._once(name, getattr(self._inner, name))
