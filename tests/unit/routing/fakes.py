"""Routing's store and surroundings in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.accounts.model import Account, AccountPage, Agent, Queue
from chalicelib.automation.model import Happening, Work
from chalicelib.conversations import changing, handing
from chalicelib.conversations.model import Author, AuthorKind, Conversation, Message, Status
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.conversations.values import Change
from chalicelib.hours.model import ALWAYS, Schedule
from chalicelib.routing import people, service
from chalicelib.routing.deciding import Waiting
from chalicelib.routing.model import Rules, Strategy
from chalicelib.routing.ports import Here, Load, Loads, Route, RoutingPorts, Turn
from chalicelib.shared.clock import to_milliseconds
from chalicelib.shared.ids import AccountId, AgentId, ChannelId, ContactId, ConversationId, QueueId
from tests.fakes import FakeClock, FakeContactStore, FakeConversationStore, FakeRawStore

ACME = AccountId("acme")


@dataclass
class FakeRouteStore:
    routes: dict[tuple[str, str], Route] = field(default_factory=dict)
    held: dict[tuple[str, str], Load] = field(default_factory=dict)
    turns: dict[tuple[str, str], Turn] = field(default_factory=dict)
    lists: dict[tuple[str, str], dict[tuple[datetime, str], Waiting]] = field(default_factory=dict)

    def route(self, account_id: str, conversation_id: str) -> Route | None:
        return self.routes.get((account_id, conversation_id))

    def save_route(self, account_id: str, conversation_id: str, route: Route) -> None:
        self.routes[account_id, conversation_id] = route

    def loads(self, account_id: str) -> Loads:
        return Loads(
            {agent: load for (account, agent), load in self.held.items() if account == account_id},
            {queue: turn for (account, queue), turn in self.turns.items() if account == account_id},
        )

    def take(
        self, account_id: str, agent_id: str, conversation_id: str, at: datetime, most: int | None
    ) -> bool:
        load = self.held.get((account_id, agent_id))
        if load is None:
            return False
        if conversation_id not in load.held and most is not None and len(load.held) >= most:
            return False
        held = {**load.held, conversation_id: at}
        self.held[account_id, agent_id] = replace(load, held=held)
        return True

    def release(self, account_id: str, agent_id: str, conversation_id: str) -> None:
        self._let_go(account_id, agent_id, conversation_id, None)

    def release_stale(
        self, account_id: str, agent_id: str, conversation_id: str, taken: datetime
    ) -> None:
        self._let_go(account_id, agent_id, conversation_id, taken)

    def _let_go(self, account: str, agent: str, conversation: str, taken: datetime | None) -> None:
        load = self.held.get((account, agent))
        if load is None or (taken and load.held.get(conversation) != taken):
            return
        held = {id: at for id, at in load.held.items() if id != conversation}
        self.held[account, agent] = replace(load, held=held)

    def start(self, account_id: str, agent_id: str, held: Mapping[str, datetime]) -> None:
        self.held.setdefault((account_id, agent_id), Load(agent_id, dict(held)))

    def set_away(self, account_id: str, agent_id: str, since: datetime | None) -> None:
        load = self.held.get((account_id, agent_id))
        if load is not None:
            self.held[account_id, agent_id] = replace(load, away_since=since)

    def save_turn(self, account_id: str, queue_id: str, turn: Turn) -> None:
        self.turns[account_id, queue_id] = turn

    def enter(self, account_id: str, queue_id: str, waiting: Waiting) -> None:
        self.lists.setdefault((account_id, queue_id), {})[waiting.place] = waiting

    def leave(self, account_id: str, queue_id: str, waiting: Waiting) -> None:
        self.lists.get((account_id, queue_id), {}).pop(waiting.place, None)

    def waiting(self, account_id: str, queue_id: str, limit: int) -> list[Waiting]:
        rows = self.lists.get((account_id, queue_id), {})
        return [rows[place] for place in sorted(rows)][:limit]


class Office:
    """An account whose conversations are handled as the queue would hand them over: every change
    is work, and pokes and timers are; until nothing is left."""

    def __init__(self, **rules: Any) -> None:
        self.clock = FakeClock()
        self.talks = FakeConversationStore()
        self.store = FakeRouteStore()
        self.queues: dict[str, Queue] = {}
        self.agents: dict[str, Agent] = {}
        self.shown: dict[str, str] = {}
        self.work: list[Work] = []
        self.timers: list[tuple[datetime, str, dict[str, str]]] = []
        self.said: list[tuple[str, str, dict[str, str]]] = []
        self.before: dict[str, str] = {}
        self.schedule: Schedule = ALWAYS
        self.told = 0
        self.ports = RoutingPorts(
            store=self.store,
            conversations=ConversationPorts(
                store=self.talks,
                contacts=FakeContactStore(),
                set_timer=self._set_timer,
                raws=FakeRawStore(),
                clock=self.clock,
            ),
            page=lambda account, fresh: self.page(),
            here=lambda account: self.here(),
            poke=self._poke,
            look_again=lambda a, queue, due: self._later("queue", due, {"queue_id": queue}),
            when_gone=lambda a, agent, due, grace: self._later(
                "gone", due, {"agent_id": agent, "grace": str(grace)}
            ),
            last_agent=lambda head: self.before.get(head.contact_id, ""),
            say=lambda head, kind, values, dedup: self.said.append((head.id, kind, dict(values))),
            schedule=lambda account, queue: self.schedule,
            clock=self.clock,
        )
        self.queue("sales", **rules)

    # The account ------------------------------------------------------------------------------

    def queue(self, name: str, members: tuple[str, ...] = (), **rules: Any) -> None:
        chosen = {"strategy": Strategy.ROUND_ROBIN, **rules}
        self.queues[name] = Queue(QueueId(name), ACME, name, members, Rules(**chosen))

    def agent(self, name: str, *queues: str, shown: str = "online", **more: Any) -> None:
        self.agents[name] = Agent(AgentId(name), ACME, name, f"{name}@x.test", **more)
        self.shown[name] = shown
        for queue in queues or ("sales",):
            one = self.queues[queue]
            self.queues[queue] = replace(one, member_ids=(*one.member_ids, name))

    def page(self) -> AccountPage:
        return AccountPage(
            Account(ACME, "Acme"), tuple(self.agents.values()), tuple(self.queues.values())
        )

    def here(self) -> Here:
        takes = {name for name, what in self.shown.items() if what == "online"}
        return Here(
            frozenset(takes), frozenset(n for n, what in self.shown.items() if what != "offline")
        )

    def show(self, name: str, what: str) -> None:
        self.shown[name] = what
        self.work.append(Work("account", ACME, "", name="agent", payload={"agent_id": name}))
        self.settle()

    # Conversations ----------------------------------------------------------------------------

    def arrive(self, name: str, queue: str = "sales", *, settle: bool = True) -> None:
        at = to_milliseconds(self.clock.tick(milliseconds=5))
        head = Conversation(
            id=ConversationId(name),
            account_id=ACME,
            channel_id=ChannelId("acme-web"),
            channel_kind="website",
            contact_id=ContactId(f"contact-{name}"),
            sender=name,
            opened_at=at,
            last_at=at,
            queue_id=queue,
            waiting_since=at,
            inbound=1,
            seq=0,
        )
        self.talks.create_head(head)
        if settle:
            self.settle()

    def head(self, name: str) -> Conversation:
        found = self.talks.head(ACME, name)
        assert found is not None
        return found

    def owners(self, *names: str) -> list[str]:
        return [self.head(name).assignee_id for name in names]

    def lines(self, name: str) -> list[Message]:
        return [
            message
            for (_, id, _), message in sorted(self.talks.messages_by_key.items())
            if id == name
        ]

    def events(self, name: str) -> list[str]:
        return [message.content.event for message in self.lines(name)]

    def change(self, name: str, by: str = "boss", **change: Any) -> None:
        changing.change(
            self.ports.conversations,
            account_id=ACME,
            conversation_id=name,
            actor=Author(AuthorKind.AGENT, by, by),
            change=Change(**change),
        )
        self.settle()

    def resolve(self, name: str) -> None:
        self.change(name, status=Status.RESOLVED)

    def accept(self, name: str) -> None:
        self._hand(handing.accept, name)

    def decline(self, name: str) -> None:
        self._hand(handing.decline, name)

    def _hand(self, how: Any, name: str) -> None:
        agent = self.head(name).assignee_id
        who = Author(AuthorKind.AGENT, agent, agent)
        how(self.ports.conversations, account_id=ACME, conversation_id=name, actor=who)
        self.settle()

    # Time and work ----------------------------------------------------------------------------

    def _set_timer(self, a: str, kind: str, due: datetime, payload: Mapping[str, str]) -> None:
        self._later(kind, due, payload)

    def _later(self, kind: str, due: datetime, payload: Mapping[str, str]) -> None:
        timer = (due, kind, dict(payload))
        if timer not in self.timers:
            self.timers.append(timer)

    def _poke(self, account: str, ids: Sequence[str]) -> None:
        self.work += [Work("timer", account, id, name="route") for id in ids]

    def hear(self) -> None:
        """What the table's stream tells becomes work."""
        for _, item in self.talks.announced[self.told :]:
            if isinstance(item, Conversation):
                self.work.append(Work("conversation", ACME, item.id, version=item.version))
        self.told = len(self.talks.announced)

    def do(self, work: Work) -> None:
        if work.kind == "account":
            doing = {"agent": people.agent, "gone": people.gone, "queue": people.queue}
            doing[work.name](self.ports, work)
            return
        head = self.talks.head(ACME, work.conversation_id)
        assert head is not None
        service.react(self.ports, Happening(work, head))

    def settle(self) -> None:
        self.hear()
        while self.work:
            self.do(self.work.pop(0))
            self.hear()

    def wait(self, **span: float) -> None:
        """Time goes by, timer for timer."""
        end = self.clock.now + timedelta(**span)
        while due := [timer for timer in self.timers if timer[0] <= end]:
            timer = min(due, key=lambda one: one[0])
            self.timers.remove(timer)
            self.clock.now = max(self.clock.now, timer[0])
            self._fire(*timer)
        self.clock.now = end

    def _fire(self, due: datetime, kind: str, payload: dict[str, str]) -> None:
        if kind == "offer":
            handing.lapse(
                self.ports.conversations,
                account_id=ACME,
                conversation_id=payload["conversation_id"],
                due=due,
            )
        elif kind == "snooze":
            changing.wake(
                self.ports.conversations,
                account_id=ACME,
                conversation_id=payload["conversation_id"],
                due=due,
            )
        elif kind == "sla":
            self.work.append(Work("timer", ACME, payload["conversation_id"], name="sla"))
        else:
            self.work.append(Work("account", ACME, "", name=kind, payload=payload))
        self.settle()
