"""The `main` table (docs/data.md): the base of all its PynamoDB models, and the few calls that
PynamoDB's own methods do not make. Only `store.py` files import this; it costs PynamoDB's import.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.connection import Connection, TableConnection
from pynamodb.constants import ALL_OLD
from pynamodb.exceptions import VerboseClientError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model

from chalicelib.settings import settings
from chalicelib.shared import aws

RawItem = dict[str, dict[str, Any]]  # as DynamoDB has it: {"seq": {"N": "1"}}

_CONDITION_FAILED = "ConditionalCheckFailedException"


class _Connection(Connection):
    """PynamoDB over the client that all AWS calls share: its time-outs, retries and keep-alive."""

    @property
    def client(self) -> Any:
        return aws.client("dynamodb")


class _TableConnection(TableConnection):
    def __init__(self, table_name: str, meta_table: Any) -> None:
        super().__init__(table_name)
        self.connection = _Connection()
        self.connection.add_meta_table(meta_table)


class ByActivity(GlobalSecondaryIndex["MainItem"]):
    """Conversations of a status, by their last message."""

    class Meta:
        index_name = "by_activity"
        projection = AllProjection()

    g1pk = UnicodeAttribute(hash_key=True)
    g1sk = UnicodeAttribute(range_key=True)


class ByAssignee(GlobalSecondaryIndex["MainItem"]):
    """Conversations of a status and an assignee, by their opening."""

    class Meta:
        index_name = "by_assignee"
        projection = AllProjection()

    g2pk = UnicodeAttribute(hash_key=True)
    g2sk = UnicodeAttribute(range_key=True)


class ByQueue(GlobalSecondaryIndex["MainItem"]):
    """Keys of the conversations of a status and a queue, by their opening. It holds nothing that a
    message changes, so that messages do not write it."""

    class Meta:
        index_name = "by_queue"
        projection = KeysOnlyProjection()

    g3pk = UnicodeAttribute(hash_key=True)
    g3sk = UnicodeAttribute(range_key=True)


class MainItem(Model):
    """What every item of the table may carry. Subclass it, adding the attributes of one kind.

    ttl: epoch seconds. announce: "message", "conversation", "contact", "notice" or "-"; see
    docs/data.md. notice: what a notice tells (shared/notices.py).
    The table's name is read from the settings at the first call, not at import.
    """

    class Meta:
        table_name = "main"
        billing_mode = "PAY_PER_REQUEST"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    g1pk = UnicodeAttribute(null=True)
    g1sk = UnicodeAttribute(null=True)
    g2pk = UnicodeAttribute(null=True)
    g2sk = UnicodeAttribute(null=True)
    g3pk = UnicodeAttribute(null=True)
    g3sk = UnicodeAttribute(null=True)
    ttl = NumberAttribute(null=True)
    announce = UnicodeAttribute(null=True)
    notice = UnicodeAttribute(null=True)
    by_activity = ByActivity()
    by_assignee = ByAssignee()
    by_queue = ByQueue()

    @classmethod
    def _get_connection(cls) -> TableConnection:
        return _connection(settings().main_table)


@lru_cache(maxsize=4)
def _connection(table_name: str) -> TableConnection:
    return table_connection(table_name, MainItem)


def table_connection(table_name: str, model: type[Model]) -> TableConnection:
    """A connection that knows the model's keys, so that it need not ask DynamoDB for them."""
    from pynamodb.connection.base import MetaTable

    schema = model._get_schema()
    indexes = schema["global_secondary_indexes"]
    return _TableConnection(
        table_name,
        MetaTable(
            {
                "TableName": table_name,
                "KeySchema": schema["key_schema"],
                "AttributeDefinitions": schema["attribute_definitions"],
                "GlobalSecondaryIndexes": [
                    {"IndexName": index["index_name"], "KeySchema": index["key_schema"]}
                    for index in indexes
                ],
                "LocalSecondaryIndexes": [],
            }
        ),
    )


_M = TypeVar("_M", bound=MainItem)


def find_raw(pk: str, sk: str, *, consistent: bool = True) -> RawItem | None:
    """One item as DynamoDB has it, or None."""
    data = MainItem._get_connection().get_item(pk, range_key=sk, consistent_read=consistent)
    raw: RawItem | None = data.get("Item") if data else None
    return raw


def find(model: type[_M], pk: str, sk: str, *, consistent: bool = True) -> _M | None:
    """One item, or None."""
    raw = find_raw(pk, sk, consistent=consistent)
    return model.from_raw_data(raw) if raw else None


