"""Facts and counters of reports in the main table (docs/data.md)."""

from __future__ import annotations

import json
import random
import time
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import VerboseClientError

from chalicelib.reports import codec
from chalicelib.reports.counting import EVERYTHING, HOURS, Counts, Key
from chalicelib.reports.model import DIMENSIONS, State
from chalicelib.reports.months import is_over
from chalicelib.reports.ports import WHOLE, Entry, Folded, Month, Tally
from chalicelib.shared.clock import Clock, system_clock
from chalicelib.shared.errors import TryAgain
from chalicelib.shared.table import MainItem, RawItem, find_all, find_raw, query

_RECORDED = "recorded"  # of a day's counters of everything: how often they were added to
_NOT_COUNTS = frozenset({"pk", "sk", _RECORDED})
_PAGE = 20_000
_BATCH = 100  # of BatchGetItem
_TOGETHER = 95  # in one transaction
_TRIES = 6
_LATE = "~late#"
_MONTH = "~"  # before the dimension: no day of a counter stands there
_MOST_MONTH = 500_000  # bytes of JSON, a fifth of them packed; an item holds 400 KB


class StateItem(MainItem):
    seq = NumberAttribute()
    data = UnicodeAttribute()


class LogItem(MainItem):
    channel = UnicodeAttribute()
    zone = UnicodeAttribute(null=True)
    data = UnicodeAttribute()


class MonthItem(MainItem):
    """A part of a month: the first is at "~agent#2026-01", the next at "~agent#2026-01#001"."""

    seen = NumberAttribute()
    data = UnicodeAttribute()  # zlib, base64
    of = NumberAttribute(default=1)  # parts
    through = NumberAttribute(default=WHOLE)


class DynamoReportStore:
    """Implements `ports.ReportStore`."""

    def __init__(self, clock: Clock = system_clock) -> None:
        self._clock = clock

    def states(self, account_id: str, conversation_ids: Sequence[str]) -> dict[str, State]:
        found: dict[str, State] = {}
        ids = list(dict.fromkeys(conversation_ids))
        for start in range(0, len(ids), _BATCH):
            keys = [(_states(account_id, id), "state") for id in ids[start : start + _BATCH]]
            for raw in find_all(keys, consistent=True):
                item = StateItem.from_raw_data(raw)
                found[item.pk.rsplit("#", 1)[1]] = codec.state(json.loads(item.data))
        return found

    def record(self, account_id: str, folded: Sequence[Folded], counts: Counts) -> bool:
        operations: list[dict[str, Any]] = []
        for one in folded:
            operations += _reading(account_id, one)
        days = {day for one in folded for day in one.facts}
        whole = {(EVERYTHING, day, "-") for day in days}
        for key in sorted(whole | counts.keys()):
            adds = dict(counts.get(key, {}))
            if key in whole:
                adds[_RECORDED] = 1
            operations += _add(account_id, key, adds)
        over = {day[:7] for day in days if is_over(day[:7], self._clock().date())}
        return _together([*operations, *(_late(account_id, month) for month in over)])

    def tallies(
        self, account_id: str, dimension: str, *, first: str, last: str, consistent: bool = False
    ) -> list[Tally]:
        found: list[Tally] = []
        start: RawItem | None = None
        while True:
            raws, start = query(
                _counters(account_id),
                between=(f"{dimension}#{first}", f"{dimension}#{last}~"),
                start=start,
                limit=_PAGE,
                ascending=True,
                consistent=consistent,
            )
            found += [_tally(raw) for raw in raws]
            if not start:
                return found

    def log(
        self, account_id: str, day: str, *, cursor: str = "", limit: int = 0
    ) -> tuple[list[Entry], str]:
        found: list[Entry] = []
        partition = _log(account_id, day)
        start: RawItem | None = _key(partition, cursor) if cursor else None
        while True:
            raws, start = query(
                partition, start=start, limit=limit or _PAGE, ascending=True, consistent=True
            )
            found += [_entry(raw) for raw in raws]
            if limit or not start:
                return found, start["sk"]["S"] if start else ""

    def recorded(self, account_id: str, day: str) -> int:
        raw = find_raw(_counters(account_id), _counter((EVERYTHING, day, "-")))
        return int(raw.get(_RECORDED, {}).get("N", 0)) if raw else 0

    def late(self, account_id: str, *, first: str, last: str) -> dict[str, int]:
        raws, _ = query(
            _counters(account_id),
            between=(f"{_LATE}{first}", f"{_LATE}{last}"),
            limit=_PAGE,
            consistent=True,
        )
        return {raw["sk"]["S"].removeprefix(_LATE): int(raw["times"]["N"]) for raw in raws}

    def days_of(
        self, account_id: str, dimension: str, value: str, days: Sequence[str]
    ) -> list[Tally]:
        keys = [(_counters(account_id), _counter((dimension, day, value))) for day in days]
        found: list[Tally] = []
        for start in range(0, len(keys), _BATCH):
            found += [_tally(raw) for raw in find_all(keys[start : start + _BATCH])]
        return found

    def months(self, account_id: str, dimension: str, *, first: str, last: str) -> list[Month]:
        between = (f"{_MONTH}{dimension}#{first}", f"{_MONTH}{dimension}#{last}~")
        found: list[MonthItem] = []
        start: RawItem | None = None
        while True:
            raws, start = query(
                _counters(account_id),
                between=between,
                start=start,
                limit=_PAGE,
                ascending=True,
                consistent=True,
            )
            found += [MonthItem.from_raw_data(raw) for raw in raws]
            if not start:
                return list(_whole(found))

    def keep_month(self, account_id: str, dimension: str, month: Month) -> None:
        """In as many items as it takes. Who dies between leaves parts that do not fit together."""
        whole = {value: _dumped(counts) for value, counts in sorted(month.values.items())}
        packed = [_packed(part) for part in _portions(whole)]
        for number, data in enumerate(packed):
            sk = f"{_MONTH}{dimension}#{month.month}" + (f"#{number:03}" if number else "")
            item = MonthItem(_counters(account_id), sk, seen=month.seen, of=len(packed))
            item.through = month.through
            item.data = data
            item.save()

    def replace(self, account_id: str, day: str, counts: Counts, *, recorded: int) -> bool:
        """In parts, each only while nothing new was recorded: the last one done, all hold."""
        stored = self._keys(account_id, day)
        partition, everything = _counters(account_id), (EVERYTHING, day, "-")
        operations = [
            _delete(partition, _counter(key)) for key in stored - counts.keys() - {everything}
        ]
        operations += [
            _put(partition, _counter(key), _numbers(by))
            for key, by in counts.items()
            if key != everything
        ]
        guard = _unchanged(partition, _counter(everything), recorded)
        for start in range(0, len(operations), _TOGETHER):
            if not _together([guard, *operations[start : start + _TOGETHER]]):
                return False
        last = {**_numbers(counts.get(everything, {})), _RECORDED: {"N": str(recorded or 1)}}
        put = _put(partition, _counter(everything), last)
        condition = {name: guard["ConditionCheck"][name] for name in _CONDITION}
        late = _late(account_id, day[:7])
        return _together([{"Put": {**put["Put"], **condition}}, late])

    def _keys(self, account_id: str, day: str) -> set[Key]:
        return {
            (dimension, each.day, each.value)
            for dimension in (EVERYTHING, HOURS, *DIMENSIONS)
            for each in self.tallies(account_id, dimension, first=day, last=day, consistent=True)
        }


