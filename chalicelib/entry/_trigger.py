"""What stands under every queue, stream and schedule trigger.

Chalice skips middleware for blueprint consumers and answers a batch as one; here each record
succeeds or fails alone (`ReportBatchItemFailures`). Written out rather than taken from a library:
these few lines cost no import time, and these functions' imports are budgeted.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

from chalicelib.shared import log

T = TypeVar("T")
Record = Mapping[str, Any]
BatchResponse = dict[str, list[dict[str, str]]]


class Later(Exception):
    """This record is to be delivered again. No fault: it is logged as what it is."""


def each(name: str, event: Any, handle: Callable[[Record], None]) -> BatchResponse:
    """Handle SQS records one by one; answer the ids of those that failed.

    event: Chalice's. After a failure, the later records of the same message group fail unseen,
    since their order must hold.
    """
    started = time.perf_counter()
    records: Sequence[Record] = event.to_dict()["Records"]
    failed: list[str] = []
    blocked: set[str] = set()
    for record in records:
        group = record.get("attributes", {}).get("MessageGroupId", "")
        if group in blocked or not _one(name, record, handle):
            failed.append(record["messageId"])
            if group:
                blocked.add(group)
    _tell(name, event, started, records=len(records), failed=len(failed))
    return _failures(failed)


def together(
    name: str,
    event: Any,
    read: Callable[[Record], T],
    handle: Callable[[Mapping[str, T]], Collection[str]],
) -> BatchResponse:
    """Handle SQS records of a standard queue together. What cannot be read fails alone. `handle`
    gets the others by their ids, and answers the ids of those that failed."""
    started = time.perf_counter()
    records: Sequence[Record] = event.to_dict()["Records"]
    failed: list[str] = []
    found: dict[str, T] = {}

    def take(record: Record) -> None:
        found[record["messageId"]] = read(record)

    failed += [record["messageId"] for record in records if not _one(name, record, take)]
    try:
        failed += handle(found) if found else ()
    except Exception as problem:
        log.error("records.failed", problem, function=name, records=len(found))
        failed += found
    _tell(name, event, started, records=len(records), failed=len(failed))
    return _failures(failed)


def whole(
    name: str, event: Any, handle: Callable[[Sequence[Record]], Sequence[str]]
) -> BatchResponse:
    """Handle stream records together. `handle` answers the sequence numbers that failed; Lambda
    starts again at the lowest of them, so repeats are for the handler to bear."""
    started = time.perf_counter()
    records: Sequence[Record] = event.to_dict()["Records"]
    failed = handle(records)
    _tell(name, event, started, records=len(records), failed=len(failed))
    return _failures(failed)


def scheduled(name: str, event: Any, handle: Callable[[], int]) -> None:
    """Do a minute's work. `handle` answers how many things it did."""
    started = time.perf_counter()
    _tell(name, event, started, done=handle())


def _one(name: str, record: Record, handle: Callable[[Record], None]) -> bool:
    try:
        handle(record)
    except Later as later:
        log.line("record.later", function=name, record=record["messageId"], why=str(later))
        return False
    except Exception as problem:
        # The record goes back to its queue and, after some tries, to the dead letters.
        log.error("record.failed", problem, function=name, record=record["messageId"])
        return False
    return True


def _failures(identifiers: Sequence[str]) -> BatchResponse:
    return {"batchItemFailures": [{"itemIdentifier": each_one} for each_one in identifiers]}


def _tell(name: str, event: Any, started: float, **counts: int) -> None:
    request = getattr(getattr(event, "context", None), "aws_request_id", "")
    elapsed = round((time.perf_counter() - started) * 1000)
    log.line("invocation", function=name, request=request, ms=elapsed, **counts)
