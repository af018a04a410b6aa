"""What a list page and a conversation page cost as the account grows, on DynamoDB Local."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any
from unittest import mock

from bench.counting import counted
from chalicelib.shared.connections import Connections
from tests.harness import template
from tests.support import dynamodb_local

ACCOUNT = "pages"
MESSAGES = 60  # in the conversation that is opened: more than a page holds
OPENED = datetime(2026, 1, 1, tzinfo=UTC)
BATCH = 25  # of BatchWriteItem
THREADS = 4

Item = dict[str, dict[str, Any]]


def measured(sizes: tuple[int, ...], *, times: int) -> dict[str, Any]:
    """size -> {"list", "conversation"} -> {"calls", "read_units", "p50_ms", "operations"}."""
    with _table() as address:
        found: dict[str, Any] = {}
        there = 0
        opened = _write_first(address)
        for size in sizes:
            _fill(address, there, size)
            there = size
            found[str(size)] = {
                "list": _page(_list_page, times),
                "conversation": _page(lambda: _conversation_page(opened), times),
            }
        return found


@contextmanager
def _table() -> Iterator[str]:
    import boto3

    from chalicelib import wiring

    with dynamodb_local.server() as address:
        values = {
            **template.environment(),
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": address,
        }
        with mock.patch.dict(os.environ, values):
            wiring.forget()
            tables = boto3.client("dynamodb", endpoint_url=address)
            tables.create_table(**template.table("MainTable"))
            try:
                yield address
            finally:
                wiring.forget()


def _page(fetch: Callable[[], None], times: int) -> dict[str, Any]:
    fetch()
    with counted() as tally:
        fetch()
    took = []
    for _ in range(times):
        before = time.perf_counter()
        fetch()
        took.append((time.perf_counter() - before) * 1000)
    return {
        "calls": tally.total(),
        "read_units": tally.read_units,
        "p50_ms": round(median(took), 2),
        "operations": sorted({operation for _, operation in tally.calls}),
    }


def _list_page() -> None:
    from chalicelib import wiring
    from chalicelib.conversations import service

    page = service.list_page(
        wiring.conversation_ports(), account_id=ACCOUNT, view="all", agent_id="", limit=30
    )
    if len(page.conversations) != 30 or not page.cursor:
        raise AssertionError("a full page was expected")


def _conversation_page(conversation_id: str) -> None:
    from chalicelib import wiring
    from chalicelib.contacts import service as contacts
    from chalicelib.conversations import service

    ports = wiring.conversation_ports()
    page = service.detail(ports, account_id=ACCOUNT, conversation_id=conversation_id, limit=50)
    if len(page.messages) != 50 or not page.more:
        raise AssertionError("a full page was expected")
    contacts.get(
        wiring.contact_ports(), account_id=ACCOUNT, contact_id=page.conversation.contact_id
    )


def _write_first(address: str) -> str:
    """The conversation that is opened, with its messages and its contact."""
    from chalicelib import wiring
    from chalicelib.conversations import service
    from chalicelib.shared import content

    conversation_id = ""
    for number in range(MESSAGES):
        _, conversation = service.visitor_post(
            wiring.conversation_ports(),
            account_id=ACCOUNT,
            channel_id=f"{ACCOUNT}-site",
            contact_id="contact0",
            content=content.text(f"Message {number} of a customer who has much to tell."),
            client_id=f"client-{number:04}",
        )
        conversation_id = conversation.id
    return str(conversation_id)


def _fill(address: str, start: int, stop: int) -> None:
    """Conversations `start` to `stop`, each as the store writes it, in parallel batches."""
    table = os.environ["MAIN_TABLE"]
    connections = Connections(connect=5, read=60)
    headers = {
        "X-Amz-Target": "DynamoDB_20120810.BatchWriteItem",
        "Content-Type": "application/x-amz-json-1.0",
        "Authorization": (
            "AWS4-HMAC-SHA256 Credential=testing/20260101/us-east-1/dynamodb/aws4_request, "
            "SignedHeaders=host, Signature=0"
        ),
    }

    def write(first: int) -> None:
        puts = [{"PutRequest": {"Item": _head(n)}} for n in range(first, min(first + BATCH, stop))]
        body = json.dumps({"RequestItems": {table: puts}}).encode()
        answer = connections.request("POST", address + "/", headers, body)
        if answer.status != 200 or json.loads(answer.body).get("UnprocessedItems"):
            raise RuntimeError(answer.body.decode())

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(write, range(start, stop, BATCH)))


_model: list[Any] = []


def _head(number: int) -> Item:
    """A copy of one serialized head under keys of its own."""
    from chalicelib.conversations import items, keys
    from chalicelib.conversations.model import Conversation, Preview
    from chalicelib.shared.ids import AccountId, ChannelId, ContactId, ConversationId

    if not _model:
        conversation = Conversation(
            id=ConversationId("c"),
            account_id=AccountId(ACCOUNT),
            channel_id=ChannelId(f"{ACCOUNT}-site"),
            channel_kind="website",
            contact_id=ContactId("contact"),
            contact_name="Ana Souza",
            sender="contact",
            opened_at=OPENED,
            last_at=OPENED,
            seq=12,
            inbound=7,
            last=Preview(seq=12, kind="text", author_kind="contact", text="Do you ship?" * 6),
        )
        _model.append((conversation, items.head_item(conversation).serialize()))
    conversation, raw = _model[0]
    moment = OPENED + timedelta(seconds=number)
    mine = replace(conversation, id=f"conversation{number:07}", opened_at=moment, last_at=moment)
    indexed = {name: {"S": value} for name, value in items.index_keys(mine).items() if value}
    return {**raw, **indexed, "pk": {"S": keys.conversation(mine.account_id, mine.id)}}
