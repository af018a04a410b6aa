"""The flows' store in memory, and a conversation in which flows run."""

from __future__ import annotations

import json
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
    Draft,
    Ended,
    Flow,
    GraphData,
    KeptTest,
    Published,
    Session,
    Tally,
    ended,
)
from chalicelib.flows.ports import FlowPorts
from chalicelib.flows.starts import START, Hook
from chalicelib.flows.turning import RuntimePorts
from chalicelib.flows.validate import Catalogue
from chalicelib.tags.model import Tagging
from tests.unit.conversations.scene import ACCOUNT, Scene

TAGS = (("vip", "VIP"), ("late", "Late"))


@dataclass
class MemoryFlowStore:
    """A `FlowStore`."""

    flows: dict[tuple[str, str], Flow] = field(default_factory=dict)
    drafts: dict[tuple[str, str], Draft] = field(default_factory=dict)
    graphs: dict[tuple[str, str, int], str] = field(default_factory=dict)
    published: dict[tuple[str, str, int], Published] = field(default_factory=dict)
    counts: dict[tuple[str, str, int], dict[str, int]] = field(default_factory=dict)
    sessions: dict[tuple[str, str], Session] = field(default_factory=dict)
    over: dict[tuple[str, str], list[Ended]] = field(default_factory=dict)
    kept_tests: dict[tuple[str, str, str], KeptTest] = field(default_factory=dict)

    def catalogue(self, account_id: str) -> list[Flow]:
        return [flow for (account, _), flow in sorted(self.flows.items()) if account == account_id]

    def flow(self, account_id: str, flow_id: str) -> Flow | None:
        return self.flows.get((account_id, flow_id))

    def save_flow(self, flow: Flow) -> bool:
        stands = self.flows.get((flow.account_id, flow.id))
        if (stands.version if stands else 0) != flow.version:
            return False
        self.flows[flow.account_id, flow.id] = replace(flow, version=flow.version + 1)
        return True

    def remove_flow(self, account_id: str, flow_id: str) -> None:
        self.flows.pop((account_id, flow_id), None)
        self.drafts.pop((account_id, flow_id), None)
        for key in [each for each in self.kept_tests if each[:2] == (account_id, flow_id)]:
            del self.kept_tests[key]

    def draft(self, account_id: str, flow_id: str) -> Draft | None:
        return self.drafts.get((account_id, flow_id))

    def save_draft(self, account_id: str, flow_id: str, draft: Draft) -> bool:
        stands = self.drafts.get((account_id, flow_id))
        if (stands.version if stands else 0) != draft.version - 1:
            return False
        self.drafts[account_id, flow_id] = Draft(json.loads(json.dumps(draft.graph)), draft.version)
        return True

    def keep_graph(self, account_id: str, flow_id: str, draft: Draft) -> None:
        self.graphs[account_id, flow_id, draft.version] = json.dumps(draft.graph)

    def graph(self, account_id: str, flow_id: str, draft_version: int) -> GraphData | None:
        found = self.graphs.get((account_id, flow_id, draft_version))
        return json.loads(found) if found else None

    def add_version(self, account_id: str, flow_id: str, version: Published) -> Published | None:
        key = (account_id, flow_id, version.number)
        if key in self.published:
            return self.published[key]
        self.published[key] = version
        return None

    def versions(self, account_id: str, flow_id: str) -> list[Published]:
        found = [each for key, each in self.published.items() if key[:2] == (account_id, flow_id)]
        return sorted(found, key=lambda each: -each.number)

    def version(self, account_id: str, flow_id: str, number: int) -> Published | None:
        return self.published.get((account_id, flow_id, number))

    def funnel(self, account_id: str, flow_id: str, number: int) -> Mapping[str, int]:
        return dict(self.counts.get((account_id, flow_id, number), {}))

    def session(self, account_id: str, conversation_id: str) -> Session | None:
        return self.sessions.get((account_id, conversation_id))

    def save_session(self, session: Session, tally: Tally | None = None) -> bool:
        key = (session.account_id, session.conversation_id)
        stands = self.sessions.get(key)
        if (stands.rev if stands else 0) != session.rev:
            return False
        self.sessions[key] = replace(session, rev=session.rev + 1)
        for (flow_id, number), counts in (tally or {}).items():
            kept = self.counts.setdefault((session.account_id, flow_id, number), {})
            for name, count in counts.items():
                kept[name] = kept.get(name, 0) + count
        if session.outcome and tally:
            here = self.over.setdefault((session.account_id, session.flow_id), [])
            here[:] = [ended(session), *(one for one in here if one != ended(session))]
        return True

    def ended(self, account_id: str, flow_id: str, *, limit: int) -> list[Ended]:
        found = self.over.get((account_id, flow_id), [])
        return sorted(found, key=lambda each: each.at, reverse=True)[:limit]

    def tests(self, account_id: str, flow_id: str) -> list[KeptTest]:
        found = sorted(self.kept_tests.items())
        return [test for key, test in found if key[:2] == (account_id, flow_id)]

    def save_test(self, account_id: str, flow_id: str, test: KeptTest) -> bool:
        stands = self.kept_tests.get((account_id, flow_id, test.id))
        if (stands.version if stands else 0) != test.version - 1:
            return False
        self.kept_tests[account_id, flow_id, test.id] = test
        return True

    def remove_test(self, account_id: str, flow_id: str, test_id: str) -> bool:
        return self.kept_tests.pop((account_id, flow_id, test_id), None) is not None


@dataclass
class MemoryHookStore:
    """A `HookStore`."""

    kept: dict[tuple[str, str, str], Hook] = field(default_factory=dict)

    def hook(self, account_id: str, flow_id: str, key: str) -> Hook | None:
        return self.kept.get((account_id, flow_id, key))

    def keep_hook(self, hook: Hook, *, unless_since: datetime) -> bool:
        key = (hook.account_id, hook.flow_id, hook.key)
        if key in self.kept and self.kept[key].at >= unless_since:
            return False
        self.kept[key] = hook
        return True

    def end_hook(self, hook: Hook) -> None:
        key = (hook.account_id, hook.flow_id, hook.key)
        self.kept[key] = replace(hook, done=True, data={})


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
