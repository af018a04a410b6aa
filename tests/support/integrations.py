"""What tests of integrations through the API share: Slack's and Google's answers, and events."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import Any

from chalicelib import bindings_integrations, wiring
from chalicelib.channels.base import ProviderResponse
from chalicelib.integrations import running
from chalicelib.shared import aws
from tests.support.api import Account, Answer

TOKEN, SIGNING = "xoxb-1234567890-abcdef", "8f742231b10e8888abcd99yyyzzz85a5"
SLACK = {
    "kind": "slack",
    "name": "Support",
    "settings": {"channel": "C0123456", "tells": ["new", "assigned", "unanswered", "messages"]},
    "secrets": {"bot_token": TOKEN, "signing_secret": SIGNING},
}
THREAD = "https://acme.slack.com/archives/C0123456/p171"
SHEET = "1AbcDEF_ghijklmnopqrstuvwx-yz012345"


class Services:
    """Slack and Google. said: what Slack answers to a method, else ok."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any], bytes]] = []
        self.said: dict[str, dict[str, Any]] = {}
        self.status = 200

    def __call__(self, method: str, url: str, **how: Any) -> ProviderResponse:
        self.calls.append((url, how["headers"], how["body"] or b""))
        if url.startswith("https://slack.com/api/"):
            name = url.removeprefix("https://slack.com/api/").partition("?")[0]
            good = {"ok": True, "team": "Acme", "user": "bot", "ts": "17.1", "permalink": THREAD}
            told = self.said.get(name, good)
        elif url == "https://oauth2.googleapis.com/token":
            told = {"access_token": "ya29.token"}
        elif ":append" in url:
            told = {"updates": {"updatedRange": "Leads!A7:H7"}}
        else:
            sheets = [{"properties": {"title": "Leads"}}]
            told = {"properties": {"title": "All leads"}, "sheets": sheets}
        return ProviderResponse(self.status, {}, json.dumps(told).encode())

    def posts(self) -> list[dict[str, Any]]:
        return [json.loads(body) for url, _, body in self.calls if url.endswith("postMessage")]


def opened(house: Account, conversation_id: str, **more: Any) -> dict[str, Any]:
    head = house.agent.get(f"/conversations/{conversation_id}").ok()["conversation"]
    return {
        "type": "conversation.opened",
        "event_id": f"{conversation_id}#1",
        "account_id": house.id,
        "occurred_at": "2026-06-01T09:00:00.000Z",
        "conversation_id": conversation_id,
        "contact_id": head["contact_id"],
        "channel_id": house.site_id,
        "conversation": head,
        **more,
    }


def happen(*events: dict[str, Any]) -> None:
    """As the functions `events` and `deliveries` do."""
    assert bindings_integrations.take(events) == set()
    work()


def work() -> None:
    sqs = aws.sqs()
    url = sqs.get_queue_url(QueueName="deliveries")["QueueUrl"]
    while found := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in found:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            running.run(wiring.integration_ports(), json.loads(message["Body"]))


def told(house: Account, slack: dict[str, Any], body: dict[str, Any], at: int = 0) -> Answer:
    raw, stamp = json.dumps(body).encode(), str(at or int(time.time()))
    signed = b"v0:" + stamp.encode() + b":" + raw
    good = "v0=" + hmac.new(SIGNING.encode(), signed, hashlib.sha256).hexdigest()
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": good}
    path = slack["url"].partition("/api")[2]
    return house.nobody.call("POST", path, raw=raw, headers=headers)


def reply(**more: Any) -> dict[str, Any]:
    event = {
        "type": "message",
        "channel": "C0123456",
        "user": "U1",
        "text": "On its way &lt;3",
        "ts": "18.2",
        "thread_ts": "17.1",
    }
    return {"type": "event_callback", "event": event | more}


def texts(house: Account, conversation_id: str) -> list[tuple[str, str]]:
    found = house.agent.get(f"/conversations/{conversation_id}/messages").ok()["messages"]
    return [(each["author"]["name"], each["content"].get("text", "")) for each in found]
