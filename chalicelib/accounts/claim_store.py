"""Which channel a bot, page or number is connected to, over all accounts (docs/data.md)."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute

from chalicelib.accounts.claims import Claim
from chalicelib.shared.clock import from_text, to_text
from chalicelib.shared.table import MainItem, delete_if, put_if


class ClaimItem(MainItem):
    channel_id = UnicodeAttribute(default="")
    at = UnicodeAttribute(default="")


class DynamoChannelClaims:
    """Implements `claims.ChannelClaims`."""

    def take(
        self, kind: str, identity: str, mine: Claim, over: Claim | None = None
    ) -> Claim | None:
        item = ClaimItem(*_key(kind, identity), channel_id=mine.channel_id, at=to_text(mine.at))
        free = ClaimItem.pk.does_not_exist() | (ClaimItem.channel_id == mine.channel_id)
        if over is not None:
            as_read = ClaimItem.at == to_text(over.at)
            free = free | ((ClaimItem.channel_id == over.channel_id) & as_read)
        stands = put_if(item, free)
        return Claim(stands.channel_id, from_text(stands.at)) if stands else None

    def free(self, kind: str, identity: str, channel_id: str) -> None:
        delete_if(*_key(kind, identity), ClaimItem.channel_id == channel_id)


def _key(kind: str, identity: str) -> tuple[str, str]:
    return f"U#{kind}#{identity}", "claim"
