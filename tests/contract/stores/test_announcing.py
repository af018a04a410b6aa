"""What the table's stream gets to see of each write, and that it reads back as what was stored."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.contacts import codec as contact_codec
from chalicelib.contacts.store import DynamoContactStore
from chalicelib.conversations import codec, rules
from chalicelib.conversations.raw_store import BucketRawStore
from chalicelib.conversations.store import DynamoConversationStore
from chalicelib.conversations.values import Orphan
from chalicelib.shared import aws
from chalicelib.shared.attributes import plain
from tests.contract.stores import test_contacts as people
from tests.contract.stores.samples import C1, CHANNEL, FULL_HEAD, FULL_MESSAGE, A, head, message
from tests.contract.stores.test_references import identity, reference
from tests.fakes import START


@pytest.fixture
def store(main_table: str) -> DynamoConversationStore:
    return DynamoConversationStore()


def image(table: str, pk: str, sk: str) -> dict[str, Any]:
    found = aws.client("dynamodb").get_item(TableName=table, Key={"pk": {"S": pk}, "sk": {"S": sk}})
    item: dict[str, Any] = found["Item"]
    return item


def test_a_messages_image_is_the_message(store: Any, main_table: str) -> None:
    store.put_message(FULL_MESSAGE)
    stored = image(main_table, "A#acc1#C#conv1", "m#0000000003")
    assert stored["announce"] == {"S": "message"}
    assert codec.from_image(stored) == FULL_MESSAGE


def test_a_heads_image_is_the_conversation(store: Any, main_table: str) -> None:
    store.create_head(FULL_HEAD)
    stored = image(main_table, "A#acc1#C#conv1", "~head")
    assert stored["announce"] == {"S": "conversation"}
    assert codec.from_image(stored) == FULL_HEAD


def test_a_contacts_image_is_the_contact(store: Any, main_table: str) -> None:
    DynamoContactStore().create(people.FULL)
    stored = image(main_table, "A#acc1#P#ann", "contact")
    assert stored["announce"] == {"S": "contact"}
    assert contact_codec.from_image(stored) == people.FULL


def test_a_head_that_only_follows_its_message_is_told_to_nobody(
    store: Any, main_table: str
) -> None:
    def announced() -> str:
        word: str = image(main_table, "A#acc1#C#conv1", "~head")["announce"]["S"]
        return word

    store.create_head(head())
    bumped = rules.bump(head(), [message(1)])
    store.update_head(head(), bumped, announce=False)
    assert announced() == "-"
    changed = replace(bumped, assignee_id="rui", version=1)
    store.update_head(bumped, changed, announce=True)
    assert announced() == "conversation"
    store.raise_visitor_marks(A, C1, delivered=1, read=0)
    assert announced() == "-"
    store.raise_read(A, C1, "rui", 1)
    assert announced() == "conversation"


def test_what_only_we_need_is_not_announced(store: Any, main_table: str) -> None:
    store.put_identity(identity(), previous="")
    store.claim_reference(reference())
    store.put_pointer(head())
    store.put_orphan(Orphan(A, CHANNEL, "o", "poll", "raw", START, raw_key="k"))
    found = aws.client("dynamodb").scan(TableName=main_table)["Items"]
    assert len(found) == 4
    assert not any("announce" in item for item in found)
    assert not any("g1pk" in item or "g2pk" in item for item in found)
    (shelved,) = [plain(item) for item in found if "#U#" in item["pk"]["S"]]
    assert (shelved["pk"], shelved["raw"], shelved["raw_key"]) == (
        f"A#acc1#U#{CHANNEL}",
        "raw",
        "k",
    )
    assert shelved["sk"] == "2026-03-02T09:00:00.000Z#o"
    (kept,) = [plain(item) for item in found if "#R#" in item["pk"]["S"]]
    assert kept["ttl"] == int(START.timestamp())


def test_a_large_raw_text_lands_in_the_bucket(main_table: str) -> None:
    aws.forget()
    if aws.client("dynamodb").meta.endpoint_url.startswith("http://127.0.0.1"):
        pytest.skip("DynamoDB Local has no buckets")
    aws.s3().create_bucket(Bucket="media")
    BucketRawStore("media").put("raw/acc1/x.json", '{"é": 1}')
    stored = aws.s3().get_object(Bucket="media", Key="raw/acc1/x.json")["Body"].read()
    assert stored.decode() == '{"é": 1}'
