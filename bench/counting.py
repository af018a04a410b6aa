"""Count every AWS call of this process: what was asked of which service, and its capacity units.

The hook sits under all clients (boto3's, botocore's, PynamoDB's), where a request leaves for the
network, so that the SDK's own retries count too.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from botocore.endpoint import Endpoint

from chalicelib.shared.endpoint import QuickEndpoint
from chalicelib.shared.plain_calls import PlainCalls

_WRITES = frozenset({"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"})
_READS = frozenset({"GetItem", "Query", "Scan", "BatchGetItem", "TransactGetItems"})
_COUNTED = _WRITES | _READS


@dataclass(slots=True)
class Tally:
    """calls: (service, operation) -> requests sent. units: of tables and their indexes.
    events: entries put on a bus. queued: 64 KB pieces sent, by kind of queue.
    pushes: 32 KB pieces to sockets. refused: conditional writes that failed, which cost a unit."""

    calls: Counter[tuple[str, str]] = field(default_factory=Counter)
    write_units: float = 0.0
    read_units: float = 0.0
    events: int = 0
    fifo_requests: int = 0
    standard_requests: int = 0
    pushes: int = 0
    refused: int = 0
    detail: list[str] = field(default_factory=list)

    def total(self) -> int:
        return sum(self.calls.values())

    def count(self, service: str, operation: str) -> int:
        return self.calls[service, operation]


@contextmanager
def counted(ignore: Iterable[Any] = ()) -> Iterator[Tally]:
    """ignore: clients whose calls are not the app's."""
    tally = Tally()
    strangers = {id(client._endpoint) for client in ignore}
    call = PlainCalls.call
    usual: Any = Endpoint

    def counting(send: Any) -> Any:
        def counting_send(endpoint: Any, request: Any) -> Any:
            if id(endpoint) not in strangers:
                _count_request(tally, endpoint._endpoint_prefix, request)
            return send(endpoint, request)

        return counting_send

    def counting_call(calls: PlainCalls, operation: str, arguments: dict[str, Any]) -> Any:
        if calls.service != "dynamodb" or operation not in _COUNTED:
            return call(calls, operation, arguments)
        return _measured(tally, call, calls, operation, arguments)

    with (
        mock.patch.object(Endpoint, "_send", counting(usual._send)),
        mock.patch.object(QuickEndpoint, "_send", counting(QuickEndpoint._send)),
        mock.patch.object(PlainCalls, "call", counting_call),
    ):
        yield tally


def _count_request(tally: Tally, service: str, request: Any) -> None:
    target = request.headers.get("x-amz-target") or request.headers.get("X-Amz-Target", b"")
    target = target.decode() if isinstance(target, bytes) else target
    operation = target.rsplit(".", 1)[-1] or request.method
    tally.calls[service, operation] += 1
    body = request.body or b""
    size = len(body)
    if service == "sqs":
        kind = "fifo_requests" if b".fifo" in _bytes(body) else "standard_requests"
        setattr(tally, kind, getattr(tally, kind) + _pieces(size, 64))
    elif service == "events" and operation == "PutEvents":
        tally.events += sum(_pieces(len(json.dumps(one)), 64) for one in _entries(body))
    elif service == "execute-api":
        tally.pushes += _pieces(size, 32)


def _bytes(body: str | bytes) -> bytes:
    return body.encode() if isinstance(body, str) else body


def _entries(body: str | bytes) -> list[Any]:
    return list(json.loads(body)["Entries"])


def _pieces(size: int, kilobytes: int) -> int:
    return max(1, -(-size // (kilobytes * 1024)))


def _measured(
    tally: Tally, call: Any, calls: PlainCalls, operation: str, arguments: dict[str, Any]
) -> Any:
    """The call with its capacity told; a refused condition costs a write unit all the same."""
    asked = {**arguments, "ReturnConsumedCapacity": "INDEXES"}
    try:
        answer = call(calls, operation, asked)
    except calls.errors.ConditionalCheckFailedException:
        tally.refused += 1
        tally.write_units += 1
        raise
    capacity = answer.get("ConsumedCapacity", [])
    for one in capacity if isinstance(capacity, list) else [capacity]:
        _add(tally, operation, one)
    return answer


def _add(tally: Tally, operation: str, capacity: dict[str, Any]) -> None:
    units = float(capacity.get("CapacityUnits", 0))
    if operation in _WRITES:
        tally.write_units += units
    else:
        tally.read_units += units
    tally.detail.append(f"{operation} {capacity.get('TableName', '')} {units:g}")
