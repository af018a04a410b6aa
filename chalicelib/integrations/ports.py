"""What integrations need from outside, as small as they need it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib.accounts.cache import Cache
from chalicelib.channels.base import ProviderResponse
from chalicelib.integrations.base import Doing, Integration, Memory
from chalicelib.integrations.model import Connection
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

    def mend(self, connection: Connection, broken: str) -> None:
        """Why it does not work, '' for that it does; told to screens."""

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
    bot of this account was connected, changed or removed."""

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
    clock: Clock
    public_url: str
