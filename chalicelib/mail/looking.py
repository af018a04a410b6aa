"""Look into a letter, or into what Amazon SES tells, without a deployment: what the mail function
would make of it. For `python -m chalicelib.channels parse email`. Nothing is stored or sent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from chalicelib.channels import reading
from chalicelib.channels.base import Channel, Inbound, NotThisProvider
from chalicelib.channels.email import ADAPTER
from chalicelib.mail import notices, service
from chalicelib.mail.model import MailThread
from chalicelib.mail.service import KIND, MailPorts
from chalicelib.shared.ids import AccountId, ChannelId
from chalicelib.shared.queues import Entry

_INBOX = "acc-channel@mail.example"


class _NoThreads:
    def get(self, account_id: str, channel_id: str, thread: str) -> MailThread | None:
        return None

    def put(self, thread: MailThread) -> None:
        return None


def looked(body: bytes) -> Sequence[Inbound]:
    """body: an envelope of SNS, a notice of SES, our own work, or a letter as it came (RFC 5322).
    Of a notice that does not hold the letter, its headers are read. Raises NotThisProvider."""
    try:
        told: Any = json.loads(body)
    except (ValueError, RecursionError):
        return _letter(body)
    if not isinstance(told, dict):
        raise NotThisProvider("neither a notice nor a letter")
    if isinstance(told.get("Message"), str):
        told = reading.load(told["Message"])
    if "notificationType" not in told and "eventType" not in told:
        return ADAPTER.parse(body.decode("utf-8", "replace"))
    try:
        return _notice(told)
    except (notices.NotOurs, reading.WrongShape) as problem:
        raise NotThisProvider(str(problem)) from problem


def _letter(body: bytes) -> Sequence[Inbound]:
    if b":" not in body[:2000].split(b"\n", 1)[0]:
        raise NotThisProvider("neither a notice nor a letter")
    mail = {"messageId": "file", "source": "", "timestamp": "1970-01-01T00:00:00Z"}
    told = {"notificationType": "Received", "mail": mail, "receipt": {"recipients": [_INBOX]}}
    return _taken(told, body)


def _notice(told: dict[str, Any]) -> Sequence[Inbound]:
    if told.get("notificationType") != "Received":
        return _taken(told, b"")
    content = told.get("content")
    if isinstance(content, str):  # only a notice of SES's own SNS action holds it
        return _taken(told, content.encode("utf-8", "replace"))
    named = reading.items(reading.get_or_empty(told, "mail"), "headers")
    pairs = [(each.get("name"), each.get("value")) for each in named if isinstance(each, dict)]
    heads = "".join(f"{name}: {value}\r\n" for name, value in pairs)
    return _taken(told, f"{heads}\r\n".encode("utf-8", "replace"))


def _taken(told: dict[str, Any], raw: bytes) -> Sequence[Inbound]:
    queued: list[Entry] = []
    receipt = told.get("receipt")
    if isinstance(receipt, dict):
        receipt["action"] = {"type": "S3", "bucketName": "", "objectKey": notices.FOLDER}
    read = notices.read(told)
    domain = ""
    if isinstance(read, notices.Received) and read.recipients:
        domain = read.recipients[0].rpartition("@")[2]
    envelope = {"Type": "Notification", "TopicArn": "", "Message": json.dumps(told)}
    service.take(_ports(queued, raw, domain), json.dumps(envelope))
    return [item for each in queued for item in ADAPTER.parse(json.loads(each.body)["body"])]


def _ports(queued: list[Entry], raw: bytes, domain: str) -> MailPorts:
    return MailPorts(
        threads=_NoThreads(),
        channel=lambda id: Channel(
            ChannelId(id), AccountId("acc"), KIND, "", secrets={"reply_key": "none"}
        ),
        fetch=lambda key: raw,
        keep=lambda key, body, mime: None,
        enqueue=queued.extend,
        confirm=lambda channel_id, address: None,
        count=lambda channel_id, sender: 1,
        genuine=lambda envelope: True,
        clock=lambda: datetime.now(UTC),
        bucket="",
        topic="",
        domain=domain,
    )
