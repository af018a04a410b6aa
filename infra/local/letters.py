"""A letter for the local stack, put where Amazon SES would put it: into the bucket and the queue,
with a notice that the stack's own key has signed, as SNS signs with its own.

python -m infra.local.letters FOLDER ADDRESS < letter.eml
"""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infra.local import cloud, signing

_PASSED = {"spf": "PASS", "dkim": "PASS", "dmarc": "PASS", "spam": "PASS", "virus": "PASS"}


def notice(
    *, bucket: str, key: str, id: str, to: str, source: str, verdicts: dict[str, str] | None = None
) -> dict[str, Any]:
    """https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html"""
    told = {**_PASSED, **(verdicts or {})}
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return {
        "notificationType": "Received",
        "mail": {
            "timestamp": now,
            "source": source,
            "messageId": id,
            "destination": [to],
            "headersTruncated": False,
            "headers": [],
            "commonHeaders": {"returnPath": source, "to": [to]},
        },
        "receipt": {
            "timestamp": now,
            "processingTimeMillis": 406,
            "recipients": [to],
            **{f"{name}Verdict": {"status": word} for name, word in told.items()},
            "action": {
                "type": "S3",
                "topicArn": "arn:aws:sns:us-east-1:012345678912:example-topic",
                "bucketName": bucket,
                "objectKey": key,
            },
        },
    }


def outcome(*, kind: str, id: str, channel_id: str, part: dict[str, Any]) -> dict[str, Any]:
    """What became of a letter of ours. kind: Delivery, Bounce, Complaint, Reject. part: its own.
    https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-examples.html"""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return {
        "eventType": kind,
        kind.lower(): {"timestamp": now, **part},
        "mail": {
            "timestamp": now,
            "source": "sender@example.com",
            "sourceArn": "arn:aws:ses:us-east-1:123456789012:identity/example.com",
            "sendingAccountId": "123456789012",
            "messageId": id,
            "destination": ["recipient@example.com"],
            "headersTruncated": False,
            "headers": [],
            "tags": {"ses:configuration-set": ["channels"], "channel": [channel_id]},
        },
    }


def drop(
    environment: Mapping[str, str],
    *,
    raw: bytes,
    to: str,
    source: str = "someone@example.com",
    verdicts: dict[str, str] | None = None,
) -> str:
    """environment: as stack.json has it. Returns the id that SES would have given it."""
    id = uuid.uuid4().hex
    key = f"mail/{id}"
    bucket = environment["MEDIA_BUCKET"]
    _client(environment, "s3").put_object(Bucket=bucket, Key=key, Body=raw)
    told = notice(bucket=bucket, key=key, id=id, to=to, source=source, verdicts=verdicts)
    tell(environment, told)
    return id


def tell(environment: Mapping[str, str], notice: dict[str, Any]) -> None:
    """As the topic would: in its envelope, signed."""
    key = Path(environment["MAIL_KEY"])
    envelope = signing.enveloped(notice, topic=environment["MAIL_TOPIC"], key=signing.private(key))
    _client(environment, "sqs").send_message(
        QueueUrl=environment["MAIL_QUEUE_URL"], MessageBody=json.dumps(envelope)
    )


def _client(environment: Mapping[str, str], service: str) -> Any:
    session: Any = cloud.session()
    return session.client(service, endpoint_url=environment["AWS_ENDPOINT_URL"])


def main(argv: list[str]) -> None:
    here = json.loads((Path(argv[0]) / "stack.json").read_text())
    id = drop(here["environment"], raw=sys.stdin.buffer.read(), to=argv[1])
    sys.stdout.write(f"{id}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
