"""The secret address of an API channel, and the key that its events are signed with."""

from __future__ import annotations

import secrets as random
from dataclasses import dataclass, field, replace

from chalicelib.accounts.channels import save_secrets
from chalicelib.accounts.ports import AccountPorts
from chalicelib.shared.errors import NotFound
from chalicelib.webhooks.signing import LENGTH, written


@dataclass(frozen=True, slots=True)
class ChannelKeys:
    """address: where events are posted. signing_key: as Standard Webhooks writes one."""

    address: str = field(repr=False)
    signing_key: str = field(repr=False)


def renew(p: AccountPorts, *, account_id: str, channel_id: str) -> ChannelKeys:
    """Both anew; the ones before are void within seconds, and the channel is to be connected again.
    Raises NotFound, also for a channel that is none of these."""
    before = p.store.channel(account_id, channel_id)
    if before.kind != "custom":
        raise NotFound("no such channel")
    token, key = random.token_hex(24), written(random.token_bytes(LENGTH))
    after = replace(before, health="unverified", health_detail="", failing_since=None)
    save_secrets(p, before, after, {"address_token": token, "signing_key": key})
    return ChannelKeys(f"{p.public_url}/api/hooks/custom/{before.id}/{token}", key)
