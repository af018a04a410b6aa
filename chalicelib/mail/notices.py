"""What Amazon SES tells over SNS, read. Pure.

Received mail: https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
What became of ours: https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
The topic's own envelope: https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from chalicelib.channels import reading
from chalicelib.channels.reading import Json, WrongShape
from chalicelib.mail.decoding import clean

FOLDER = "mail/"  # of the bucket, where SES puts letters
_VERDICTS = ("spam", "virus", "spf", "dkim", "dmarc")


class NotOurs(ValueError):
    """No notice of our topic's."""


@dataclass(frozen=True, slots=True)
class Received:
    """recipients: of the envelope. verdicts: spam, virus, spf, dkim, dmarc -> pass, fail, gray, ...
    https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html"""

    id: str
    key: str
    bucket: str
    recipients: tuple[str, ...]
    source: str
    at: datetime
    verdicts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of a letter of ours. id: SES's. state: delivered | failed. channel_id, thread: as it was
    tagged. recipients: whom this is about, and why with each that failed; destinations: of the
    whole letter. Addresses are in lower case."""

    id: str
    channel_id: str
    state: str
    at: datetime
    reason: str = ""
    code: str = ""
    thread: str = ""
    recipients: Mapping[str, str] = field(default_factory=dict)
    destinations: tuple[str, ...] = ()


def opened(body: str, topic: str, genuine: Callable[[Json], bool]) -> Json:
    """The notice within a queue's record. topic: the only one that may write. genuine: whether SNS
    signed an envelope (signatures.py). Raises NotOurs.

    A `SubscriptionConfirmation` is refused as well: SNS subscribes a queue of the same account
    without asking. https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html
    """
    try:
        envelope = json.loads(body)
        if envelope.get("TopicArn") != topic or envelope.get("Type") != "Notification":
            raise NotOurs("another topic")
        if not genuine(envelope):
            raise NotOurs("not signed by SNS")
        notice = json.loads(envelope["Message"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise NotOurs(str(problem)[:100]) from problem
    if not isinstance(notice, dict):
        raise NotOurs("no notice")
    return notice


def read(notice: Json) -> Received | Outcome | None:
    """None: nothing that concerns us (a letter was opened, a delay). Raises NotOurs."""
    kind = str(notice.get("notificationType") or notice.get("eventType") or "")
    try:
        if kind == "Received":
            return _received(notice)
        return _outcome(kind, notice)
    except WrongShape as problem:
        raise NotOurs(str(problem)) from problem


def _received(notice: Json) -> Received:
    mail, receipt = reading.get(notice, "mail"), reading.get(notice, "receipt")
    action = reading.get(receipt, "action")
    key = reading.text(action, "objectKey")
    if reading.text(action, "type") != "S3" or not key.startswith(FOLDER):
        raise NotOurs("no letter in the bucket")
    verdicts = {name: _verdict(receipt, name) for name in _VERDICTS}
    return Received(
        id=reading.identifier(mail, "messageId"),
        key=key,
        bucket=reading.text(action, "bucketName"),
        recipients=tuple(str(each) for each in reading.items(receipt, "recipients")),
        source=clean(reading.text(mail, "source", "")),
        at=_moment(reading.text(mail, "timestamp", "")),
        verdicts={name: word for name, word in verdicts.items() if word},
    )


def _verdict(receipt: Json, name: str) -> str:
    return reading.text(reading.get_or_empty(receipt, f"{name}Verdict"), "status", "").lower()[:20]


def _outcome(kind: str, notice: Json) -> Outcome | None:
    mail = reading.get(notice, "mail")
    channels = reading.items(reading.get_or_empty(mail, "tags"), "channel")
    id = reading.identifier(mail, "messageId")
    part = reading.get_or_empty(notice, kind.lower())
    at = _moment(reading.text(part, "timestamp", "") or reading.text(mail, "timestamp", ""))
    channel_id = str(channels[0]) if channels else ""
    if not channel_id:
        return None
    told = _kind_of_outcome(kind, part, id, channel_id, at)
    if told is None:
        return None
    threads = reading.items(reading.get_or_empty(mail, "tags"), "thread")
    return replace(
        told,
        thread=str(threads[0])[:100] if threads else "",
        recipients=_about(kind, part),
        destinations=tuple(str(each).lower() for each in reading.items(mail, "destination")),
    )


def _about(kind: str, part: Json) -> dict[str, str]:
    if kind == "Delivery":
        return {str(each).lower(): "" for each in reading.items(part, "recipients")}
    name = {"Bounce": "bouncedRecipients", "Complaint": "complainedRecipients"}.get(kind, "")
    listed = reading.objects(part, name) if name else []
    return {
        reading.text(each, "emailAddress", "").lower(): clean(
            reading.text(each, "diagnosticCode", "")
        ).removeprefix("smtp; ")[:300]
        for each in listed
    }


def _kind_of_outcome(
    kind: str, part: Json, id: str, channel_id: str, at: datetime
) -> Outcome | None:
    if kind == "Delivery":
        return Outcome(id, channel_id, "delivered", at)
    if kind == "Bounce":
        return Outcome(id, channel_id, "failed", at, *_bounced(part))
    if kind == "Complaint":
        why = "the recipient reported this message as spam"
        return Outcome(id, channel_id, "failed", at, why, "complaint")
    if kind == "Reject":
        why = f"refused before sending: {clean(reading.text(part, 'reason', ''))[:200]}"
        return Outcome(id, channel_id, "failed", at, why, "rejected")
    return None


def _bounced(part: Json) -> tuple[str, str]:
    """In the words of the server that would not take it, and its code."""
    recipients = reading.objects(part, "bouncedRecipients")
    first: Json = recipients[0] if recipients else {}
    said = clean(reading.text(first, "diagnosticCode", "")).removeprefix("smtp; ")
    kind = f"{reading.text(part, 'bounceType', '')} {reading.text(part, 'bounceSubType', '')}"
    code = reading.text(first, "status", "")[:20]
    return " ".join((said or f"not delivered: {kind}").split())[:300], code or "bounced"


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise WrongShape("not a moment") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
