"""Stores of tokens, quotas and keys in memory."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from chalicelib.access.model import Token
from chalicelib.access.ports import AccessPorts
from chalicelib.access.repeats import KEPT, Kept

NOON = datetime(2026, 11, 22, 12, 0, 20, tzinfo=UTC)


@dataclass
class FakeTokenStore:
    held: dict[tuple[str, str], Token] = field(default_factory=dict)
    uses: int = 0

    def add(self, token: Token) -> None:
        self.held[token.account_id, token.id] = token

    def get(self, account_id: str, id: str) -> Token | None:
        return self.held.get((account_id, id))

    def all(self, account_id: str) -> list[Token]:
        return [token for (account, _), token in sorted(self.held.items()) if account == account_id]

    def revoke(self, account_id: str, id: str, now: datetime) -> bool:
        token = self.get(account_id, id)
        if token and token.revoked_at is None:
            self.add(replace(token, revoked_at=now))
        return token is not None

    def used(self, token: Token, now: datetime) -> None:
        there = self.get(token.account_id, token.id)
        if there and there.unused_since(now):
            self.uses += 1
            self.add(replace(there, used_at=now))


@dataclass
class FakeQuotas:
    calls: dict[tuple[str, int], int] = field(default_factory=dict)

    def take(self, key: str, window: int, most: int) -> int:
        now = self.calls.get((key, window), 0)
        if now >= most:
            return 0
        self.calls[key, window] = now + 1
        return now + 1


@dataclass
class FakeRepeats:
    held: dict[tuple[str, str], Kept] = field(default_factory=dict)

    def begin(self, scope: str, key: str, kept: Kept) -> Kept | None:
        found = self.held.get((scope, key))
        if found and kept.started_at - found.started_at <= KEPT:
            return found
        self.held[scope, key] = kept
        return None

    def take_over(self, scope: str, key: str, before: Kept, kept: Kept) -> bool:
        if self.held.get((scope, key)) != before or before.status:
            return False
        self.held[scope, key] = kept
        return True

    def finish(self, scope: str, key: str, kept: Kept) -> None:
        found = self.held.get((scope, key))
        if found is None or found.started_at == kept.started_at:
            self.held[scope, key] = kept

    def release(self, scope: str, key: str, kept: Kept) -> None:
        found = self.held.get((scope, key))
        if found and found.started_at == kept.started_at and not found.status:
            del self.held[scope, key]


@dataclass
class World:
    """now: what the clock says; move it."""

    now: datetime = NOON
    tokens: FakeTokenStore = field(default_factory=FakeTokenStore)
    quotas: FakeQuotas = field(default_factory=FakeQuotas)
    repeats: FakeRepeats = field(default_factory=FakeRepeats)

    @property
    def ports(self) -> AccessPorts:
        return AccessPorts(self.tokens, self.quotas, self.repeats, lambda: self.now)
