"""Dropping what is known of a contact or a conversation; rules and receipts (docs/data.md)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.contacts import codec as contact_codec
from chalicelib.contacts.model import Contact
from chalicelib.conversations import codec
from chalicelib.conversations import keys as places
from chalicelib.conversations.model import Conversation, Message, Status
from chalicelib.privacy import keys, logged, packing, passing
from chalicelib.privacy.keys import Key
from chalicelib.privacy.model import Plan, Receipt, Retention
from chalicelib.privacy.ports import Trail
from chalicelib.settings import settings
from chalicelib.shared import aws
from chalicelib.shared.attributes import plain
from chalicelib.shared.clock import to_text
from chalicelib.shared.errors import InvalidInput
from chalicelib.shared.notices import told
from chalicelib.shared.table import (
    MainItem,
    RawItem,
    delete_if,
    find,
    find_all,
    find_raw,
    put_if,
    query,
    update_if,
)

PAGE = 100
MOST_ROWS = 5000  # of one partition in one step


class _HeadItem(MainItem):
    version = NumberAttribute()


class _IdentityItem(MainItem):
    conversation = UnicodeAttribute()


class _DataItem(MainItem):
    """A receipt, the rules, or a message of the team's whose card is changed. data: JSON."""

    data = UnicodeAttribute(default="")
    version = NumberAttribute(null=True)


