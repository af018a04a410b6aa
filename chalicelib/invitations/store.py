"""Invitations and their counts, in a partition of their own (docs/data.md)."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import JSONAttribute, UnicodeAttribute
from pynamodb.exceptions import VerboseClientError

from chalicelib.invitations.model import EVENTS, VARIANTS, Catalogue, Condition, Invitation, ordered
from chalicelib.shared.clock import from_text, to_text
from chalicelib.shared.errors import TryAgain
from chalicelib.shared.ids import AccountId
from chalicelib.shared.table import MainItem, RawItem, find, query

MARK_LIFE = timedelta(days=180)  # after that a visitor counts anew
OPENED_LIFE = timedelta(days=1)
MOST_ITEMS = 200  # invitations and their counts: twice service.MOST, and some
_RULE, _COUNT = "invitation#", "count#"
_NAMES = ("name", "channel_id", "enabled", "match", "action", "agent_id", "repeat_minutes")


class InvitationItem(MainItem):
    data = JSONAttribute(null=True)


class OpenedItem(MainItem):
    invitation = UnicodeAttribute(default="")
    at = UnicodeAttribute(default="")


class DynamoInvitationStore:
    """An `InvitationStore`."""

    def load(self, account_id: str) -> Catalogue:
        raws, _ = query(_partition(account_id), limit=MOST_ITEMS, consistent=True)
        rules = [raw for raw in raws if raw["sk"]["S"].startswith(_RULE)]
        counts = [raw for raw in raws if raw["sk"]["S"].startswith(_COUNT)]
        return Catalogue(
            ordered([_invitation(account_id, raw) for raw in rules]),
            {raw["sk"]["S"].removeprefix(_COUNT): _counts(raw) for raw in counts},
        )

    def save(self, invitation: Invitation) -> None:
        data: dict[str, Any] = {name: getattr(invitation, name) for name in _NAMES}
        data["position"] = invitation.position
        data["texts"] = list(invitation.texts)
        data["conditions"] = [[each.field, each.op, each.value] for each in invitation.conditions]
        InvitationItem(
            _partition(invitation.account_id), f"{_RULE}{invitation.id}", data=data
        ).save()

    def remove(self, account_id: str, id: str) -> None:
        for prefix in (_RULE, _COUNT):
            InvitationItem(_partition(account_id), f"{prefix}{id}").delete()

    def count(
        self,
        account_id: str,
        contact_id: str,
        *,
        id: str,
        variant: str,
        event: str,
        now: datetime,
    ) -> bool:
        """The mark and the count in one transaction: neither without the other."""
        connection = MainItem._get_connection()
        mark = {
            "TableName": connection.table_name,
            "Key": _key(f"A#{account_id}#P#{contact_id}", f"invitation#{id}"),
            "UpdateExpression": "SET #event = :now, #ttl = :ttl",
            "ConditionExpression": "attribute_not_exists(#event)",
            "ExpressionAttributeNames": {"#event": event, "#ttl": "ttl"},
            "ExpressionAttributeValues": {
                ":now": {"S": to_text(now)},
                ":ttl": {"N": str(int((now + MARK_LIFE).timestamp()))},
            },
        }
        add = {
            "TableName": connection.table_name,
            "Key": _key(_partition(account_id), f"{_COUNT}{id}"),
            "UpdateExpression": "ADD #count :one",
            "ExpressionAttributeNames": {"#count": f"{variant}_{event}"},
            "ExpressionAttributeValues": {":one": {"N": "1"}},
        }
        request = {"TransactItems": [{"Update": mark}, {"Update": add}]}
        try:
            connection.connection.dispatch("TransactWriteItems", request)
        except VerboseClientError as problem:
            cause: Any = problem.__cause__  # PynamoDB's own copy leaves the reasons out
            reasons = {each.get("Code") for each in cause.response.get("CancellationReasons", ())}
            if "ConditionalCheckFailed" in reasons:
                return False
            if "TransactionConflict" in reasons:
                raise TryAgain("too many visitors at once") from None
            raise
        return True

    def open(self, account_id: str, contact_id: str, *, id: str, now: datetime) -> None:
        item = OpenedItem(*_opened(account_id, contact_id))
        item.invitation, item.at = id, to_text(now)
        item.ttl = int((now + OPENED_LIFE).timestamp())
        item.save()

    def opened(self, account_id: str, contact_id: str) -> tuple[str, datetime] | None:
        item = find(OpenedItem, *_opened(account_id, contact_id))
        return (item.invitation, from_text(item.at)) if item else None


def _opened(account_id: str, contact_id: str) -> tuple[str, str]:
    return f"A#{account_id}#P#{contact_id}", "invited"


def _partition(account_id: str) -> str:
    return f"A#{account_id}#N"


def _key(pk: str, sk: str) -> RawItem:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def _invitation(account_id: str, raw: RawItem) -> Invitation:
    item = InvitationItem.from_raw_data(raw)
    data = item.data or {}
    rest: dict[str, Any] = {name: data[name] for name in (*_NAMES, "position")}
    return Invitation(
        id=item.sk.removeprefix(_RULE),
        account_id=AccountId(account_id),
        texts=tuple(data["texts"]),
        conditions=tuple(Condition(*each) for each in data["conditions"]),
        **rest,
    )


def _counts(raw: RawItem) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for variant in VARIANTS:
        for event in EVENTS:
            counts[variant][event] = int(raw.get(f"{variant}_{event}", {"N": "0"})["N"])
    return dict(counts)
