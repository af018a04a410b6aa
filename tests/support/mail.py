"""A mail channel in process: letters come in as Amazon SES tells, and go out to moto's SES."""

from __future__ import annotations

import email
import json
from dataclasses import dataclass, field
from email.message import Message
from functools import cache
from typing import Any

import boto3
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from infra.local import signing
from infra.local.letters import notice
from tests.support.api import Answer
from tests.support.pipeline import Pipeline, _forget

DOMAIN = "in.example.net"
TOPIC = "arn:aws:sns:us-east-1:123456789012:tertulia-mail"


@cache
def signer() -> RSAPrivateKey:
    return signing.new_key()


@dataclass
class Desk:
    """A mail channel, and all that happens behind it."""

    here: Pipeline
    channel: dict[str, Any]
    told: list[dict[str, Any]] = field(default_factory=list)

    @property
    def inbox(self) -> str:
        return str(self.channel["webhook_url"])

    def arrives(
        self,
        raw: bytes,
        *,
        to: str = "",
        id: str = "",
        topic: str = TOPIC,
        key: RSAPrivateKey | None = None,
        **verdicts: str,
    ) -> None:
        """A letter, and everything that follows from it."""
        id = id or f"ses-{len(self.told)}"
        place = f"mail/{id}"
        boto3.client("s3", region_name="us-east-1").put_object(Bucket="media", Key=place, Body=raw)
        said = notice(
            bucket="media",
            key=place,
            id=id,
            to=to or self.inbox,
            source="ana@example.com",
            verdicts={name: word.upper() for name, word in verdicts.items()},
        )
        self.tells(said, topic=topic, key=key)

    def tells(
        self, said: dict[str, Any], *, topic: str = TOPIC, key: RSAPrivateKey | None = None
    ) -> None:
        self.told.append(said)
        body = signing.enveloped(said, topic=topic, key=key or signer())
        record = {"messageId": "m", "body": json.dumps(body), "attributes": {}}
        answer = self.here.invoke("mail", {"Records": [record]})
        assert answer == {"batchItemFailures": []}
        self.here.drain("inbound.fifo", "inbound")
        self.here.announce()

    def conversations(self) -> list[dict[str, Any]]:
        page = self.here.acme.owner.get("/conversations?view=all&status=open").ok()
        found: list[dict[str, Any]] = page["conversations"]
        return found

    def messages(self, conversation: dict[str, Any]) -> list[dict[str, Any]]:
        page = self.here.acme.owner.get(f"/conversations/{conversation['id']}/messages").ok()
        return [each for each in page["messages"] if each["visibility"] == "public"]

    def answers(
        self, conversation: dict[str, Any], content: dict[str, Any], **more: Any
    ) -> Message:
        said = {"client_id": f"answer-{len(sent()):04d}", "content": content, **more}
        path = f"/conversations/{conversation['id']}/messages"
        self.here.acme.owner.post(path, said).ok()
        self.here.announce()
        self.here.drain("outbound.fifo", "outbound")
        return sent()[-1]

    def health(self) -> str:
        channels = self.here.acme.owner.get("/channels").ok()
        listed = channels if isinstance(channels, list) else channels["channels"]
        return str(next(each for each in listed if each["id"] == self.channel["id"])["health"])

    def letter(self, conversation: dict[str, Any], seq: int) -> Answer:
        path = f"/conversations/{conversation['id']}/messages/{seq}/letter"
        return self.here.acme.owner.get(path)


def kept() -> list[Any]:
    """What SES was given, as moto has it, oldest first."""
    found: list[Any] = ses_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].sent_messages
    return found


def sent() -> list[Message]:
    return [email.message_from_string(each.raw_data) for each in kept()]


def made(here: Pipeline, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Connected."""
    monkeypatch.setenv("MAIL_DOMAIN", DOMAIN)
    monkeypatch.setenv("MAIL_TOPIC", TOPIC)
    monkeypatch.setenv("MAIL_SIGNER", signing.public_text(signer()))
    _forget()
    ses = boto3.client("sesv2", region_name="us-east-1")
    ses.create_email_identity(EmailIdentity=DOMAIN)
    asked = {"kind": "email", "name": "Support", "settings": {}, "secrets": {}}
    channel = here.acme.owner.post("/channels", asked).ok()
    path = f"/channels/{channel['id']}/connect"
    connected = here.acme.owner.post(path, {}).ok()
    assert connected["health"] == "ok", connected
    return Desk(here, connected)


def stored() -> dict[str, bytes]:
    s3 = boto3.client("s3", region_name="us-east-1")
    keys = [each["Key"] for each in s3.list_objects_v2(Bucket="media").get("Contents", ())]
    return {key: s3.get_object(Bucket="media", Key=key)["Body"].read() for key in keys}