def find_all(keys: Sequence[tuple[str, str]], *, consistent: bool = False) -> list[RawItem]:
    """Those that exist, in no order. At most 100 keys, each once."""
    connection = MainItem._get_connection()
    name = connection.table_name
    asked: Any = {name: {"Keys": [{"pk": {"S": pk}, "sk": {"S": sk}} for pk, sk in keys]}}
    if consistent:
        asked[name]["ConsistentRead"] = True
    found: list[RawItem] = []
    while asked:
        data = connection.connection.dispatch("BatchGetItem", {"RequestItems": asked})
        found += data["Responses"].get(name, [])
        asked = data.get("UnprocessedKeys")
    return found


def query(
    partition: str,
    *,
    index: str | None = None,
    prefix: str = "",
    between: tuple[str, str] | None = None,
    start: RawItem | None = None,
    limit: int,
    ascending: bool = False,
    consistent: bool = False,
) -> tuple[list[RawItem], RawItem]:
    """One Query: raw items of a partition, and the key to go on from ({} at the end)."""
    rng: Condition | None = None
    if prefix:
        rng = MainItem.sk.startswith(prefix)
    elif between:
        rng = MainItem.sk.between(*between)
    data = MainItem._get_connection().query(
        partition,
        range_key_condition=rng,
        index_name=index,
        limit=limit,
        exclusive_start_key=start,
        scan_index_forward=ascending,
        consistent_read=consistent,
    )
    return data["Items"], data.get("LastEvaluatedKey") or {}


def count(partition: str, *, limit: int) -> int:
    """How many items a partition holds, at most `limit`: one Query, of no more than 1 MB."""
    data = MainItem._get_connection().query(partition, limit=limit, select="COUNT")
    return int(data["Count"])


def delete_if(pk: str, sk: str, condition: Condition) -> bool:
    """Delete that item if `condition` holds; whether it held."""
    held, _ = _try(MainItem(pk, sk), "DeleteItem", condition, {})
    return held


def put_if(item: _M, condition: Condition) -> _M | None:
    """Write the item whole if `condition` holds: None. Else what stands there, at no further read;
    where nothing stands, an item with its key alone."""
    held, old = _try(item, "PutItem", condition, {"Item": item.serialize()})
    if held:
        return None
    return type(item).from_raw_data(old or {"pk": {"S": item.pk}, "sk": {"S": item.sk}})


def update_if(
    item: _M, actions: Sequence[Action], condition: Condition, *, answer: str = "NONE"
) -> tuple[bool, _M | None]:
    """Change the item of that key if `condition` holds. Answers whether it held and the item: as it
    is now (answer="ALL_NEW"), or as it stood in the way; None if there is none."""
    held, found = _try(
        item, "UpdateItem", condition, {"ReturnValues": answer}, actions=list(actions)
    )
    return held, type(item).from_raw_data(found) if found else None


def _try(
    item: MainItem,
    operation: str,
    condition: Condition,
    more: Mapping[str, Any],
    **expressions: Any,
) -> tuple[bool, RawItem]:
    connection = item._get_connection()
    kwargs = connection.get_operation_kwargs(
        item.pk,
        range_key=item.sk,
        condition=condition,
        return_values_on_condition_failure=ALL_OLD,
        **expressions,
    )
    kwargs.update(more)
    if operation == "PutItem":
        del kwargs["Key"]
    try:
        data = connection.connection.dispatch(operation, kwargs)
    except VerboseClientError as problem:
        if problem.response["Error"]["Code"] != _CONDITION_FAILED:
            raise
        cause: Any = problem.__cause__  # PynamoDB's own copy leaves the item out
        return False, cause.response.get("Item") or {}
    return True, data.get("Attributes") or {}


def schema() -> dict[str, Any]:
    """The arguments of CreateTable but the table's name: for tests, which need no stack."""
    keys = ("pk", "sk", "g1pk", "g1sk", "g2pk", "g2sk", "g3pk", "g3sk")
    return {
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in keys],
        "KeySchema": _key("pk", "sk"),
        "GlobalSecondaryIndexes": [
            {
                "IndexName": index,
                "KeySchema": _key(*names),
                "Projection": {"ProjectionType": projection},
            }
            for index, names, projection in (
                ("by_activity", ("g1pk", "g1sk"), "ALL"),
                ("by_assignee", ("g2pk", "g2sk"), "ALL"),
                ("by_queue", ("g3pk", "g3sk"), "KEYS_ONLY"),
            )
        ],
        "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    }


def _key(hash_name: str, range_name: str) -> list[dict[str, str]]:
    return [
        {"AttributeName": hash_name, "KeyType": "HASH"},
        {"AttributeName": range_name, "KeyType": "RANGE"},
    ]
