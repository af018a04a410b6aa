"""Reports over a conversation in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.conversations.model import Conversation, Message
from chalicelib.reports.counting import Counts
from chalicelib.reports.folding import Rules
from chalicelib.reports.model import State
from chalicelib.reports.months import is_over
from chalicelib.reports.ports import Entry, Folded, FoldPorts, Month, ReportStore, Tally
from chalicelib.shared.errors import NotFound
from tests.unit.conversations.scene import ACCOUNT, Scene

LISBON = ZoneInfo("Europe/Lisbon")


@dataclass
class FakeReportStore:
    """before_record: called before each record; raises to die there."""

    kept: dict[tuple[str, str], State] = field(default_factory=dict)
    lines: dict[tuple[str, str], dict[str, Entry]] = field(default_factory=dict)
    counters: dict[str, Counts] = field(default_factory=dict)
    records: Counter[tuple[str, str]] = field(default_factory=Counter)
    late_records: Counter[tuple[str, str]] = field(default_factory=Counter)
    kept_months: dict[tuple[str, str], dict[str, Month]] = field(default_factory=dict)
    today: date = date(2026, 6, 15)
    before_record: Callable[[], None] = lambda: None

    def states(self, account_id: str, conversation_ids: Sequence[str]) -> dict[str, State]:
        asked = ((id, self.kept.get((account_id, id))) for id in conversation_ids)
        return {id: state for id, state in asked if state is not None}

    def record(self, account_id: str, folded: Sequence[Folded], counts: Counts) -> bool:
        self.before_record()
        for one in folded:
            held = self.kept.get((account_id, one.conversation_id))
            if (held.seq if held else 0) != one.before:
                return False
        for one in folded:
            self.kept[account_id, one.conversation_id] = one.after
            for day, facts in one.facts.items():
                key = f"{one.conversation_id}#{one.after.seq:010d}"
                entry = Entry(
                    one.conversation_id, one.after.channel_id, tuple(facts), key, one.zone
                )
                self.lines.setdefault((account_id, day), {})[key] = entry
        mine = self.counters.setdefault(account_id, {})
        for place, by in counts.items():
            mine.setdefault(place, Counter()).update(by)
        for day in {day for one in folded for day in one.facts}:
            self.records[account_id, day] += 1
            if is_over(day[:7], self.today):
                self.late_records[account_id, day[:7]] += 1
        return True

    def tallies(
        self, account_id: str, dimension: str, *, first: str, last: str, consistent: bool = False
    ) -> list[Tally]:
        return [
            Tally(day, value, dict(counts))
            for (of, day, value), counts in sorted(self.counters.get(account_id, {}).items())
            if of == dimension and first <= day <= last
        ]

    def log(
        self, account_id: str, day: str, *, cursor: str = "", limit: int = 0
    ) -> tuple[list[Entry], str]:
        found = sorted(self.lines.get((account_id, day), {}).items())
        ahead = [entry for key, entry in found if key > cursor]
        part = ahead[:limit] if limit else ahead
        return part, part[-1].key if limit and len(ahead) > limit else ""

    def recorded(self, account_id: str, day: str) -> int:
        return self.records[account_id, day]

    def late(self, account_id: str, *, first: str, last: str) -> dict[str, int]:
        return {
            month: times
            for (account, month), times in self.late_records.items()
            if account == account_id and first <= month <= last
        }

    def days_of(
        self, account_id: str, dimension: str, value: str, days: Sequence[str]
    ) -> list[Tally]:
        found = self.tallies(account_id, dimension, first="", last="~")
        return [each for each in found if each.value == value and each.day in days]

    def months(self, account_id: str, dimension: str, *, first: str, last: str) -> list[Month]:
        mine = self.kept_months.get((account_id, dimension), {})
        return [each for month, each in sorted(mine.items()) if first <= month <= last]

    def keep_month(self, account_id: str, dimension: str, month: Month) -> None:
        self.kept_months.setdefault((account_id, dimension), {})[month.month] = month

    def replace(self, account_id: str, day: str, counts: Counts, *, recorded: int) -> bool:
        if self.records[account_id, day] != recorded:
            return False
        mine = self.counters.setdefault(account_id, {})
        for key in [key for key in mine if key[1] == day]:
            del mine[key]
        mine.update({key: Counter(by) for key, by in counts.items()})
        self.late_records[account_id, day[:7]] += 1
        return True


def plain(store: FakeReportStore, account_id: str = ACCOUNT) -> dict[Any, dict[str, int]]:
    """All counters that are not nothing."""
    found = {
        key: {name: by for name, by in counts.items() if by}
        for key, counts in store.counters.get(account_id, {}).items()
    }
    return {key: counts for key, counts in found.items() if counts}


def clock_time(queue_id: str, since: datetime, until: datetime) -> int:
    """Working time that is half of the clock's."""
    return int((until - since).total_seconds()) // 2


def rules(*promised: str) -> Rules:
    return Rules(clock_time, lambda queue_id: frozenset(promised))


@dataclass
class Office:
    """A scene whose conversations are counted. read_threads: how often a thread was read. until:
    what is later has not happened yet. slower: by how much the opening hours were shortened."""

    scene: Scene = field(default_factory=Scene)
    store: FakeReportStore = field(default_factory=FakeReportStore)
    zone: ZoneInfo = LISBON
    read_threads: int = 0
    until: datetime | None = None
    slower: int = 1

    def __post_init__(self) -> None:
        store: ReportStore = self.store
        self.ports = FoldPorts(
            store=store,
            read=lambda image: image.get("message"),
            thread=self._thread,
            head=self._head,
            rules=lambda account: Rules(
                lambda queue_id, since, until: clock_time(queue_id, since, until) // self.slower,
                rules("first_reply", "resolution").promised,
            ),
            zone=lambda account: self.zone,
        )

    def _thread(self, account: str, id: str, after: int) -> tuple[Sequence[Message], bool]:
        self.read_threads += 1
        if (account, id) not in self.scene.store.heads_by_key:
            return [], False
        everything = self.scene.store.messages(
            account,
            id,
            before=0,
            after=0,
            limit=10_000,
        )
        ahead = [each for each in everything.messages if each.seq > after and self._was(each)]
        return ahead[:7], len(ahead) > 7

    def _was(self, message: Message) -> bool:
        return self.until is None or message.at <= self.until

    def _head(self, account: str, id: str) -> Conversation:
        """Once there is more to come, as it began."""
        head = self.scene.store.heads_by_key.get((account, id))
        if head is None:
            raise NotFound("it was erased")
        if self.until is None:
            return head
        seq = sum(self._was(each) for each in self.scene.thread_of(head))
        return replace(head, seq=seq, queue_id="", assignee_id="")

    def messages(self) -> list[Message]:
        """All that was said, as the stream brings it: by time."""
        found = [
            message
            for head in self.scene.store.heads_by_key.values()
            for message in self.scene.thread_of(head)
        ]
        return sorted(found, key=lambda each: (each.at, each.conversation_id, each.seq))


def records(messages: Iterable[Message]) -> list[Mapping[str, Any]]:
    return [
        {
            "eventName": "INSERT",
            "dynamodb": {"NewImage": {"message": each}, "SequenceNumber": f"{number}"},
        }
        for number, each in enumerate(messages)
    ]
