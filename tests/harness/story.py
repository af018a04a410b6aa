"""A working day drawn by hypothesis: who does what, and what breaks at which call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from tests.harness import checks, payloads
from tests.harness.faults import Fault, at_steps
from tests.harness.payloads import Webhook
from tests.harness.people import Agent, Visitor
from tests.harness.world import World, world

CHATS = (71, 72)
PHONES = ("447700900001", "447700900002")
VISITORS = ("visitor1", "visitor2")

Act = tuple[str, int, int]

_KINDS = (
    "telegram",
    "telegram",
    "whatsapp",
    "whatsapp batch",
    "visitor",
    "visitor",
    "again",
    "reply",
    "reply",
    "reply",
    "note",
    "status",
    "read",
    "assign",
    "resolve",
    "cut",
    "back",
    "leave",
    "pump",
    "pump",
)
acts = st.lists(
    st.tuples(st.sampled_from(_KINDS), st.integers(0, 7), st.integers(0, 7)),
    min_size=6,
    max_size=28,
)
faults = st.dictionaries(
    st.integers(0, 260),
    st.sampled_from([fault for fault in Fault if fault is not Fault.NONE]),
    max_size=24,
)


@dataclass(slots=True)
class Story:
    world: World
    agents: list[Agent]
    visitors: list[Visitor]
    said: dict[str, list[str]] = field(default_factory=dict)
    posted: list[Webhook] = field(default_factory=list)
    number: int = 0

    def act(self, act: Act) -> None:
        kind, first, second = act
        self.number += 1
        steps: Mapping[str, Callable[[int, int], None]] = {
            "telegram": self._telegram,
            "whatsapp": self._whatsapp,
            "whatsapp batch": self._whatsapp_batch,
            "visitor": self._visitor,
            "again": self._again,
            "reply": self._reply,
            "note": self._note,
            "status": self._status,
            "read": self._read,
            "assign": self._assign,
            "resolve": self._resolve,
            "cut": lambda who, _: self._agent(who).lose_network(),
            "back": lambda who, _: self._agent(who).come(),
            "leave": lambda who, told: self._agent(who).leave(told=bool(told % 2)),
            "pump": self._pump,
        }
        steps[kind](first, second)
        self.world.look()

    def _agent(self, number: int) -> Agent:
        return self.agents[number % len(self.agents)]

    def _telegram(self, who: int, _: int) -> None:
        chat = CHATS[who % len(CHATS)]
        text = f"telegram {self.number}"
        update = payloads.telegram_text(self.number, chat, text)
        self._post(self.world.telegram(update), {str(chat): [text]})

    def _whatsapp(self, who: int, _: int) -> None:
        self._messages({PHONES[who % len(PHONES)]: 1})

    def _whatsapp_batch(self, who: int, count: int) -> None:
        """Two people's messages in one payload, several each."""
        first = PHONES[who % len(PHONES)]
        second = PHONES[(who + 1) % len(PHONES)]
        self._messages({first: 1 + count % 3, second: 1 + who % 2})

    def _messages(self, counts: Mapping[str, int]) -> None:
        values, said = [], {}
        for phone, count in counts.items():
            texts = [
                (f"wamid.{self.number}.{phone}.{n}", f"whatsapp {self.number} {phone} {n}")
                for n in range(count)
            ]
            values.append(payloads.whatsapp_texts(phone, texts))
            said[phone] = [text for _, text in texts]
        self._post(self.world.whatsapp(*values), said)

    def _post(self, webhook: Webhook, said: Mapping[str, list[str]]) -> None:
        self.world.receive(webhook)
        self.posted.append(webhook)
        for sender, texts in said.items():
            self.said.setdefault(sender, []).extend(texts)

    def _again(self, which: int, _: int) -> None:
        """A provider sends what it sent before, as after a lost answer; perhaps much later."""
        if self.posted:
            self.world.engine.now += 400 * (which % 2)
            self.world.receive(self.posted[-1 - which % min(4, len(self.posted))])

    def _visitor(self, who: int, _: int) -> None:
        visitor = self.visitors[who % len(self.visitors)]
        text = f"visitor {self.number}"
        visitor.write(text)
        self.said.setdefault(visitor.id, []).append(text)

    def _conversation(self, which: int) -> dict[str, Any] | None:
        known = sorted(checks.heads(self.world).values(), key=lambda head: head["id"])
        return known[which % len(known)] if known else None

    def _reply(self, which: int, who: int) -> None:
        if head := self._conversation(which):
            self._agent(who).write(head["id"], f"reply {self.number}")

    def _note(self, which: int, who: int) -> None:
        if head := self._conversation(which):
            self._agent(who).write(head["id"], f"note {self.number}", note=True)

    def _status(self, which: int, state: int) -> None:
        """WhatsApp tells how far one of ours has come; in any order, as it does."""
        ours = [one for one in self.world.providers.sent if one.recipient in PHONES]
        if ours:
            one = ours[which % len(ours)]
            told = ("sent", "delivered", "read")[state % 3]
            value = payloads.whatsapp_status(one.recipient, one.provider_id, told)
            self.world.receive(self.world.whatsapp(value))

    def _read(self, which: int, who: int) -> None:
        if head := self._conversation(which):
            self._agent(who).read(head["id"], head["inbound"])

    def _assign(self, which: int, who: int) -> None:
        if head := self._conversation(which):
            agent = self._agent(who)
            agent.change(head["id"], assignee_id=agent.id)

    def _resolve(self, which: int, who: int) -> None:
        from chalicelib.conversations.model import Status

        if head := self._conversation(which):
            status = Status.OPEN if head["status"] == "resolved" else Status.RESOLVED
            self._agent(who).change(head["id"], status=status)

    def _pump(self, count: int, more: int) -> None:
        for _ in range(1 + count + more):
            self.world.pump.step()
            self.world.look()

    def end(self) -> None:
        """Everything quiets down, everybody is back, and everything must be right."""
        self.world.settle()
        always_there = self.agents[0]
        if not always_there.cut and always_there.connection_id and always_there.connections == 1:
            checks.screen_is_right(self.world, always_there)
        for agent in self.agents:
            agent.come()
        for visitor in self.visitors:
            visitor.catch_up()
        self.world.settle()
        self.check()

    def check(self) -> None:
        here = self.world
        checks.nothing_is_left(here)
        checks.numbers_have_no_gap(here)
        checks.heads_say_what_the_messages_say(here)
        checks.stored_once_in_order(here, self.said)
        checks.replies_reached_their_providers(here, self.agents)
        checks.notes_stayed_inside(here, self.agents)
        checks.statuses_never_went_back(here)
        for agent in self.agents:
            checks.screen_is_right(here, agent)
        for visitor in self.visitors:
            checks.visitor_sees_his_own(here, visitor)


def tell(seed: int, done: list[Act], broken: Mapping[int, Fault]) -> int:
    """Play it. Returns the number of steps: records delivered and calls that could have failed."""
    with world(seed, at_steps(broken), repeats=0.1) as here:
        agents = [Agent(here, "agent1"), Agent(here, "agent2")]
        visitors = [Visitor(here, name) for name in VISITORS]
        story = Story(here, agents, visitors)
        for person in (*agents, *visitors):
            person.come()
        for act in done:
            story.act(act)
        story.end()
        return here.steps
