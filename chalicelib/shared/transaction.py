"""Several writes to the main table that all happen or none does. Twice the write units of single
ones: for what people do by hand. Only `store.py` files import this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from botocore.exceptions import ClientError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.shared import aws
from chalicelib.shared.table import MainItem

_CANCELED = "TransactionCanceledException"
_REFUSED = "ConditionalCheckFailed"
_RACED = frozenset({"TransactionConflict", _REFUSED, "None"})


@dataclass(frozen=True, slots=True)
class Write:
    """item: with its key, and all its attributes if there are no actions (then it is put whole)."""

    item: MainItem
    condition: Condition
    actions: Sequence[Action] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """What must hold of an item that is not written. item: with its key."""

    item: MainItem
    condition: Condition


def write(*writes: Write | Check) -> list[bool]:
    """[] if all are done. Else none is: for each write whether its condition failed; all False
    where another writer was at the same items just then (try again)."""
    items = [_operation(each) for each in writes]
    try:
        # The token: a lost answer is asked for again, and must not find its own writes in its way.
        aws.client("dynamodb").transact_write_items(
            TransactItems=items, ClientRequestToken=str(uuid4())
        )
    except ClientError as problem:
        told: Any = problem.response
        reasons = [reason.get("Code", "None") for reason in told.get("CancellationReasons", [])]
        code = told["Error"]["Code"]
        if code == "TransactionInProgressException":
            return [False for _ in writes]
        if code != _CANCELED or not reasons or not set(reasons) <= _RACED:
            raise
        return [reason == _REFUSED for reason in reasons]
    return []


def _operation(each: Write | Check) -> dict[str, Any]:
    item = each.item
    if isinstance(each, Check):
        kwargs = item._get_connection().get_operation_kwargs(
            item.pk, range_key=item.sk, condition=each.condition
        )
        return {"ConditionCheck": kwargs}
    kwargs = item._get_connection().get_operation_kwargs(
        item.pk,
        range_key=item.sk,
        condition=each.condition,
        actions=list(each.actions) or None,
    )
    if each.actions:
        return {"Update": kwargs}
    del kwargs["Key"]
    return {"Put": {**kwargs, "Item": item.serialize()}}
