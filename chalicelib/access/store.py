"""Tokens in the main table; counters and kept answers, which live a minute and a day, in the
connections table (docs/data.md)."""

from __future__ import annotations

import hashlib
import json
import zlib
from base64 import b64decode, b64encode
from datetime import datetime, timedelta
from functools import lru_cache

from pynamodb.attributes import (
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
)
from pynamodb.connection import TableConnection
from pynamodb.exceptions import DeleteError, PutError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.models import Model

from chalicelib.access.model import USED_EVERY, Token
from chalicelib.access.repeats import KEPT, Kept
from chalicelib.settings import settings
from chalicelib.shared.clock import from_text, to_text
from chalicelib.shared.ids import AccountId
from chalicelib.shared.table import MainItem, find, query, table_connection, update_if

_TOKEN = "token#"
_MOST = 500
REVOKED_LIFE = timedelta(days=30)
COUNTER_LIFE = 120  # seconds after a window began


class TokenItem(MainItem):
    """used, revoked: moments as text."""

    data = JSONAttribute()
    used = UnicodeAttribute(null=True)
    revoked = UnicodeAttribute(null=True)


class DynamoTokenStore:
    """Implements `ports.TokenStore`."""

    def add(self, token: Token) -> None:
        item = TokenItem(_tokens(token.account_id), f"{_TOKEN}{token.id}")
        item.data = {
            "name": token.name,
            "scopes": list(token.scopes),
            "agent_id": token.agent_id,
            "created_at": to_text(token.created_at),
            "digest": token.digest,
            "hint": token.hint,
            "expires_at": to_text(token.expires_at) if token.expires_at else "",
        }
        item.save(TokenItem.pk.does_not_exist())

    def get(self, account_id: str, id: str) -> Token | None:
        item = find(TokenItem, _tokens(account_id), f"{_TOKEN}{id}")
        return _token(item) if item else None

    def all(self, account_id: str) -> list[Token]:
        raws, _ = query(
            _tokens(account_id), prefix=_TOKEN, limit=_MOST, ascending=True, consistent=True
        )
        return [_token(TokenItem.from_raw_data(raw)) for raw in raws]

    def revoke(self, account_id: str, id: str, now: datetime) -> bool:
        held, found = update_if(
            TokenItem(_tokens(account_id), f"{_TOKEN}{id}"),
            [
                TokenItem.revoked.set(to_text(now)),
                TokenItem.ttl.set(int((now + REVOKED_LIFE).timestamp())),
            ],
            TokenItem.pk.exists() & TokenItem.revoked.does_not_exist(),
        )
        return held or (found is not None and found.revoked is not None)

    def used(self, token: Token, now: datetime) -> None:
        update_if(
            TokenItem(_tokens(token.account_id), f"{_TOKEN}{token.id}"),
            [TokenItem.used.set(to_text(now))],
            TokenItem.pk.exists()
            & (TokenItem.used.does_not_exist() | (TokenItem.used <= to_text(now - USED_EVERY))),
        )


def _tokens(account_id: str) -> str:
    return f"A#{account_id}#api"


def _token(item: TokenItem) -> Token:
    data = item.data
    return Token(
        id=item.sk.removeprefix(_TOKEN),
        account_id=AccountId(item.pk.split("#")[1]),
        name=data["name"],
        scopes=tuple(data["scopes"]),
        agent_id=data["agent_id"],
        created_at=from_text(data["created_at"]),
        digest=data["digest"],
        hint=data["hint"],
        expires_at=from_text(data["expires_at"]) if data["expires_at"] else None,
        used_at=from_text(item.used) if item.used else None,
        revoked_at=from_text(item.revoked) if item.revoked else None,
    )


# What passes ------------------------------------------------------------------------------------


class _Item(Model):
    """calls: of a counter. The others: of a key. answer: compressed, in base 64."""

    class Meta:
        table_name = "connections"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    ttl = NumberAttribute()
    calls = NumberAttribute(null=True)
    mark = UnicodeAttribute(null=True)
    began = UnicodeAttribute(null=True)
    status = NumberAttribute(null=True)
    answer = UnicodeAttribute(null=True)
    headers = UnicodeAttribute(null=True)

    @classmethod
    def _get_connection(cls) -> TableConnection:
        return _connection(settings().connections_table)


@lru_cache(maxsize=4)
def _connection(table_name: str) -> TableConnection:
    return table_connection(table_name, _Item)


class DynamoQuotas:
    """Implements `ports.Quotas`."""

    def take(self, key: str, window: int, most: int) -> int:
        item = _Item(f"Q#{key}", str(window))
        try:
            item.update(
                actions=[_Item.calls.add(1), _Item.ttl.set(window + COUNTER_LIFE)],
                condition=_Item.calls.does_not_exist() | (_Item.calls < most),
            )
        except UpdateError as problem:
            if problem.cause_response_code != "ConditionalCheckFailedException":
                raise
            return 0
        return int(item.calls or 0)


class DynamoRepeats:
    """Implements `ports.Repeats`. The keys are kept as hashes: callers put all sorts in them."""

    def begin(self, scope: str, key: str, kept: Kept) -> Kept | None:
        now = int(kept.started_at.timestamp())
        free = _Item.pk.does_not_exist() | (_Item.ttl < now)
        if _put(_item(scope, key, kept), free):
            return None
        try:
            found = _Item.get(*_key(scope, key), consistent_read=True)
        except _Item.DoesNotExist:  # released meanwhile
            return None if _put(_item(scope, key, kept), free) else self.begin(scope, key, kept)
        return _kept(found)

    def take_over(self, scope: str, key: str, before: Kept, kept: Kept) -> bool:
        still = _Item.began == to_text(before.started_at)
        return _put(_item(scope, key, kept), still & _Item.status.does_not_exist())

    def finish(self, scope: str, key: str, kept: Kept) -> None:
        """Whoever took the key over may have been faster: his answer stays."""
        mine = _Item.began == to_text(kept.started_at)
        _put(_item(scope, key, kept), mine | _Item.pk.does_not_exist())

    def release(self, scope: str, key: str, kept: Kept) -> None:
        mine = _Item.began == to_text(kept.started_at)
        try:
            _Item(*_key(scope, key)).delete(mine & _Item.status.does_not_exist())
        except DeleteError as problem:
            if problem.cause_response_code != "ConditionalCheckFailedException":
                raise


def _key(scope: str, key: str) -> tuple[str, str]:
    return f"I#{scope}", hashlib.sha256(key.encode()).hexdigest()


def _item(scope: str, key: str, kept: Kept) -> _Item:
    item = _Item(*_key(scope, key))
    item.ttl = int((kept.started_at + KEPT).timestamp())
    item.mark = kept.fingerprint
    item.began = to_text(kept.started_at)
    if kept.status:
        item.status = kept.status
        item.answer = b64encode(zlib.compress(kept.body)).decode()
        item.headers = json.dumps(dict(kept.headers))
    return item


def _kept(item: _Item) -> Kept:
    return Kept(
        fingerprint=item.mark or "",
        started_at=from_text(item.began or ""),
        status=int(item.status or 0),
        body=zlib.decompress(b64decode(item.answer)) if item.answer else b"",
        headers=json.loads(item.headers or "{}"),
    )


def _put(item: _Item, condition: Condition) -> bool:
    try:
        item.save(condition)
    except PutError as problem:
        if problem.cause_response_code != "ConditionalCheckFailedException":
            raise
        return False
    return True