# Keys -------------------------------------------------------------------------------------------


def _states(account_id: str, conversation_id: str) -> str:
    return f"A#{account_id}#E#C#{conversation_id}"


def _log(account_id: str, day: str) -> str:
    return f"A#{account_id}#E#D#{day}"


def _counters(account_id: str) -> str:
    return f"A#{account_id}#E#N"


def _counter(key: Key) -> str:
    return "#".join(key)


def _key(pk: str, sk: str) -> RawItem:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


# Items ------------------------------------------------------------------------------------------


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _tally(raw: RawItem) -> Tally:
    _, day, value = raw["sk"]["S"].split("#", 2)
    counts = {name: int(each["N"]) for name, each in raw.items() if name not in _NOT_COUNTS}
    return Tally(day, value, counts)


def _portions(whole: Mapping[str, str]) -> list[str]:
    """JSON objects of some megabytes at most, at least one."""
    portions: list[list[str]] = [[]]
    size = 0
    for value, counts in whole.items():
        if size > _MOST_MONTH:
            portions.append([])
            size = 0
        portions[-1].append(f"{_dumped(value)}:{counts}")
        size += len(counts)
    return [f"{{{','.join(each)}}}" for each in portions]


def _packed(text: str) -> str:
    return b64encode(zlib.compress(text.encode())).decode()


def _whole(items: Iterable[MonthItem]) -> Iterator[Month]:
    """Only those of which all parts are there, of one adding up: all at the same number of late
    records, which those of two would share only if what they saw was the same."""
    parts: dict[str, list[MonthItem]] = {}
    for item in items:
        parts.setdefault(item.sk.split("#")[1], []).append(item)
    for month, found in parts.items():
        now = found[: int(found[0].of)]
        if (
            len(now) == found[0].of
            and len({(item.seen, item.of, item.through) for item in now}) == 1
        ):
            values = (json.loads(zlib.decompress(b64decode(item.data))) for item in now)
            merged = {value: counts for one in values for value, counts in one.items()}
            yield Month(month, int(found[0].seen), merged, int(found[0].through))


