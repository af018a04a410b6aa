"""An account, its agents, queues and channels: one partition of the main table (docs/data.md)."""

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
from pynamodb.exceptions import DeleteError

from chalicelib.accounts.model import (
    SILENT,
    Account,
    AccountPage,
    Agent,
    ChannelRecord,
    Presence,
    Queue,
    Role,
)
from chalicelib.routing import model as routing
from chalicelib.shared.clock import from_text, to_text
from chalicelib.shared.errors import Conflict, NotFound
from chalicelib.shared.ids import AccountId, AgentId, ChannelId, QueueId
from chalicelib.shared.notices import told
from chalicelib.shared.table import MainItem, find, put_if, update_if
from chalicelib.shared.transaction import Check, Write, write
from chalicelib.tags import model as tags

_TOLD: Mapping[str, Any] = told({"type": "account.changed"})


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


_OWNS = (AccountItem.role == Role.OWNER.value) & AccountItem.inactive.does_not_exist()


def _pk(account_id: str) -> str:
    return f"A#{account_id}"


def _rest(item: AccountItem) -> str:
    """What follows the kind in the sort key: the thing's own id."""
    return item.sk.partition("#")[2]


class DynamoAccountStore:
    """An `AccountStore`. Every method is one call."""

    def page(self, account_id: str) -> AccountPage:
        items = list(AccountItem.query(_pk(account_id), consistent_read=True))
        account = next((_account(item) for item in items if item.sk == "account"), None)
        if account is None:
            raise NotFound("no such account")
        kinds: Mapping[str, list[AccountItem]] = {"agent": [], "queue": [], "channel": []}
        for item in items:
            kinds.get(item.sk.partition("#")[0], []).append(item)
        return AccountPage(
            account=account,
            agents=tuple(map(_agent, kinds["agent"])),
            queues=tuple(map(_queue, kinds["queue"])),
            channels=tuple(map(_channel, kinds["channel"])),
            tags=next((tags.loads(item.data) for item in items if item.sk == "tags"), ()),
        )

    def account(self, account_id: str) -> Account:
        return _account(_found(account_id, "account"))

    def agent(self, account_id: str, agent_id: str) -> Agent:
        return _agent(_found(account_id, f"agent#{agent_id}"))

    def queue(self, account_id: str, queue_id: str) -> Queue:
        return _queue(_found(account_id, f"queue#{queue_id}"))

    def channel(self, account_id: str, channel_id: str) -> ChannelRecord:
        return _channel(_found(account_id, f"channel#{channel_id}"))

    def add_account(self, account: Account) -> None:
        _add(_account_item(account))

    def add_agent(self, agent: Agent) -> None:
        _add(_agent_item(agent))

    def save_account(self, account: Account) -> None:
        _replace(_account_item(account))

    def set_watched(self, account_id: str, who: str, watched: bool) -> None:
        """Nothing else of the account is written; screens are told."""
        names = AccountItem.watched
        change = names.add({who}) if watched else names.delete({who})
        loud = [
            AccountItem.announce.set(_TOLD["announce"]),
            AccountItem.notice.set(_TOLD["notice"]),
        ]
        item = AccountItem(_pk(account_id), "account")
        done, _ = update_if(item, [change, *loud], AccountItem.pk.exists())
        if not done:
            raise NotFound("no such account")

    def watched(self, account_id: str) -> bool:
        """Whether anybody listens to its events. Half a read unit: for who asks often."""
        item = find(AccountItem, _pk(account_id), "account", consistent=False)
        return bool(item and set(item.watched or ()) - SILENT)

    def save_agent(self, agent: Agent, *, tell: bool = True, beside: str = "") -> None:
        item = _agent_item(agent, tell=tell)
        unchanged = (
            AccountItem.version == agent.version
            if agent.version
            else AccountItem.version.does_not_exist()
        )
        as_read = AccountItem.pk.exists() & unchanged
        if beside:
            other = AccountItem(_pk(agent.account_id), f"agent#{beside}")
            if write(Write(item, as_read), Check(other, _OWNS)):
                raise Conflict("somebody changed the owners at the same time")
            return
        stands = put_if(item, as_read)
        if stands is None:
            return
        if stands.email is None:
            raise NotFound("no such agent")
        raise Conflict("somebody changed this agent at the same time")

    def signed_in(self, account_id: str, agent_id: str, at: datetime) -> None:
        item = AccountItem(_pk(account_id), f"agent#{agent_id}")
        now = AccountItem.signed_in_at.set(to_text(at))
        again, _ = update_if(
            item, [now, AccountItem.announce.remove()], AccountItem.signed_in_at.exists()
        )
        if again:
            return
        loud = [
            AccountItem.announce.set(_TOLD["announce"]),
            AccountItem.notice.set(_TOLD["notice"]),
        ]
        update_if(item, [now, *loud], AccountItem.pk.exists())

    def set_factor(self, account_id: str, agent_id: str, on: bool) -> None:
        """The version is raised: what somebody saves of before does not undo it."""
        item, mark = AccountItem(_pk(account_id), f"agent#{agent_id}"), AccountItem.factor
        changed = mark.does_not_exist() if on else mark.exists()
        quiet = [AccountItem.announce.remove(), AccountItem.notice.remove()]
        change = mark.set(True) if on else mark.remove()
        update_if(
            item, [change, AccountItem.version.add(1), *quiet], AccountItem.pk.exists() & changed
        )

    def save_queue(self, queue: Queue) -> None:
        AccountItem(
            _pk(queue.account_id),
            f"queue#{queue.id}",
            name=queue.name,
            members=list(queue.member_ids),
            rules=routing.pack(queue.rules) or None,
            **_TOLD,
        ).save()

    def remove_queue(self, account_id: str, queue_id: str) -> None:
        _remove(account_id, f"queue#{queue_id}")

    def add_channel(self, channel: ChannelRecord) -> None:
        _add(_channel_item(channel))

    def save_channel(self, channel: ChannelRecord) -> None:
        _replace(_channel_item(channel))

    def set_automation(self, account_id: str, channel_id: str, automation: str) -> None:
        item = AccountItem(_pk(account_id), f"channel#{channel_id}")
        mark = AccountItem.automation
        wanted = mark.set(automation) if automation else mark.remove()
        quiet = [AccountItem.announce.remove(), AccountItem.notice.remove()]
        update_if(item, [wanted, *quiet], AccountItem.pk.exists())

    def heard(self, account_id: str, channel_id: str, at: datetime, since: datetime) -> None:
        _mark(AccountItem.heard_at, account_id, channel_id, at, since)

    def spoke(self, account_id: str, channel_id: str, at: datetime, since: datetime) -> None:
        _mark(AccountItem.spoke_at, account_id, channel_id, at, since)

    def remove_channel(self, account_id: str, channel_id: str) -> None:
        _remove(account_id, f"channel#{channel_id}")