class DynamoTraceStore:
    """Implements `ports.TraceStore`."""

    # Finding ----------------------------------------------------------------------------------

    def contact(self, account_id: str, contact_id: str) -> Contact | None:
        raw = find_raw(keys.contact(account_id, contact_id), contact_codec.SORT_KEY)
        return contact_codec.from_image(raw) if raw else None

    def trail(self, account_id: str, contact_id: str) -> Trail:
        conversations, parts, handles, rows = [], [], [], 0
        for raw in _rows(keys.contact(account_id, contact_id)):
            rows += 1
            sk = raw["sk"]["S"]
            if sk.startswith("c#"):
                conversations.append(raw["conversation"]["S"])
            elif sk.startswith("part#"):
                parts.append(sk.removeprefix("part#"))
            elif sk.startswith(("h#e#", "h#p#")):
                handles.append(sk[4:])
        return Trail(tuple(conversations), tuple(parts), rows, tuple(handles))

    def head(self, account_id: str, conversation_id: str) -> Conversation | None:
        raw = find_raw(places.conversation(account_id, conversation_id), places.HEAD)
        return codec.head_from(plain(raw)) if raw else None

    def messages(
        self, account_id: str, conversation_id: str, *, after: int, limit: int
    ) -> list[Message]:
        raws, _ = query(
            places.conversation(account_id, conversation_id),
            between=(places.message(after + 1), places.message(9_999_999_999)),
            limit=limit,
            ascending=True,
            consistent=True,
        )
        found = [codec.from_image(raw) for raw in raws]
        return [each for each in found if isinstance(each, Message)]

    def resolved(
        self, account_id: str, *, before: datetime, cursor: str, limit: int
    ) -> tuple[list[Conversation], str]:
        partition = places.by_status(account_id, Status.RESOLVED.value)
        start: RawItem | None = None
        if cursor:
            head_key = places.conversation(account_id, places.last_part(cursor))
            values = (head_key, places.HEAD, partition, cursor)
            names = ("pk", "sk", "g1pk", "g1sk")
            start = {name: {"S": value} for name, value in zip(names, values, strict=True)}
        raws, last = query(partition, index="by_activity", start=start, limit=limit, ascending=True)
        heads = [codec.head_from(plain(raw)) for raw in raws]
        older = [head for head in heads if head.last_at < before]
        further = last["g1sk"]["S"] if last and len(older) == len(heads) else ""
        return older, further

    def rooms(self, account_id: str, agent_ids: Collection[str]) -> list[str]:
        found = {"everyone"}
        for agent_id in agent_ids:
            for raw in _rows(keys.rooms_of(account_id, agent_id)):
                found.add(raw["sk"]["S"].removeprefix("room#"))
        return sorted(found)

    def beside(self, account_id: str, contact_id: str) -> dict[str, list[dict[str, Any]]]:
        return packing.beside(plain(raw) for raw in _rows(keys.contact(account_id, contact_id)))

    # Dropping ---------------------------------------------------------------------------------

    def drop_head(self, account_id: str, plan: Plan, *, unchanged: bool) -> bool:
        pk = places.conversation(account_id, plan.id)
        if unchanged:  # first: a conversation that stays keeps who writes in it
            as_planned = _HeadItem.pk.does_not_exist() | (_HeadItem.version == plan.version)
            if not delete_if(pk, places.HEAD, as_planned):
                return False
        identity = places.identity(account_id, plan.channel_id, plan.sender)
        delete_if(identity, "identity", _IdentityItem.conversation == plan.id)
        if not unchanged:
            _drop([(pk, places.HEAD)])
        return True

    def drop_messages(self, account_id: str, plan: Plan, messages: Sequence[Message]) -> int:
        beside = {key for each in messages for key in keys.beside_message(account_id, plan, each)}
        there = _there(sorted(beside))
        leading = {key for each in messages for key in keys.leading_to(account_id, plan, each)}
        _drop([*there, *_there(sorted(leading))])
        # Last: while a message is there, what belongs to it can be found again.
        _drop(keys.itself(account_id, plan, each) for each in messages)
        return len(there)

    def drop_around(self, account_id: str, plan: Plan) -> Mapping[str, int]:
        counts = {
            name: _drop_partition(partition)
            for name, partition in keys.partitions_of(account_id, plan).items()
        }
        if plan.queue_id:
            waiting = f"A#{account_id}#Q#{plan.queue_id}"
            _drop(
                (waiting, raw["sk"]["S"])
                for raw in _rows(waiting)
                if raw["sk"]["S"].endswith(f"#{plan.id}")
            )
        _drop(keys.of_conversation(account_id, plan))
        return counts

    def drop_contact(self, account_id: str, contact_id: str) -> int:
        """The contact's own item last: while it is there, the rest is found again."""
        pk = keys.contact(account_id, contact_id)
        rows = [raw["sk"]["S"] for raw in _rows(pk)]
        for sk in rows:
            if sk.startswith("h#"):
                _drop([(keys.handle(account_id, sk), contact_id)])
            elif sk.startswith("i#"):
                _drop([keys.call(account_id, sk)])
        _drop((pk, sk) for sk in sorted(rows, key=lambda sk: sk == contact_codec.SORT_KEY))
        passing.drop_live(account_id, contact_id)
        return len(rows)

    def drop_callbacks(
        self, account_id: str, contact_ids: Collection[str], cursor: str
    ) -> tuple[int, str]:
        pk = keys.callbacks(account_id)
        raws, further = _page(pk, cursor)
        theirs = [
            (pk, raw["sk"]["S"])
            for raw in raws
            if packing.contact_of_callback(plain(raw)) in contact_ids
        ]
        _drop(theirs)
        return len(theirs), further

    def drop_shelved(
        self, account_id: str, channel_id: str, words: Collection[str], cursor: str
    ) -> tuple[int, str]:
        pk = keys.shelf(account_id, channel_id)
        raws, further = _page(pk, cursor)
        theirs = [raw for raw in raws if any(word in raw["raw"]["S"] for word in words)]
        for raw in theirs:
            if "raw_key" in raw:
                aws.s3().delete_object(Bucket=settings().media_bucket, Key=raw["raw_key"]["S"])
        _drop((pk, raw["sk"]["S"]) for raw in theirs)
        return len(theirs), further

    def drop_cards(
        self, account_id: str, rooms: Sequence[str], conversation_ids: Collection[str], cursor: str
    ) -> tuple[int, str]:
        """Of the first room; and what was told of it, which stands in the item too."""
        pk = keys.room(account_id, rooms[0])
        raws, further = _page(pk, cursor, prefix="m#")
        changed = 0
        for raw in raws:
            data = packing.without_name(raw["data"]["S"], conversation_ids)
            if data:
                item = _DataItem(pk, raw["sk"]["S"])
                actions = [
                    _DataItem.data.set(data),
                    _DataItem.notice.remove(),
                    _DataItem.announce.set("-"),
                ]
                changed += update_if(item, actions, _DataItem.data == raw["data"]["S"])[0]
        return changed, further

    def ledgers(self, account_id: str) -> list[str]:
        found = []
        for partition, prefix in keys.ledgers(account_id).items():
            ids = (raw["sk"]["S"].partition("#")[2] for raw in _rows(partition))
            found += sorted({f"{prefix}{id}" for id in ids if id})
        return found

    def drop_logged(
        self, ledger: str, ids: Collection[str], words: Collection[str], cursor: str
    ) -> tuple[int, str]:
        raws, further = _page(ledger, cursor)
        told = [raw for raw in raws if keys.logs(ledger, raw["sk"]["S"])]
        theirs = [raw["sk"]["S"] for raw in told if logged.about(plain(raw), ids, words)]
        _drop((ledger, sk) for sk in theirs)
        return len(theirs), further

    def tokens(self, account_id: str) -> list[str]:
        found = (raw["sk"]["S"] for raw in _rows(keys.tokens(account_id)))
        return [sk.removeprefix("token#") for sk in found if sk.startswith("token#")]

    def drop_answers(
        self,
        account_id: str,
        token_id: str,
        ids: Collection[str],
        words: Collection[str],
        cursor: str,
    ) -> tuple[int, str]:
        return passing.drop_answers(keys.answers(account_id, token_id), ids, words, cursor)

    # Rules and receipts -----------------------------------------------------------------------

    def retention(self, account_id: str) -> Retention:
        item = find(_DataItem, *keys.rules(account_id))
        return packing.retention(item.data, int(item.version or 0)) if item else Retention()

    def save_retention(self, account_id: str, before: Retention, after: Retention) -> bool:
        item = _DataItem(
            *keys.rules(account_id),
            data=packing.retention_data(after),
            version=before.version + 1,
        )
        unchanged = _DataItem.version == before.version
        return put_if(item, unchanged if before.version else _DataItem.pk.does_not_exist()) is None

    def put_receipt(self, receipt: Receipt, erased: Sequence[str]) -> None:
        event = {
            "type": "erased",
            "contact_id": receipt.contact_id,
            "conversation_ids": list(erased[:PAGE]),
        }
        _DataItem(
            *keys.receipt(receipt.account_id, to_text(receipt.at), receipt.id),
            data=packing.receipt_data(receipt),
            **told(event),
        ).save()

    def receipts(self, account_id: str, *, cursor: str, limit: int) -> tuple[list[Receipt], str]:
        pk, _ = keys.rules(account_id)
        if len(cursor) > PAGE or (cursor and "#" not in cursor):
            raise InvalidInput("no cursor of this list", field="cursor")
        start = {"pk": {"S": pk}, "sk": {"S": cursor}} if cursor else None
        raws, last = query(pk, start=start, between=("0", "9~"), limit=limit)
        found = [packing.receipt(account_id, raw["sk"]["S"], raw["data"]["S"]) for raw in raws]
        return found, last["sk"]["S"] if last else ""


