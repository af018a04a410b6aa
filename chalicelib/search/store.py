"""The search index in the `main` table, and the documents that it leads to (docs/data.md)."""

from __future__ import annotations

from collections.abc import Sequence

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.contacts import codec as contact_codec
from chalicelib.contacts.model import Contact
from chalicelib.conversations import codec, keys
from chalicelib.conversations.model import Conversation, Message
from chalicelib.search import segments
from chalicelib.search.segments import Segment
from chalicelib.shared.attributes import plain
from chalicelib.shared.table import MainItem, find, find_all, put_if, query

_BATCH = 100  # keys of BatchGetItem
_LIMIT = 1000  # segments a read: about the megabyte that one query may read


class Base64Attribute(UnicodeAttribute):
    """Bytes in the table, base64 text here and on the wire: calls are JSON as they stand."""

    attr_type = "B"

    def serialize(self, value: str) -> str:
        return value

    def deserialize(self, value: str) -> str:
        return value


class SegmentItem(MainItem):
    """v: version. d: what `segments.packed` makes. Short names: an item has 1 KB for one unit."""

    v = NumberAttribute()
    d = Base64Attribute()


class DynamoSegmentStore:
    """Implements `service.SegmentStore`."""

    def newest(self, account_id: str, kind: str, count: int) -> list[Segment]:
        found, _ = query(_partition(account_id, kind), limit=count, consistent=True)
        items = [SegmentItem.from_raw_data(raw) for raw in found]
        return [segments.stored(int(item.sk), item.d, int(item.v)) for item in reversed(items)]

    def get(self, account_id: str, kind: str, number: int) -> Segment | None:
        item = find(SegmentItem, _partition(account_id, kind), _number(number))
        return segments.stored(number, item.d, int(item.v)) if item else None

    def put(self, account_id: str, kind: str, segment: Segment) -> bool:
        item = SegmentItem(
            _partition(account_id, kind),
            _number(segment.number),
            v=segment.version + 1,
            d=segments.packed(segment.lines),
        )
        unchanged = SegmentItem.v == segment.version
        return (
            put_if(item, unchanged if segment.version else SegmentItem.pk.does_not_exist()) is None
        )

    def texts(self, account_id: str, kind: str, before: int) -> tuple[list[tuple[int, str]], bool]:
        between = (_number(0), _number(before - 1)) if before else None
        found, more = query(_partition(account_id, kind), between=between, limit=_LIMIT)
        return [(int(raw["sk"]["S"]), segments.unpacked(raw["d"]["B"])) for raw in found], bool(
            more
        )


class TableDocuments:
    """Implements `service.Documents`."""

    def messages(
        self, account_id: str, places: Sequence[tuple[str, int]]
    ) -> dict[tuple[str, int], Message]:
        wanted = [
            (keys.conversation(account_id, conversation_id), keys.message(seq))
            for conversation_id, seq in places
        ]
        found = [codec.from_image(raw) for raw in _all(wanted)]
        return {
            (each.conversation_id, each.seq): each for each in found if isinstance(each, Message)
        }

    def conversations(self, account_id: str, ids: Sequence[str]) -> dict[str, Conversation]:
        wanted = [(keys.conversation(account_id, id), keys.HEAD) for id in ids]
        return {head.id: head for head in (codec.head_from(plain(raw)) for raw in _all(wanted))}

    def contacts(self, account_id: str, ids: Sequence[str]) -> dict[str, Contact]:
        wanted = [(contact_codec.partition(account_id, id), contact_codec.SORT_KEY) for id in ids]
        found = {str(each.id): each for each in map(contact_codec.from_image, _all(wanted))}
        return {id: found[id] for id in ids if id in found}


def _all(wanted: Sequence[tuple[str, str]]) -> list[dict[str, dict[str, object]]]:
    return [
        raw
        for start in range(0, len(wanted), _BATCH)
        for raw in find_all(wanted[start : start + _BATCH])
    ]


def _partition(account_id: str, kind: str) -> str:
    return f"A#{account_id}#F#{kind}"


def _number(number: int) -> str:
    return f"{number:09d}"
