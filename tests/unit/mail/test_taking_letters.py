"""Whom a letter may call, and what the adapter makes of the work that it becomes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.channels import registry
from chalicelib.channels.base import (
    Channel,
    InboundLetter,
    MailSender,
    NotThisProvider,
    ProviderResponse,
    Verdict,
)
from chalicelib.mail import model, service
from chalicelib.mail.model import MailThread
from chalicelib.privacy import keys
from chalicelib.privacy.model import Plan
from chalicelib.shared.ids import AccountId, ChannelId
from chalicelib.shared.queues import Entry
from infra.local.letters import notice
from tests.unit.mail import letters

pytestmark = pytest.mark.feature("2.1")

TOPIC = "arn:topic"
DOMAIN = "in.example.net"


class Threads:
    def __init__(self) -> None:
        self.kept: dict[str, MailThread] = {}

    def get(self, account_id: str, channel_id: str, thread: str) -> MailThread | None:
        return self.kept.get(thread)

    def put(self, thread: MailThread) -> None:
        self.kept[thread.id] = thread


class Post:
    """Everything around the service, in memory."""

    def __init__(self, raw: bytes, *, sent: int = 1) -> None:
        self.queued: list[Entry] = []
        self.kept: dict[str, bytes] = {}
        self.threads = Threads()
        self.ports = service.MailPorts(
            threads=self.threads,
            channel=self._channel,
            fetch=lambda key: self.kept.get(key, raw),
            keep=lambda key, body, mime: self.kept.update({key: body}),
            enqueue=self._enqueue,
            confirm=lambda channel_id, address: None,
            count=lambda channel_id, sender: sent,
            genuine=lambda envelope: True,
            clock=lambda: datetime(2026, 5, 4, tzinfo=UTC),
            bucket="media",
            topic=TOPIC,
            domain=DOMAIN,
        )

    def _channel(self, channel_id: str) -> Channel:
        secrets = {"reply_key": "key"}
        return Channel(ChannelId(channel_id), AccountId("acc"), "email", "Mail", secrets=secrets)

    def _enqueue(self, entries: Sequence[Entry]) -> None:
        self.queued += entries

    def takes(self, **verdicts: str) -> InboundLetter:
        """The letter, as the inbound function gets it."""
        said = notice(
            bucket="media",
            key="mail/x",
            id="x",
            to=f"acc-mail@{DOMAIN}",
            source="ana@example.com",
            verdicts=verdicts,
        )
        said["mail"]["timestamp"] = "2026-05-04T13:00:00.000Z"
        body = {"Type": "Notification", "TopicArn": TOPIC, "Message": json.dumps(said)}
        service.take(self.ports, json.dumps(body))
        (item,) = registry.get("email").parse(json.loads(self.queued[-1].body)["body"])
        assert isinstance(item, InboundLetter)
        return item


@pytest.mark.parametrize(
    ("raw", "sent", "verdicts", "calls"),
    [
        (letters.GMAIL, 1, {}, "all"),
        (letters.GMAIL, 10, {}, "all"),
        (letters.GMAIL, 11, {}, "people"),
        (letters.GMAIL, 201, {}, "nobody"),
        (letters.GMAIL, 1, {"spam": "FAIL"}, "people"),
        (letters.LIST, 1, {}, "people"),
        (letters.VACATION, 1, {}, "nobody"),
        (letters.text("x", "X-Tertulia-Channel: acc-other"), 1, {}, "people"),  # no loop of two
    ],
)
def test_nothing_answers_a_machine(
    raw: bytes, sent: int, verdicts: dict[str, str], calls: str
) -> None:
    assert Post(raw, sent=sent).takes(**verdicts).calls == calls


def test_a_delivery_report_tells_of_the_letter_that_came_back() -> None:
    post = Post(letters.BOUNCE)
    post.takes()
    status = json.loads(json.loads(post.queued[0].body)["body"])
    assert (status["kind"], status["id"], status["state"]) == ("status", "0100abc-1", "failed")


def test_the_work_is_small_however_long_the_letter_is() -> None:
    post = Post(letters.MALFORMED["a long line"])
    item = post.takes()
    assert len(item.content.text) == service.MOST_TEXT
    assert len(post.queued[0].body) < 200_000
    (document,) = (body for key, body in post.kept.items() if key.startswith("raw/"))
    assert len(json.loads(document)["text"]) == 300_000


def test_the_same_letter_becomes_the_same_work() -> None:
    first, second = Post(letters.WITH_FILES), Post(letters.WITH_FILES)
    assert first.takes() == second.takes()
    assert first.queued == second.queued
    assert first.kept == second.kept


def test_one_message_id_for_all_letters_loses_none() -> None:
    one = Post(letters.text("a", "Message-ID: <same@x>", "Subject: One")).takes()
    two = Post(letters.text("b", "Message-ID: <same@x>", "Subject: Two")).takes()
    assert one.id != two.id


def test_who_writes_is_an_address_and_a_thread() -> None:
    sender = Post(letters.GMAIL).takes().sender
    assert isinstance(sender, MailSender)
    assert sender.email == "ana@example.com"
    assert sender.id.startswith("ana@example.com/")


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"kind":"status"}', '{"sender":{"id":7}}'])
def test_work_that_we_did_not_write_is_kept_whole(body: str) -> None:
    with pytest.raises(NotThisProvider):
        registry.get("email").parse(body)


@pytest.mark.parametrize(
    ("status", "body", "verdict"),
    [
        (200, {"id": "m"}, Verdict.SENT),
        (0, {}, Verdict.RETRY),
        (429, {"code": "TooManyRequestsException"}, Verdict.RETRY),
        (400, {"code": "LimitExceededException"}, Verdict.RETRY),
        (503, {"code": "no_file"}, Verdict.RETRY),
        (400, {"code": "SendingPausedException"}, Verdict.CREDENTIALS),
        (400, {"code": "MessageRejected", "description": "is not verified"}, Verdict.CREDENTIALS),
        (400, {"code": "MessageRejected", "description": "virus"}, Verdict.PERMANENT),
        (422, {"code": "files_too_large"}, Verdict.PERMANENT),
    ],
)
def test_what_ses_answers_is_sorted(status: int, body: dict[str, Any], verdict: Verdict) -> None:
    answer = ProviderResponse(status, {}, json.dumps(body).encode())
    assert registry.get("email").read_response(answer).verdict is verdict


def test_an_erased_conversation_takes_its_thread_along() -> None:
    post = Post(letters.GMAIL)
    sender = post.takes().sender.id
    (thread,) = post.threads.kept
    plan = Plan.__new__(Plan)
    for name, value in (("id", "c1"), ("channel_id", "acc-mail"), ("sender", sender)):
        object.__setattr__(plan, name, value)
    assert keys.partitions_of("acc", plan)["letters"] == f"A#acc#mail#acc-mail#{thread}"


def test_a_letter_that_was_taken_is_not_taken_again() -> None:
    post = Post(letters.GMAIL)
    post.takes()
    queued, kept = list(post.queued), dict(post.kept)
    post.takes()
    assert post.queued == queued
    assert post.kept == kept


def test_the_bytes_of_a_letter_lie_where_its_contact_is_erased() -> None:
    post = Post(letters.WITH_FILES)
    item = post.takes()
    assert post.kept["mail/x"] == b""
    document = (item.content.data or {})["raw_key"]
    assert post.kept[model.original_key(document)] == letters.WITH_FILES
    files = [key for key in post.kept if key.startswith("media/")]
    assert len(files) == 5  # the logo within its HTML too, which no message names
    assert all(key.startswith(model.files_folder(document)) for key in files)
    assert all(f"/{item.sender.id}" not in key for key in post.kept)


def test_a_letter_to_nobody_is_left_where_it_is() -> None:
    post = Post(letters.GMAIL)
    post.ports = replace(post.ports, domain="another.example")
    said = notice(bucket="media", key="mail/x", id="x", to="a@b.example", source="c@d.example")
    body = {"Type": "Notification", "TopicArn": TOPIC, "Message": json.dumps(said)}
    service.take(post.ports, json.dumps(body))
    assert (post.queued, post.kept) == ([], {})