def _mark(
    mark: UnicodeAttribute, account_id: str, channel_id: str, at: datetime, since: datetime
) -> None:
    """Forward only, and no screen is told."""
    item = AccountItem(_pk(account_id), f"channel#{channel_id}")
    quiet = [AccountItem.announce.remove(), AccountItem.notice.remove()]
    later = AccountItem.pk.exists() & (mark.does_not_exist() | (mark < to_text(since)))
    update_if(item, [mark.set(to_text(at)), *quiet], later)


def _remove(account_id: str, sk: str) -> None:
    """What is deleted leaves nothing to announce: a small item beside it tells."""
    try:
        AccountItem(_pk(account_id), sk).delete(condition=AccountItem.pk.exists())
    except DeleteError as problem:
        if problem.cause_response_code == "ConditionalCheckFailedException":
            raise NotFound(f"no such {sk.partition('#')[0]}") from None
        raise
    AccountItem(_pk(account_id), "removed", name=sk, **_TOLD).save()


def _found(account_id: str, sk: str) -> AccountItem:
    item = find(AccountItem, _pk(account_id), sk)
    if item is None:
        raise NotFound(f"no such {sk.partition('#')[0]}")
    return item


def _add(item: AccountItem) -> None:
    put_if(item, AccountItem.pk.does_not_exist())


def _replace(item: AccountItem) -> None:
    if put_if(item, AccountItem.pk.exists()) is not None:
        raise NotFound(f"no such {item.sk.partition('#')[0]}")


def _account_item(account: Account) -> AccountItem:
    return AccountItem(
        _pk(account.id),
        "account",
        name=account.name,
        language=account.language,
        time_zone=account.time_zone,
        signing_key=account.sealed_signing_key,
        started=list(account.started) or None,
        watched=set(account.watched) or None,
        factor_required=account.factor_required or None,
        **_TOLD,
    )


def _account(item: AccountItem) -> Account:
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


def _agent_item(agent: Agent, *, tell: bool = True) -> AccountItem:
    return AccountItem(
        _pk(agent.account_id),
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
        **(_TOLD if tell else {}),
    )


def _agent(item: AccountItem) -> Agent:
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


def _queue(item: AccountItem) -> Queue:
    return Queue(
        id=QueueId(_rest(item)),
        account_id=AccountId(item.pk.removeprefix("A#")),
        name=item.name,
        member_ids=tuple(item.members or ()),
        rules=routing.unpack(item.rules or {}),
    )


def _channel_item(channel: ChannelRecord) -> AccountItem:
    return AccountItem(
        _pk(channel.account_id),
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
        **_TOLD,
    )


def _channel(item: AccountItem) -> ChannelRecord:
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