def _rows(partition: str) -> Iterator[RawItem]:
    """All of a partition, consistent; a partition may grow while it is read, so there is an end."""
    start: RawItem | None = None
    for _ in range(MOST_ROWS // PAGE):
        raws, start = query(partition, start=start, limit=PAGE, ascending=True, consistent=True)
        yield from raws
        if not start:
            return


def _page(partition: str, cursor: str, prefix: str = "") -> tuple[list[RawItem], str]:
    start = {"pk": {"S": partition}, "sk": {"S": cursor}} if cursor else None
    raws, last = query(
        partition, prefix=prefix, start=start, limit=PAGE, ascending=True, consistent=True
    )
    return raws, last["sk"]["S"] if last else ""


def _there(wanted: Sequence[Key]) -> list[Key]:
    found = []
    for first in range(0, len(wanted), PAGE):
        raws = find_all(wanted[first : first + PAGE], consistent=True)
        found += [(raw["pk"]["S"], raw["sk"]["S"]) for raw in raws]
    return found


def _drop(wanted: Collection[Key] | Iterator[Key]) -> None:
    for pk, sk in wanted:
        MainItem(pk, sk).delete()


def _drop_partition(partition: str) -> int:
    rows = [(partition, raw["sk"]["S"]) for raw in _rows(partition)]
    _drop(rows)
    return len(rows)
