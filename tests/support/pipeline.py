"""The functions behind the API, in process: moto's queues, stream, bus and sockets, moved by hand.

For what single functions do. The harness under tests/harness moves everything by itself.
"""

from __future__ import annotations

import hashlib
import hmac
import importlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import boto3
import pytest

from tests.support.api import Account, Answer, Api, deployment, new_account

_REGION = "us-east-1"
APP_SECRET = "0123456789abcdef0123456789abcdef"
QUEUES = ("inbound.fifo", "outbound.fifo", "automation.fifo", "media", "timers", "jobs")


@dataclass
class Pipeline:
    """offset: how much of the stream has been read."""

    api: Api
    acme: Account
    queues: dict[str, str]
    offset: int = 0
    pushed: dict[str, list[str]] = field(default_factory=dict)

    def invoke(self, function: str, event: dict[str, Any]) -> Any:
        """Call a packaged handler as Lambda does."""
        module = importlib.import_module(f"chalicelib.entry.{function}")
        return getattr(module, function)(event, Context())

    def waiting(self, queue: str) -> list[dict[str, Any]]:
        """What lies in a queue, as SQS records for Lambda. Receiving hides it."""
        found = boto3.client("sqs", region_name=_REGION).receive_message(
            QueueUrl=self.queues[queue], MaxNumberOfMessages=10, AttributeNames=["All"]
        )
        return [
            {
                "messageId": message["MessageId"],
                "receiptHandle": message["ReceiptHandle"],
                "body": message["Body"],
                "attributes": message["Attributes"],
                "eventSource": "aws:sqs",
            }
            for message in found.get("Messages", [])
        ]

    def drain(self, queue: str, function: str) -> Any:
        """Hand what lies in a queue to its function, and delete what it took."""
        records = self.waiting(queue)
        if not records:
            return None
        answer = self.invoke(function, {"Records": records})
        failed = {one["itemIdentifier"] for one in answer["batchItemFailures"]}
        for record in records:
            if record["messageId"] not in failed:
                boto3.client("sqs", region_name=_REGION).delete_message(
                    QueueUrl=self.queues[queue], ReceiptHandle=record["receiptHandle"]
                )
        return answer

    def changes(self) -> list[dict[str, Any]]:
        """The table's new stream records that pass the event source's filter."""
        from moto.dynamodb.models import dynamodb_backends

        table = dynamodb_backends["123456789012"][_REGION].tables["main"]
        assert table.stream_shard is not None
        fresh = [item.to_json() for item in table.stream_shard.items[self.offset :]]
        self.offset = len(table.stream_shard.items)
        for record in fresh:  # Lambda tells seconds, moto a moment
            at = record["dynamodb"]["ApproximateCreationDateTime"]
            if isinstance(at, datetime):  # of a record that was not read before
                record["dynamodb"]["ApproximateCreationDateTime"] = at.timestamp()
        passed = ("message", "conversation", "contact")
        return [
            record
            for record in fresh
            if record["dynamodb"].get("NewImage", {}).get("announce", {}).get("S") in passed
        ]

    def announce(self) -> Any:
        records = self.changes()
        return self.invoke("changes", {"Records": records}) if records else None

    def open_socket(self, token: Api, path: str, connection_id: str) -> int:
        """Open a socket with a ticket from the API. Returns connect's status."""
        url: str = token.post(path).ok()["url"]
        return self.socket("connect", connection_id, query={"ticket": url.partition("ticket=")[2]})

    def socket(
        self, event: str, connection_id: str, *, body: str = "", query: dict[str, str] | None = None
    ) -> int:
        """One socket event through app.py's bound handler. Returns its status."""
        import app

        context = {
            "connectionId": connection_id,
            "apiId": "sockets",
            "stage": "api",
            "domainName": "sockets.example.com",
        }
        sent = {"requestContext": context, "body": body, "queryStringParameters": query}
        status: int = getattr(app, f"websocket_{event}")(sent, Context())["statusCode"]
        return status

    def shown(self, connection_id: str) -> list[dict[str, Any]]:
        """The events that reached a socket, in order."""
        frames = [json.loads(frame) for frame in self.pushed.get(connection_id, [])]
        return [event for frame in frames for event in frame.get("events", [])]


