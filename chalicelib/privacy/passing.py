"""What of a contact stands in the table without a stream: it would go by itself within a day."""

from __future__ import annotations

import zlib
from base64 import b64decode
from collections.abc import Collection
from typing import Any

from chalicelib.privacy import logged
from chalicelib.settings import settings
from chalicelib.shared import aws

PAGE = 100


def drop_live(account_id: str, contact_id: str) -> None:
    """His row among the live visitors, and his open sockets."""
    partition = f"A#{account_id}#P#{contact_id}"
    found, _ = _page(partition, "")
    wanted = [(f"A#{account_id}#V", contact_id)]
    wanted += [(f"S#{raw['sk']['S']}", "socket") for raw in found]
    wanted += [(partition, raw["sk"]["S"]) for raw in found]
    for pk, sk in wanted:
        _drop(pk, sk)


def drop_answers(
    partition: str, ids: Collection[str], words: Collection[str], cursor: str
) -> tuple[int, str]:
    """Answers that are kept for repeats. Without one, a repeat is done anew: it finds him gone."""
    raws, further = _page(partition, cursor)
    theirs = [raw for raw in raws if logged.about({"body": _answer(raw)}, ids, words)]
    for raw in theirs:
        _drop(partition, raw["sk"]["S"])
    return len(theirs), further


def _answer(raw: dict[str, Any]) -> str:
    packed = raw.get("answer", {}).get("S", "")
    return zlib.decompress(b64decode(packed)).decode() if packed else ""


def _page(partition: str, cursor: str) -> tuple[list[dict[str, Any]], str]:
    asked: dict[str, Any] = {
        "TableName": settings().connections_table,
        "KeyConditionExpression": "pk = :pk",
        "ExpressionAttributeValues": {":pk": {"S": partition}},
        "ConsistentRead": True,
        "Limit": PAGE,
    }
    if cursor:
        asked["ExclusiveStartKey"] = {"pk": {"S": partition}, "sk": {"S": cursor}}
    told = aws.client("dynamodb").query(**asked)
    last = told.get("LastEvaluatedKey")
    return told["Items"], last["sk"]["S"] if last else ""


def _drop(pk: str, sk: str) -> None:
    aws.client("dynamodb").delete_item(
        TableName=settings().connections_table, Key={"pk": {"S": pk}, "sk": {"S": sk}}
    )
