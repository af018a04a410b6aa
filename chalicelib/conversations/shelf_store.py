"""The shelf of a channel: what nobody could read yet. See docs/data.md."""

from __future__ import annotations

from chalicelib.conversations import keys
from chalicelib.conversations.items import OrphanItem
from chalicelib.conversations.values import Orphan
from chalicelib.shared.clock import from_text
from chalicelib.shared.ids import AccountId, ChannelId
from chalicelib.shared.table import MainItem, count, query


class DynamoShelfStore:
    def page(
        self, account_id: str, channel_id: str, cursor: str, limit: int
    ) -> tuple[list[tuple[str, Orphan]], str]:
        pk = keys.orphans(account_id, channel_id)
        start = {"pk": {"S": pk}, "sk": {"S": cursor}} if cursor else None
        found, more = query(pk, start=start, limit=limit, ascending=True)
        items = [OrphanItem.from_raw_data(raw) for raw in found]
        rows = [(item.sk, _orphan(account_id, channel_id, item)) for item in items]
        return rows, more["sk"]["S"] if more else ""

    def count(self, account_id: str, channel_id: str, limit: int) -> int:
        return count(keys.orphans(account_id, channel_id), limit=limit)

    def remove(self, account_id: str, channel_id: str, place: str) -> None:
        MainItem(keys.orphans(account_id, channel_id), place).delete()


def _orphan(account_id: str, channel_id: str, item: OrphanItem) -> Orphan:
    moment, _, id = item.sk.partition("#")
    conversation_id, _, seq = (item.message or "").partition("#")
    return Orphan(
        account_id=AccountId(account_id),
        channel_id=ChannelId(channel_id),
        id=id,
        kind=item.kind,
        raw=item.raw,
        raw_key=item.raw_key or "",
        received_at=from_text(moment),
        conversation_id=conversation_id,
        seq=int(seq or 0),
    )
