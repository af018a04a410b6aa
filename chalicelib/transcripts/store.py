"""Which transcripts were asked for, in the `main` table (docs/data.md): for a day."""

from __future__ import annotations

from pynamodb.attributes import BooleanAttribute, NumberAttribute

from chalicelib.shared.table import MainItem, find_raw, put_if, update_if

_KEPT = 24 * 60 * 60


class ClaimItem(MainItem):
    """since: when somebody began to send it, epoch seconds."""

    since = NumberAttribute()
    sent = BooleanAttribute(default=False)


def _item(account_id: str, key: str) -> ClaimItem:
    return ClaimItem(f"A#{account_id}#X#{key}", "transcript")


class DynamoClaims:
    """Implements `service.Claims`. Each method is one call."""

    def claim(self, account_id: str, key: str, now: float, stale_before: float) -> bool:
        item = _item(account_id, key)
        item.since, item.sent, item.ttl = int(now), False, int(now) + _KEPT
        free = ClaimItem.pk.does_not_exist() | (
            (ClaimItem.sent == False) & (ClaimItem.since < int(stale_before))  # noqa: E712
        )
        return put_if(item, free) is None

    def sent(self, account_id: str, key: str) -> bool:
        raw = find_raw(f"A#{account_id}#X#{key}", "transcript")
        return raw is not None and bool(ClaimItem.from_raw_data(raw).sent)

    def done(self, account_id: str, key: str) -> None:
        update_if(_item(account_id, key), [ClaimItem.sent.set(True)], ClaimItem.pk.exists())

    def release(self, account_id: str, key: str) -> None:
        _item(account_id, key).delete()
