"""From the messages of one conversation to the facts about it. Pure.

A thread is numbered without a gap and its lines never change: reading it again, in whatever pieces,
tells the same facts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.conversations.model import AuthorKind, Message, Visibility
from chalicelib.reports.model import Fact, State


@dataclass(frozen=True, slots=True)
class Rules:
    """working: queue, from, to -> seconds of working time. promised: queue -> its targets."""

    working: Callable[[str, datetime, datetime], int]
    promised: Callable[[str], frozenset[str]]


def fold(state: State, messages: Sequence[Message], rules: Rules) -> tuple[State, list[Fact]]:
    """messages: ascending; those that the state knows already change nothing."""
    reading = _Reading(state, rules)
    for message in messages:
        if message.seq > reading.state.seq:
            reading.read(message)
    return reading.state, merged(reading.facts)


def merged(facts: Sequence[Fact]) -> list[Fact]:
    """Messages of one hour that differ in nothing else are one fact."""
    found: dict[Fact, int] = {}
    rest: list[Fact] = []
    for fact in facts:
        if fact.seconds is not None or fact.name not in ("in", "out", "said"):
            rest.append(fact)
            continue
        # Zones differ from UTC by quarters of an hour.
        start = fact.at.replace(minute=fact.at.minute // 15 * 15, second=0, microsecond=0)
        key = replace(fact, at=start, n=0)
        found[key] = found.get(key, 0) + fact.n
    return [*rest, *(replace(fact, n=n) for fact, n in found.items())]


class _Reading:
    """One pass over a thread."""

    def __init__(self, state: State, rules: Rules) -> None:
        self.state = state
        self.rules = rules
        self.facts: list[Fact] = []

    def read(self, message: Message) -> None:
        if not self.state.channel_id:
            self._to(channel_id=message.channel_id)
        if message.visibility is Visibility.EVENT:
            step = _LINES.get(message.content.event)
            if step:
                step(self, message, message.content.data or {})
        elif message.visibility is Visibility.PUBLIC and not message.muted:
            self._said(message)
        self._to(seq=message.seq)

    def _to(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)

    def _tell(
        self, name: str, at: datetime, *, agent_id: str | None = None, flow_id: str = "", n: int = 1
    ) -> None:
        self.facts.append(self._fact(name, at, agent_id, flow_id, n))

    def _fact(self, name: str, at: datetime, agent_id: str | None, flow_id: str, n: int) -> Fact:
        now = self.state
        return Fact(
            name,
            at,
            agent_id=now.agent_id if agent_id is None else agent_id,
            queue_id=now.queue_id,
            flow_id=flow_id or now.flow_id or now.botted,
            tags=now.tags,
            n=n,
            invitation_id=now.invitation_id,
        )

    def _took(
        self, name: str, since: datetime, at: datetime, *, agent_id: str | None = None
    ) -> None:
        self.facts.append(
            replace(
                self._fact(name, at, agent_id, "", 1),
                seconds=_seconds(since, at),
                working=self.rules.working(self.state.queue_id, since, at),
            )
        )

    def _lasted(self, name: str, seconds: int, at: datetime) -> None:
        self.facts.append(replace(self._fact(name, at, None, "", 1), seconds=seconds))

    # What is said ---------------------------------------------------------------------------

    def _said(self, message: Message) -> None:
        by_contact = message.author.kind is AuthorKind.CONTACT
        if self.state.opened_at is None:
            self._open(message.at)
            if not by_contact:
                by_agent = message.author.kind is AuthorKind.AGENT
                self._tell("started", message.at, agent_id=message.author.id if by_agent else "")
        if by_contact:
            self._contact(message)
        elif message.author.kind is AuthorKind.AGENT:
            self._agent(message)
        elif message.author.kind is AuthorKind.BOT and message.author.id:
            self._bot(message)

    def _open(self, at: datetime) -> None:
        self._to(opened_at=at, untaken=None if self.state.agent_id else at)
        self._tell("opened", at)

    def _contact(self, message: Message) -> None:
        self._tell("in", message.at)
        # What comes while it is resolved answers a survey: nobody owes a reply.
        if self.state.status != "resolved" and not self.state.flow_id:
            self._to(waits=self.state.waits or message.at)

    def _agent(self, message: Message) -> None:
        who = message.author.id
        if self.state.flow_id:
            self._leave_bot(message.at)
            self._assign(who, message.at)
        self._tell("out", message.at, agent_id=who)
        since = self.state.waits
        if since is not None:
            target = "next_reply" if self.state.replied else "first_reply"
            if not self.state.replied:
                self._took("first", since, message.at, agent_id=who)
            self._took("reply", since, message.at, agent_id=who)
            self._settle(target, message.at, who)
        self._to(waits=None, replied=True, human=True)

    def _bot(self, message: Message) -> None:
        flow = message.author.id
        if self.state.status == "resolved":
            self._tell("said", message.at, flow_id=flow)
            return
        if self.state.flow_id != flow:
            self._take_bot(flow, self.state.waits or message.at)
        self._tell("said", message.at, flow_id=flow)
        self._to(waits=None)

    def _settle(self, target: str, at: datetime, agent_id: str) -> None:
        """A promise that was due now: kept, unless it has been told to be broken."""
        if target in self.state.broken:
            self._to(broken=tuple(each for each in self.state.broken if each != target))
        elif target in self.rules.promised(self.state.queue_id):
            self._tell("kept", at, agent_id=agent_id)

    # Who has it -----------------------------------------------------------------------------

    def _take_bot(self, flow_id: str, at: datetime) -> None:
        self._leave_bot(at)
        self._to(flow_id=flow_id, botted=flow_id, bot_at=at, agent_id="", untaken=None)
        self._rest(at)

    def _leave_bot(self, at: datetime) -> None:
        if self.state.bot_at is not None:
            spent = self.state.bot_s + _seconds(self.state.bot_at, at)
            self._to(bot_s=spent, bot_at=None, flow_id="")

    def _rest(self, at: datetime) -> None:
        """It is no longer put aside."""
        if self.state.idle_at is not None:
            self._to(idle_s=self.state.idle_s + _seconds(self.state.idle_at, at), idle_at=None)

    def _assign(self, agent_id: str, at: datetime) -> None:
        """agent_id: '' = nobody."""
        if not agent_id:
            untaken = None if self.state.status == "resolved" else self.state.untaken or at
            self._to(agent_id="", untaken=untaken)
            return
        self._leave_bot(at)
        since = self.state.untaken
        self._to(agent_id=agent_id, untaken=None)
        self._tell("assigned", at)
        if since is not None:
            self._took("taken", since, at)

    # Lines ----------------------------------------------------------------------------------

    def assigned(self, line: Message, data: Mapping[str, str]) -> None:
        self._assign(data.get("assignee_id", ""), line.at)

    def queued(self, line: Message, data: Mapping[str, str]) -> None:
        if line.author.kind is AuthorKind.AGENT:
            self._leave_bot(line.at)
        self._to(queue_id=data.get("queue_id", ""))

    def transferred(self, line: Message, data: Mapping[str, str]) -> None:
        self._tell("transferred", line.at, agent_id=line.author.id or None)
        if data.get("queue_id"):
            self._to(queue_id=data["queue_id"])
        self._assign(data.get("assignee_id", ""), line.at)

    def to_bot(self, line: Message, data: Mapping[str, str]) -> None:
        self._take_bot(data.get("bot_id", ""), line.at)

    def handed_off(self, line: Message, data: Mapping[str, str]) -> None:
        flow = data.get("flow_id", "") or self.state.flow_id
        self._to(botted=flow or self.state.botted)
        self._leave_bot(line.at)
        self._to(flow_id="", queue_id=data.get("queue_id", "") or self.state.queue_id)
        self._tell("handed_off", line.at, agent_id="", flow_id=flow)
        self._to(untaken=line.at, waits=line.at)
        self._assign(data.get("assignee_id", ""), line.at)

    def put_aside(self, line: Message, data: Mapping[str, str]) -> None:
        self._leave_bot(line.at)
        status = line.content.event.removeprefix("conversation.")
        self._to(status=status, idle_at=self.state.idle_at or line.at)

    def reopened(self, line: Message, data: Mapping[str, str]) -> None:
        self._rest(line.at)
        self._leave_bot(line.at)
        was, now = self.state.status, self.state
        self._to(status="open")
        if was == "resolved":
            self._to(opened_at=line.at, human=False, botted="", bot_s=0, idle_s=0, waits=None)
            self._to(invitation_id="")
            self._to(untaken=None if now.agent_id else line.at)
            self._tell("reopened", line.at)

    def resolved(self, line: Message, data: Mapping[str, str]) -> None:
        if self.state.status == "resolved":
            return
        self._rest(line.at)
        self._leave_bot(line.at)
        now, by_agent = self.state, line.author.kind is AuthorKind.AGENT
        who = now.agent_id or (line.author.id if by_agent else "")
        self._to(status="resolved", agent_id=who)
        self._took("resolved", now.opened_at or line.at, line.at)
        if now.bot_s:
            self._lasted("bot", now.bot_s, line.at)
        if now.idle_s:
            self._lasted("idle", now.idle_s, line.at)
        if not now.human and now.waits is not None:
            self._tell("unanswered", line.at)
        elif not now.human and now.botted:
            self._tell("bot_resolved", line.at)
        self._settle("resolution", line.at, who)
        self._to(waits=None, untaken=None, broken=(), agent_id=now.agent_id)

    def broken(self, line: Message, data: Mapping[str, str]) -> None:
        self._tell("broken", line.at)
        self._to(broken=(*self.state.broken, data.get("target", "")))

    def rated(self, line: Message, data: Mapping[str, str]) -> None:
        score, before = _number(data.get("score")), _number(data.get("before"))
        if not before:
            self._tell("rated", line.at)
        if score != before:
            self._tell("stars", line.at, n=score - before)

    def tagged(self, line: Message, data: Mapping[str, str]) -> None:
        new = tuple(tag for tag in _ids(data) if tag not in self.state.tags)
        if new:
            self.facts.append(Fact("tagged", line.at, tags=new))
        self._to(tags=(*self.state.tags, *new))

    def untagged(self, line: Message, data: Mapping[str, str]) -> None:
        gone = _ids(data)
        self._to(tags=tuple(tag for tag in self.state.tags if tag not in gone))

    def invited(self, line: Message, data: Mapping[str, str]) -> None:
        if data.get("invitation_id") and data["invitation_id"] != self.state.invitation_id:
            self._to(invitation_id=data["invitation_id"])
            self._tell("invited", line.at)

    def given_back(self, line: Message, data: Mapping[str, str]) -> None:
        self._assign("", line.at)


_LINES: dict[str, Callable[[_Reading, Message, Mapping[str, str]], None]] = {
    "conversation.assigned": _Reading.assigned,
    "conversation.unassigned": _Reading.assigned,
    "conversation.queued": _Reading.queued,
    "conversation.unqueued": _Reading.queued,
    "conversation.transferred": _Reading.transferred,
    "conversation.to_bot": _Reading.to_bot,
    "bot.handed_off": _Reading.handed_off,
    "conversation.pending": _Reading.put_aside,
    "conversation.snoozed": _Reading.put_aside,
    "conversation.reopened": _Reading.reopened,
    "conversation.woken": _Reading.reopened,
    "conversation.resolved": _Reading.resolved,
    "sla.breached": _Reading.broken,
    "conversation.rated": _Reading.rated,
    "conversation.tagged": _Reading.tagged,
    "conversation.untagged": _Reading.untagged,
    "conversation.given_back": _Reading.given_back,
    "invitation.answered": _Reading.invited,
    "conversation.declined": _Reading.given_back,
    "conversation.offer_lapsed": _Reading.given_back,
    "conversation.overflowed": _Reading.transferred,
}


def starts(state: State, queue_id: str, agent_id: str, messages: Sequence[Message]) -> State:
    """A conversation that is read for the first time: where it began is in no line. What a line of
    these messages moved is not where it began, and stays unknown."""
    lines = {each.content.event for each in messages if each.visibility is Visibility.EVENT}
    moved = lines & _MOVES
    return replace(
        state,
        queue_id="" if moved else queue_id,
        agent_id="" if moved or "conversation.assigned" in lines else agent_id,
    )


_MOVES = frozenset(
    f"conversation.{what}" for what in ("queued", "unqueued", "transferred", "overflowed")
) | {"bot.handed_off"}


def _seconds(since: datetime, until: datetime) -> int:
    return max(int((until - since).total_seconds()), 0)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 4 else 0


def _ids(data: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(filter(None, data.get("tag_ids", "").split(",")))
