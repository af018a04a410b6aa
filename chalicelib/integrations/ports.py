"""What integrations need from outside, as small as they need it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.accounts.cache import Cache
from chalicelib.channels.base import ProviderResponse
from chalicelib.integrations.base import Doing, Integration, Memory
from chalicelib.integrations.model import Connection
from chalicelib.integrations.oauth import Ask, Grant
from chalicelib.shared.clock import Clock
from chalicelib.shared.queues import Entry


class ConnectionStore(Memory, Protocol):
    """Each method is one call to the table. See chalicelib/integrations/store.py."""

    def connections(self, account_id: str) -> list[Connection]:
        """The oldest first."""

    def connection(self, account_id: str, id: str) -> Connection | None: ...

    def save(self, connection: Connection) -> Connection:
        """version 0: a new one. Raises Conflict if it was changed since it was read, or is gone."""

    def remove(self, account_id: str, id: str) -> bool:
        """Whether it was there."""

    def mend(self, connection: Connection, broken: str) -> bool:
        """Why it does not work, '' for that it does; told to screens. Whether that is news."""

    def grant(self, connection: Connection) -> Grant | None: ...

    def keep_grant(self, connection: Connection, grant: Grant) -> None:
        """In place of the one before it, and of its lease. Raises Conflict if that one is gone."""

    def forget_grant(self, connection: Connection) -> None: ...

    def lease(self, connection: Connection, number: int, now: datetime, until: datetime) -> bool:
        """Whether the caller alone renews that grant until then."""

    def release(self, connection: Connection, number: int) -> None: ...

    def keep_ask(self, account_id: str, hash: str, ask: Ask) -> None: ...

    def take_ask(self, account_id: str, hash: str, agent_id: str, now: datetime) -> Ask | None:
        """Once; None if it is not that agent's, is used or is over."""

    def is_done(self, connection: Connection, key: str) -> bool: ...

    def did(self, connection: Connection, key: str) -> None: ...


class SecretBox(Protocol):
    def encrypt(self, plain: str, *, account_id: str) -> str: ...

    def decrypt(self, sealed: str, *, account_id: str) -> str: ...


@dataclass(frozen=True, slots=True)
class IntegrationPorts:
    """get: an integration by its kind; raises InvalidInput. watch: whether the account's events are
    to go to `events` (account, yes or no). key: the account's signing key. known: raises
    InvalidInput (settings.channel_ids) for a channel that there is not (account, ids). changed: a
    bot of this account was connected, changed or removed. warn: administrators, why they must
    connect it anew. chance: so many random bytes. outside: an address of a service as browsers
    reach it here."""

    store: ConnectionStore
    secrets: SecretBox
    kept: Cache[list[Connection]]
    get: Callable[[str], Integration]
    fetch: Callable[..., ProviderResponse]
    enqueue: Callable[[Sequence[Entry]], None]
    watch: Callable[[str, bool], None]
    key: Callable[[str], bytes]
    known: Callable[[str, Sequence[str]], None]
    doing: Doing
    changed: Callable[[str], None]
    warn: Callable[[Connection, str], None]
    chance: Callable[[int], bytes]
    outside: Callable[[str], str]
    clock: Clock
    public_url: str
