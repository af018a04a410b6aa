"""The PynamoDB model of an account's partition (docs/data.md), and its way to values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)

from chalicelib.accounts.model import Account, Agent, ChannelRecord, Presence, Queue, Role
from chalicelib.routing import model as routing
from chalicelib.shared.clock import from_text, to_text
from chalicelib.shared.ids import AccountId, AgentId, ChannelId, QueueId
from chalicelib.shared.notices import told
from chalicelib.shared.table import MainItem

TOLD: Mapping[str, Any] = told({"type": "account.changed"})


class AccountItem(MainItem):
    """The union of the four kinds of item; which one it is, its sort key tells."""

    name = UnicodeAttribute(default="")
    language = UnicodeAttribute(null=True)
    time_zone = UnicodeAttribute(null=True)
    signing_key = UnicodeAttribute(null=True)
    email = UnicodeAttribute(null=True)
    role = UnicodeAttribute(null=True)
    presence = UnicodeAttribute(null=True)
    photo = UnicodeAttribute(null=True)
    sub = UnicodeAttribute(null=True)
    version = NumberAttribute(null=True)
    inactive = BooleanAttribute(null=True)
    invited_at = UnicodeAttribute(null=True)
    signed_in_at = UnicodeAttribute(null=True)
    tokens_from = UnicodeAttribute(null=True)
    preferences = JSONAttribute(null=True)
    started = JSONAttribute(null=True)
    watched = UnicodeSetAttribute(null=True)
    data = UnicodeAttribute(null=True)
    members = JSONAttribute(null=True)
    kind = UnicodeAttribute(null=True)
    settings = JSONAttribute(null=True)
    secret_names = JSONAttribute(null=True)
    sealed = UnicodeAttribute(null=True)
    queue_id = UnicodeAttribute(null=True)
    paused = BooleanAttribute(null=True)
    health = UnicodeAttribute(null=True)
    health_detail = UnicodeAttribute(null=True)
    installed = BooleanAttribute(null=True)
    automation = UnicodeAttribute(null=True)
    checked_at = UnicodeAttribute(null=True)
    heard_at = UnicodeAttribute(null=True)
    spoke_at = UnicodeAttribute(null=True)
    failing_since = UnicodeAttribute(null=True)
    skills = JSONAttribute(null=True)
    capacity = NumberAttribute(null=True)
    rules = JSONAttribute(null=True)
    factor = BooleanAttribute(null=True)
    factor_required = BooleanAttribute(null=True)


def partition(account_id: str) -> str:
    return f"A#{account_id}"


def _rest(item: AccountItem) -> str:
    """What follows the kind in the sort key: the thing's own id."""
    return item.sk.partition("#")[2]


def account_item(account: Account) -> AccountItem:
    return AccountItem(
        partition(account.id),
        "account",
        name=account.name,
        language=account.language,
        time_zone=account.time_zone,
        signing_key=account.sealed_signing_key,
        started=list(account.started) or None,
        watched=set(account.watched) or None,
        factor_required=account.factor_required or None,
        **TOLD,
    )


def account_of(item: AccountItem) -> Account:
    return Account(
        id=AccountId(item.pk.removeprefix("A#")),
        name=item.name,
        language=item.language or "en",
        time_zone=item.time_zone or "UTC",
        sealed_signing_key=item.signing_key or "",
        started=tuple(item.started or ()),
        watched=frozenset(item.watched or ()),
        factor_required=bool(item.factor_required),
    )


def _text(moment: datetime | None) -> str | None:
    return to_text(moment) if moment else None


def _moment(text: str | None) -> datetime | None:
    return from_text(text) if text else None


def agent_item(agent: Agent, *, tell: bool = True) -> AccountItem:
    return AccountItem(
        partition(agent.account_id),
        f"agent#{agent.id}",
        name=agent.name,
        email=agent.email,
        role=agent.role.value,
        presence=agent.presence.value,
        photo=agent.photo,
        sub=agent.sub,
        version=agent.version + 1,
        inactive=None if agent.active else True,
        invited_at=_text(agent.invited_at),
        signed_in_at=_text(agent.signed_in_at),
        tokens_from=_text(agent.tokens_from),
        preferences=dict(agent.preferences) or None,
        skills=dict(agent.skills) or None,
        capacity=agent.capacity or None,
        factor=agent.factor or None,
        **(TOLD if tell else {}),
    )


def agent_of(item: AccountItem) -> Agent:
    return Agent(
        id=AgentId(_rest(item)),
        account_id=AccountId(item.pk.removeprefix("A#")),
        name=item.name,
        email=item.email or "",
        role=Role(item.role or Role.AGENT),
        presence=Presence(item.presence or Presence.ONLINE),
        photo=item.photo or "",
        sub=item.sub or "",
        version=int(item.version or 0),
        active=not item.inactive,
        invited_at=_moment(item.invited_at),
        signed_in_at=_moment(item.signed_in_at),
        tokens_from=_moment(item.tokens_from),
        preferences=item.preferences or {},
        skills=item.skills or {},
        capacity=int(item.capacity or 0),
        factor=bool(item.factor),
    )


def queue_of(item: AccountItem) -> Queue:
    return Queue(
        id=QueueId(_rest(item)),
        account_id=AccountId(item.pk.removeprefix("A#")),
        name=item.name,
        member_ids=tuple(item.members or ()),
        rules=routing.unpack(item.rules or {}),
    )


def channel_item(channel: ChannelRecord) -> AccountItem:
    return AccountItem(
        partition(channel.account_id),
        f"channel#{channel.id}",
        name=channel.name,
        kind=channel.kind,
        settings=dict(channel.settings),
        secret_names=list(channel.secret_names),
        sealed=channel.sealed or None,
        queue_id=channel.queue_id or None,
        paused=channel.paused,
        health=channel.health,
        health_detail=channel.health_detail or None,
        installed=True if channel.installed else None,
        automation=channel.automation or None,
        checked_at=_text(channel.checked_at),
        heard_at=_text(channel.heard_at),
        spoke_at=_text(channel.spoke_at),
        failing_since=_text(channel.failing_since),
        **TOLD,
    )


def channel_of(item: AccountItem) -> ChannelRecord:
    values: dict[str, Any] = {
        "queue_id": item.queue_id or "",
        "paused": bool(item.paused),
        "health": item.health or "ok",
        "health_detail": item.health_detail or "",
        "installed": bool(item.installed),
        "automation": item.automation or "",
        "checked_at": _moment(item.checked_at),
        "heard_at": _moment(item.heard_at),
        "spoke_at": _moment(item.spoke_at),
        "failing_since": _moment(item.failing_since),
    }
    return ChannelRecord(
        id=ChannelId(_rest(item)),
        account_id=AccountId(item.pk.removeprefix("A#")),
        kind=item.kind or "",
        name=item.name,
        settings=item.settings or {},
        secret_names=tuple(item.secret_names or ()),
        sealed=item.sealed or "",
        **values,
    )


def queue_item(queue: Queue) -> AccountItem:
    return AccountItem(
        partition(queue.account_id),
        f"queue#{queue.id}",
        name=queue.name,
        members=list(queue.member_ids),
        rules=routing.pack(queue.rules) or None,
        **TOLD,
    )
