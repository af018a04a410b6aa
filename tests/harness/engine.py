"""AWS in process: every SDK call of every client ends here instead of on the network.

Tables, files, keys and users are moto's. Queues, the bus, timers and socket pushes are ours: they
need a clock that the test moves, and moto fires no timers.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from unittest import mock

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.endpoint import Endpoint
from botocore.exceptions import ReadTimeoutError
from moto.core.botocore_stubber import BotocoreStubber

from chalicelib.shared.endpoint import QuickEndpoint
from tests.harness.faults import Call, Fault, Killed, Plan, no_faults
from tests.harness.queues import Queue
from tests.harness.stream import StreamMapping

Answer = tuple[int, dict[str, str], str | bytes]


class _Raw(BytesIO):
    def stream(self, **_: Any) -> Iterator[bytes]:
        while contents := self.read():
            yield contents


@dataclass(slots=True)
class Timer:
    """An EventBridge Scheduler one-shot. due: the world's seconds."""

    name: str
    due: float
    target: str
    body: str


@dataclass(slots=True)
class Engine:
    """now: the world's clock, seconds since 1970. sockets: open connection ids -> frames."""

    now: float
    queues: dict[str, Queue]
    stream: StreamMapping
    stream_table: str
    plan: Plan = no_faults
    protected: bool = False  # no faults: the record in hand has no further try
    function: str = ""
    number: int = 0
    calls: list[Call] = field(default_factory=list)
    injected: int = 0
    events: list[dict[str, Any]] = field(default_factory=list)
    timers: dict[str, Timer] = field(default_factory=dict)
    sockets: dict[str, list[str]] = field(default_factory=dict)
    history: list[dict[str, Any]] = field(default_factory=list)  # every change of the table
    on_push: Callable[[str, str], None] = lambda connection, frame: None

    @contextmanager
    def installed(self) -> Iterator[None]:
        """All botocore clients of this process talk to this engine."""

        def send(endpoint: Any, request: AWSPreparedRequest) -> AWSResponse:
            return self.send(endpoint._endpoint_prefix, request)

        with (
            mock.patch.object(Endpoint, "_send", send),
            mock.patch.object(QuickEndpoint, "_send", send),
        ):
            yield

    def send(self, service: str, request: AWSPreparedRequest) -> AWSResponse:
        fault = self.decide(service, _operation(service, request))
        if fault is Fault.THROTTLE:
            status, headers, body = _throttled(service)
        else:
            status, headers, body = self._carry_out(service, request, fault)
        if fault is Fault.LOST_ANSWER:
            raise ReadTimeoutError(endpoint_url=request.url)
        if fault is Fault.KILL_AFTER:
            raise Killed(f"after {self.calls[-1]}")
        content = body.encode() if isinstance(body, str) else body
        return AWSResponse(request.url, status, headers, _Raw(content))  # type: ignore[arg-type]

    def decide(self, service: str, operation: str) -> Fault:
        """Count the call and ask the plan. Raises what happens before the call is carried out."""
        self.number += 1
        call = Call(len(self.calls), self.function, self.number, service, operation)
        self.calls.append(call)
        fault = Fault.NONE if self.protected or not self.function else self.plan(call)
        if fault is not Fault.NONE:
            self.injected += 1
        if fault is Fault.KILL_BEFORE:
            raise Killed(f"before {call}")
        if fault is Fault.TIMEOUT:
            raise ReadTimeoutError(endpoint_url=f"https://{service}.example")
        return fault

    def _carry_out(self, service: str, request: AWSPreparedRequest, fault: Fault) -> Answer:
        if service == "sqs":
            return self._sqs(request, fault)
        if service == "events":
            return self._put_events(request, fault)
        if service == "scheduler":
            return self._scheduler(request)
        if service == "execute-api":
            return self._post_to_connection(request)
        answer = _moto.process_request(request)
        if answer is None:
            raise NotImplementedError(f"{service}: {request.method} {request.url}")
        if service == "dynamodb":
            self._collect_changes()
        return answer[0], dict(answer[1]), answer[2]

    def _collect_changes(self) -> None:
        """Hand the table's new stream records to the mapping."""
        from moto.dynamodb.models import dynamodb_backends

        table = dynamodb_backends["123456789012"]["us-east-1"].tables.get(self.stream_table)
        if table is None or table.stream_shard is None:
            return
        shard = table.stream_shard
        fresh, shard.items = shard.items, []
        shard.starting_sequence_number += len(fresh)
        for item in fresh:
            record = copy.deepcopy(item.to_json())
            record["dynamodb"]["ApproximateCreationDateTime"] = self.now
            record["eventSourceARN"] = table.latest_stream_label
            self.history.append(record)
            self.stream.offer(record)

    def _sqs(self, request: AWSPreparedRequest, fault: Fault) -> Answer:
        body = _content(request)
        queue = self.queues[body["QueueUrl"].rsplit("/", 1)[-1]]
        operation = _operation("sqs", request)
        if operation == "SendMessage":
            return _ok({"MessageId": self._enqueue(queue, body), "MD5OfMessageBody": "-"})
        if operation == "SendMessageBatch":
            entries = body["Entries"]
            refused = entries[-1:] if fault is Fault.PARTIAL else []
            sent = [
                {"Id": one["Id"], "MessageId": self._enqueue(queue, one), "MD5OfMessageBody": "-"}
                for one in entries
                if one not in refused
            ]
            failed = [
                {"Id": one["Id"], "Code": "InternalError", "SenderFault": False} for one in refused
            ]
            return _ok({"Successful": sent, "Failed": failed})
        if operation == "ChangeMessageVisibility":
            return self._change_visibility(queue, body)
        raise NotImplementedError(f"sqs: {operation}")

    def _enqueue(self, queue: Queue, entry: dict[str, Any]) -> str:
        return queue.send(
            entry["MessageBody"],
            now=self.now,
            group=entry.get("MessageGroupId", ""),
            dedup=entry.get("MessageDeduplicationId", ""),
            delay=float(entry.get("DelaySeconds", 0)),
        )

    def _change_visibility(self, queue: Queue, body: dict[str, Any]) -> Answer:
        identifier = body["ReceiptHandle"].rsplit("/", 1)[0]
        for message in queue.messages:
            if message.id == identifier:
                message.visible_at = self.now + body["VisibilityTimeout"]
                message.delayed = True
        return _ok({})

    def _put_events(self, request: AWSPreparedRequest, fault: Fault) -> Answer:
        entries = _content(request)["Entries"]
        taken = entries[:-1] if fault is Fault.PARTIAL and len(entries) > 1 else entries
        self.events.extend(taken)
        for entry in taken:
            self._follow_rule(entry)
        answers: list[dict[str, str]] = [{"EventId": str(n)} for n, _ in enumerate(taken)]
        answers += [{"ErrorCode": "InternalFailure"} for _ in entries[len(taken) :]]
        return _ok({"FailedEntryCount": len(entries) - len(taken), "Entries": answers})

    def _follow_rule(self, entry: dict[str, Any]) -> None:
        """As the template's one rule: what somebody listens to goes to a queue."""
        detail = json.loads(entry["Detail"])
        if detail.get("watched") is not True:
            return
        queue = next(one for name, one in self.queues.items() if name.endswith("-events"))
        told = {"detail-type": entry["DetailType"], "source": entry["Source"], "detail": detail}
        queue.send(json.dumps(told), now=self.now, group="", dedup="", delay=0.0)

    def _scheduler(self, request: AWSPreparedRequest) -> Answer:
        name = request.url.split("?")[0].rsplit("/", 1)[-1]
        if request.method == "DELETE":
            found = self.timers.pop(name, None)
            return _ok({}) if found else _error(404, "ResourceNotFoundException")
        if request.method == "POST" and name in self.timers:
            return _error(409, "ConflictException")
        body = _content(request)
        moment = re.fullmatch(r"at\((.+)\)", body["ScheduleExpression"])
        if moment is None:
            raise NotImplementedError(body["ScheduleExpression"])
        due = datetime.fromisoformat(moment[1]).replace(tzinfo=UTC).timestamp()
        target = body["Target"]
        self.timers[name] = Timer(name, due, target["Arn"], target.get("Input", ""))
        return _ok({"ScheduleArn": f"arn:aws:scheduler:us-east-1:123456789012:schedule/{name}"})

    def _post_to_connection(self, request: AWSPreparedRequest) -> Answer:
        connection = request.url.rsplit("/", 1)[-1]
        connection = connection.replace("%3D", "=").replace("%40", "@")
        if connection not in self.sockets:
            return _error(410, "GoneException")
        if request.method == "POST":
            body: Any = request.body
            frame = body.decode() if isinstance(body, bytes) else str(body)
            if len(frame.encode()) > 32 * 1024:
                return _error(413, "PayloadTooLargeException")
            self.sockets[connection].append(frame)
            self.on_push(connection, frame)
        return _ok({})


_moto = BotocoreStubber()


def _operation(service: str, request: AWSPreparedRequest) -> str:
    target = request.headers.get("X-Amz-Target") or request.headers.get("x-amz-target")
    if target:
        name = target.decode() if isinstance(target, bytes) else target
        return name.rsplit(".", 1)[-1]
    if service == "execute-api":
        return f"{request.method} @connections"
    return f"{request.method} {request.url.split('?')[0]}"


def _content(request: AWSPreparedRequest) -> dict[str, Any]:
    body: Any = request.body
    content: dict[str, Any] = json.loads(body)
    return content


def _ok(body: dict[str, Any]) -> Answer:
    return 200, {"Content-Type": "application/x-amz-json-1.0"}, json.dumps(body)


def _error(status: int, code: str) -> Answer:
    headers = {"Content-Type": "application/x-amz-json-1.0", "x-amzn-ErrorType": code}
    return status, headers, json.dumps({"__type": code, "message": code})


def _throttled(service: str) -> Answer:
    if service == "dynamodb":
        return _error(400, "ProvisionedThroughputExceededException")
    if service == "execute-api":
        return _error(429, "LimitExceededException")
    return _error(400, "ThrottlingException")
