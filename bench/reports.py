"""How long reports of a year take on DynamoDB Local, after 10^6 messages: 10^5 conversations, of
twelve agents, five queues, four channels and ten tags."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from bench.counting import counted
from bench.pages import ACCOUNT, _table

FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
CONVERSATIONS = 100_000
MESSAGES = 10  # of a conversation
AGENTS, QUEUES, CHANNELS, TAGS = 12, 5, 4, 10
VARIED = 14  # days that differ; the others are like them
ZONE = ZoneInfo("America/Sao_Paulo")


def measured(*, conversations: int = CONVERSATIONS, times: int) -> dict[str, Any]:
    """Report -> {"calls", "read_units", "p50_ms", "first_ms"}."""
    from chalicelib.reports import asking
    from chalicelib.reports.store import DynamoReportStore

    store = DynamoReportStore()
    year = asking.Period(FIRST, LAST)

    def report(**wish: Any) -> Any:
        return lambda: asking.report(
            store,
            account_id=ACCOUNT,
            wish=asking.Wish(period=wish.pop("period", year), **wish),
            today=date(2026, 2, 1),
        )

    with _table():
        _fill(conversations)
        return {
            name: _timed(ask, times)
            for name, ask in (
                ("a year", report()),
                ("a year by agent", report(by="agent")),
                ("a year by tag", report(by="tag")),
                ("a year of an agent", report(of="agent", value="agent-3")),
                ("a year's hours", lambda: asking.heat(store, account_id=ACCOUNT, period=year)),
                ("a month", report(period=asking.Period(date(2025, 12, 1), LAST))),
            )
        }


def _timed(ask: Any, times: int) -> dict[str, Any]:
    """first_ms: with the adding up of those months that no report before has asked for."""
    first = _taken(ask)
    with counted() as tally:
        ask()
    return {
        "calls": tally.total(),
        "read_units": round(tally.read_units, 1),
        "p50_ms": round(median(_taken(ask) for _ in range(times)), 1),
        "first_ms": round(first, 1),
    }


def _taken(ask: Any) -> float:
    begun = time.perf_counter()
    ask()
    return (time.perf_counter() - begun) * 1000


def _fill(conversations: int) -> None:
    """The counters of both years, as the facts would have left them."""
    from chalicelib.shared.table import MainItem

    dice = random.Random(5)
    connection = MainItem._get_connection()
    days = (LAST - FIRST).days + 1
    batch: list[dict[str, Any]] = []
    varied = [_day(dice, FIRST, conversations // days) for _ in range(VARIED)]
    for number in range(2 * days):
        day = (FIRST - timedelta(days=days) + timedelta(days=number)).isoformat()
        for (dimension, _, value), counts in varied[number % VARIED].items():
            item = {name: {"N": str(by)} for name, by in counts.items() if by}
            item |= {"pk": {"S": f"A#{ACCOUNT}#E#N"}, "sk": {"S": f"{dimension}#{day}#{value}"}}
            batch.append({"PutRequest": {"Item": item}})
            if len(batch) == 25:
                _write(connection, batch)
                batch = []
    if batch:
        _write(connection, batch)


def _write(connection: Any, batch: list[dict[str, Any]]) -> None:
    asked = {"RequestItems": {connection.table_name: batch}}
    connection.connection.dispatch("BatchWriteItem", asked)


def _day(dice: random.Random, day: date, conversations: int) -> dict[Any, Counter[str]]:
    from chalicelib.reports.counting import counted as counts_of

    total: dict[Any, Counter[str]] = {}
    for _ in range(conversations):
        channel = f"channel-{dice.randrange(CHANNELS)}"
        for key, by in counts_of(_facts(dice, day), channel, ZONE).items():
            total.setdefault((key[0], day.isoformat(), key[2]), Counter()).update(by)
    return total


def _facts(dice: random.Random, day: date) -> Iterator[Any]:
    from chalicelib.reports.model import Fact

    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    at += timedelta(hours=dice.randrange(10))
    of: Any = {
        "agent_id": f"agent-{dice.randrange(AGENTS)}",
        "queue_id": f"q-{dice.randrange(QUEUES)}",
    }
    tags = (f"tag-{dice.randrange(TAGS)}",)
    yield Fact("opened", at, queue_id=of["queue_id"])
    yield Fact("in", at, **of, n=MESSAGES // 2)
    yield Fact("out", at, **of, n=MESSAGES // 2)
    yield Fact("assigned", at, **of)
    for name in ("taken", "first", *["reply"] * (MESSAGES // 2), "resolved"):
        seconds = int(dice.expovariate(1 / 900))
        yield Fact(name, at, **of, tags=tags, seconds=seconds, working=seconds // 2)