def _entry(raw: RawItem) -> Entry:
    item = LogItem.from_raw_data(raw)
    conversation = item.sk.split("#", 1)[0]
    facts = codec.facts(json.loads(item.data))
    return Entry(conversation, item.channel, facts, item.sk, item.zone or "")


def _numbers(counts: Mapping[str, int]) -> RawItem:
    return {name: {"N": str(by)} for name, by in counts.items() if by}


# Operations -------------------------------------------------------------------------------------

_CONDITION = ("ConditionExpression", "ExpressionAttributeNames", "ExpressionAttributeValues")


def _reading(account_id: str, one: Folded) -> list[dict[str, Any]]:
    """The state, only if nobody read on meanwhile; and the log, which is never written again."""
    item = StateItem(_states(account_id, one.conversation_id), "state", seq=one.after.seq)
    item.data = _dumped(codec.state_data(one.after))
    table = MainItem._get_connection().table_name
    fresh = {"ConditionExpression": "attribute_not_exists(pk)"}
    held = {
        "ConditionExpression": "seq = :before",
        "ExpressionAttributeValues": {":before": {"N": str(one.before)}},
    }
    state = {"TableName": table, "Item": item.serialize(), **(held if one.before else fresh)}
    operations: list[dict[str, Any]] = [{"Put": state}]
    for day, facts in one.facts.items():
        line = LogItem(
            _log(account_id, day),
            f"{one.conversation_id}#{one.after.seq:010d}",
            channel=one.after.channel_id,
            zone=one.zone or None,
            data=_dumped(codec.facts_data(facts)),
        )
        operations.append({"Put": {"TableName": table, "Item": line.serialize()}})
    return operations


def _add(account_id: str, key: Key, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    adds = {name: by for name, by in counts.items() if by}
    if not adds:
        return []
    named = ", ".join(f"#c{place} :c{place}" for place in range(len(adds)))
    return [
        {
            "Update": {
                "TableName": MainItem._get_connection().table_name,
                "Key": _key(_counters(account_id), _counter(key)),
                "UpdateExpression": f"ADD {named}",
                "ExpressionAttributeNames": {f"#c{n}": name for n, name in enumerate(adds)},
                "ExpressionAttributeValues": {
                    f":c{n}": {"N": str(by)} for n, by in enumerate(adds.values())
                },
            }
        }
    ]


def _late(account_id: str, month: str) -> dict[str, Any]:
    """Sums of that month are old."""
    return {
        "Update": {
            "TableName": MainItem._get_connection().table_name,
            "Key": _key(_counters(account_id), f"{_LATE}{month}"),
            "UpdateExpression": "ADD times :one",
            "ExpressionAttributeValues": {":one": {"N": "1"}},
        }
    }


def _put(pk: str, sk: str, values: RawItem) -> dict[str, Any]:
    table = MainItem._get_connection().table_name
    return {"Put": {"TableName": table, "Item": {**_key(pk, sk), **values}}}


def _delete(pk: str, sk: str) -> dict[str, Any]:
    return {"Delete": {"TableName": MainItem._get_connection().table_name, "Key": _key(pk, sk)}}


def _unchanged(pk: str, sk: str, recorded: int) -> dict[str, Any]:
    missing = "attribute_not_exists(#recorded)"
    values: dict[str, Any] = {"ExpressionAttributeValues": {":seen": {"N": str(recorded)}}}
    return {
        "ConditionCheck": {
            "TableName": MainItem._get_connection().table_name,
            "Key": _key(pk, sk),
            "ConditionExpression": "#recorded = :seen" if recorded else missing,
            "ExpressionAttributeNames": {"#recorded": _RECORDED},
            **(values if recorded else {}),
        }
    }


def _together(operations: Iterable[dict[str, Any]]) -> bool:
    """False: a condition failed, and nothing was written. Others may be writing the same counters
    just now: that is tried again. Raises TryAgain."""
    connection = MainItem._get_connection()
    asked = {"TransactItems": list(operations)}
    for attempt in range(_TRIES):
        try:
            connection.connection.dispatch("TransactWriteItems", asked)
        except VerboseClientError as problem:
            if not _is_busy(problem):
                return False
            time.sleep(random.uniform(0.01, 0.05) * 2**attempt)  # noqa: S311
        else:
            return True
    raise TryAgain("too many writers of the counters")


def _is_busy(problem: VerboseClientError) -> bool:
    """Whether it is worth another try; False: a condition failed. Else it is raised again."""
    cause: Any = problem.__cause__  # PynamoDB's own copy leaves the reasons out
    told = cause.response
    reasons = [each.get("Code") for each in told.get("CancellationReasons", ())]
    if "ConditionalCheckFailed" in reasons:
        return False
    if "TransactionConflict" in reasons:
        return True
    if told["Error"]["Code"] == "TransactionInProgressException":
        return True
    raise problem
