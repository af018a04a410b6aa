"""What tokens, quotas and idempotency keys need of the world."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.access.model import Token
from chalicelib.access.repeats import Kept
from chalicelib.shared.clock import Clock


class TokenStore(Protocol):
    """Each method is one call to the table."""

    def add(self, token: Token) -> None: ...

    def get(self, account_id: str, id: str) -> Token | None:
        """Consistent: what was revoked a moment ago is."""

    def all(self, account_id: str) -> list[Token]:
        """Oldest first; revoked ones too, until they are forgotten."""

    def revoke(self, account_id: str, id: str, now: datetime) -> bool:
        """False if there is no such token. Repeating it changes nothing."""

    def used(self, token: Token, now: datetime) -> None:
        """Write its use down, unless somebody did within `USED_EVERY`."""


class Quotas(Protocol):
    def take(self, key: str, window: int, most: int) -> int:
        """One more call in this window: how many there are now. 0, and nothing written, if there
        were `most`. One conditional write."""


class Repeats(Protocol):
    """scope: whose key it is."""

    def begin(self, scope: str, key: str, kept: Kept) -> Kept | None:
        """None if the key is this request's now; else what is stored."""

    def take_over(self, scope: str, key: str, before: Kept, kept: Kept) -> bool:
        """From a holder that died. False if another was faster."""

    def finish(self, scope: str, key: str, kept: Kept) -> None: ...

    def release(self, scope: str, key: str, kept: Kept) -> None:
        """Free it, if it is still this request's."""


@dataclass(frozen=True, slots=True)
class AccessPorts:
    tokens: TokenStore
    quotas: Quotas
    repeats: Repeats
    clock: Clock