class Context:
    aws_request_id = "00000000-0000-0000-0000-000000000000"
    function_name = "test"


@contextmanager
def pipeline(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pipeline]:
    with deployment(monkeypatch) as api:
        urls = _lines(monkeypatch)
        here = Pipeline(api, new_account(api, "acme"), urls)
        _listen(monkeypatch, here)
        yield here


def _lines(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The queues and the bus. Returns the queues' addresses by name."""
    sqs = boto3.client("sqs", region_name=_REGION)
    urls = {name: _queue(sqs, name) for name in QUEUES}
    boto3.client("events", region_name=_REGION).create_event_bus(Name="bus")
    for name, url in urls.items():
        monkeypatch.setenv(f"{name.partition('.')[0].upper()}_QUEUE_URL", url)
    monkeypatch.setenv("BUS_NAME", "bus")
    _forget()
    return urls


def _queue(sqs: Any, name: str) -> str:
    attributes = {"FifoQueue": "true"} if name.endswith(".fifo") else {}
    url: str = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    return url


def _forget() -> None:
    from chalicelib import settings, wiring

    settings.settings.cache_clear()
    wiring.forget()


def _listen(monkeypatch: pytest.MonkeyPatch, here: Pipeline) -> None:
    """moto takes any connection and keeps no frames: what is posted is kept here."""
    from dataclasses import replace

    from chalicelib import wiring

    def post(connection_id: str, frame: str) -> None:
        here.pushed.setdefault(connection_id, []).append(frame)

    ports = replace(wiring.realtime_ports(), post=post)
    monkeypatch.setattr(wiring, "realtime_ports", lambda: ports)


# What providers send -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Telegram:
    """A connected bot, and the person who writes to it."""

    here: Pipeline
    channel_id: str
    secret: str

    def update(self, update_id: int, text: str) -> bytes:
        person = {"id": 4711, "is_bot": False, "first_name": "Vera"}
        chat = {"id": 4711, "type": "private", "first_name": "Vera"}
        message = {
            "message_id": update_id,
            "from": person,
            "chat": chat,
            "date": 1777896000,
            "text": text,
        }
        return json.dumps({"update_id": update_id, "message": message}).encode()

    def says(self, update_id: int, text: str, *, secret: str | None = None) -> Answer:
        return hook(
            self.here,
            "telegram",
            self.channel_id,
            self.update(update_id, text),
            {
                "X-Telegram-Bot-Api-Secret-Token": self.secret if secret is None else secret,
            },
        )


def telegram(here: Pipeline) -> Telegram:
    from chalicelib import wiring
    from chalicelib.accounts import service

    channel = service.add_channel(
        wiring.account_ports(),
        account_id=here.acme.id,
        kind="telegram",
        name="Bot",
        settings={},
        secrets={"token": "123456:test-token-of-thirty-five-letters-0"},
    )
    opened = service.get_channel(wiring.account_ports(), channel_id=channel.id)
    return Telegram(here, channel.id, opened.secrets["webhook_secret"])


def whatsapp(here: Pipeline) -> str:
    """The id of a connected number whose app secret is APP_SECRET."""
    from chalicelib import wiring
    from chalicelib.accounts import service

    channel = service.add_channel(
        wiring.account_ports(),
        account_id=here.acme.id,
        kind="whatsapp",
        name="Number",
        settings={"phone_number_id": "105500000000001", "waba_id": "205500000000001"},
        secrets={"access_token": "EAAG-test-token", "app_secret": APP_SECRET},
    )
    return channel.id


def signed(body: bytes, secret: str = APP_SECRET) -> dict[str, str]:
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256": f"sha256={digest}"}


def hook(
    here: Pipeline,
    kind: str,
    channel_id: str,
    body: bytes,
    headers: dict[str, str],
    *,
    content_type: str = "application/json",
) -> Answer:
    sent = {"Content-Type": content_type, **headers}
    path = f"/hooks/{kind}/{channel_id}"
    answer = here.api.client.http.request("POST", path, headers=sent, body=body)
    return Answer(answer.status_code, dict(answer.headers), answer.body.decode())
