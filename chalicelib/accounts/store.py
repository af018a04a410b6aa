"""An account, its agents, queues and channels: one partition of the main table (docs/data.md)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pynamodb.attributes import UnicodeAttribute
from pynamodb.exceptions import DeleteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.accounts.items import (
    TOLD,
    AccountItem,
    account_item,
    account_of,
    agent_item,
    agent_of,
    channel_item,
    channel_of,
    partition,
    queue_item,
    queue_of,
)
from chalicelib.accounts.model import (
    SILENT,
    Account,
    AccountPage,
    Agent,
    ChannelRecord,
    Queue,
    Role,
)
from chalicelib.shared.clock import to_text
from chalicelib.shared.errors import Conflict, NotFound, Outdated
from chalicelib.shared.table import find, put_if, update_if
from chalicelib.shared.transaction import Check, Write, write
from chalicelib.tags import model as tags

_OWNS = (AccountItem.role == Role.OWNER.value) & AccountItem.inactive.does_not_exist()


class DynamoAccountStore:
    """An `AccountStore`. Every method is one call."""

    def page(self, account_id: str) -> AccountPage:
        items = list(AccountItem.query(partition(account_id), consistent_read=True))
        account = next((account_of(item) for item in items if item.sk == "account"), None)
        if account is None:
            raise NotFound("no such account")
        kinds: Mapping[str, list[AccountItem]] = {"agent": [], "queue": [], "channel": []}
        for item in items:
            kinds.get(item.sk.partition("#")[0], []).append(item)
        return AccountPage(
            account=account,
            agents=tuple(map(agent_of, kinds["agent"])),
            queues=tuple(map(queue_of, kinds["queue"])),
            channels=tuple(map(channel_of, kinds["channel"])),
            tags=next((tags.loads(item.data) for item in items if item.sk == "tags"), ()),
        )

    def account(self, account_id: str) -> Account:
        return account_of(_found(account_id, "account"))

    def agent(self, account_id: str, agent_id: str) -> Agent:
        return agent_of(_found(account_id, f"agent#{agent_id}"))

    def queue(self, account_id: str, queue_id: str) -> Queue:
        return queue_of(_found(account_id, f"queue#{queue_id}"))

    def channel(self, account_id: str, channel_id: str) -> ChannelRecord:
        return channel_of(_found(account_id, f"channel#{channel_id}"))

    def add_account(self, account: Account) -> None:
        _add(account_item(account))

    def add_agent(self, agent: Agent) -> None:
        _add(agent_item(agent))

    def save_account(self, before: Account, after: Account) -> None:
        _change(account_item(before), account_item(after))

    def set_watched(self, account_id: str, who: str, watched: bool) -> None:
        """Nothing else of the account is written; screens are told."""
        names = AccountItem.watched
        change = names.add({who}) if watched else names.delete({who})
        item = AccountItem(partition(account_id), "account")
        done, _ = update_if(item, [change, *_loud()], AccountItem.pk.exists())
        if not done:
            raise NotFound("no such account")

    def watched(self, account_id: str) -> bool:
        """Whether anybody listens to its events. Half a read unit: for who asks often."""
        item = find(AccountItem, partition(account_id), "account", consistent=False)
        return bool(item and set(item.watched or ()) - SILENT)

    def save_agent(self, agent: Agent, *, tell: bool = True, beside: str = "") -> None:
        item = agent_item(agent, tell=tell)
        unchanged = (
            AccountItem.version == agent.version
            if agent.version
            else AccountItem.version.does_not_exist()
        )
        as_read = AccountItem.pk.exists() & unchanged
        if beside:
            other = AccountItem(partition(agent.account_id), f"agent#{beside}")
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
        item = AccountItem(partition(account_id), f"agent#{agent_id}")
        now = AccountItem.signed_in_at.set(to_text(at))
        again, _ = update_if(
            item, [now, AccountItem.announce.remove()], AccountItem.signed_in_at.exists()
        )
        if again:
            return
        update_if(item, [now, *_loud()], AccountItem.pk.exists())

    def set_factor(self, account_id: str, agent_id: str, on: bool) -> None:
        """The version is raised: what somebody saves of before does not undo it."""
        item, mark = AccountItem(partition(account_id), f"agent#{agent_id}"), AccountItem.factor
        changed = mark.does_not_exist() if on else mark.exists()
        change = [mark.set(True) if on else mark.remove(), AccountItem.version.add(1)]
        update_if(item, [*change, *_quiet()], AccountItem.pk.exists() & changed)

    def add_queue(self, queue: Queue) -> None:
        _add(queue_item(queue))

    def save_queue(self, before: Queue, after: Queue, *, exactly: bool = False) -> Queue:
        was, wanted = queue_item(before), queue_item(after)
        if not exactly:
            return queue_of(_change(was, wanted))
        try:
            return queue_of(_change(was, wanted, _as_it_was(was, "name", "members", "rules")))
        except NotFound:
            raise Outdated("somebody else changed this queue") from None

    def remove_queue(self, account_id: str, queue_id: str) -> None:
        _remove(account_id, f"queue#{queue_id}")

    def add_channel(self, channel: ChannelRecord) -> None:
        _add(channel_item(channel))

    def save_channel(self, before: ChannelRecord, after: ChannelRecord) -> None:
        _change(channel_item(before), channel_item(after))

    def set_automation(self, account_id: str, channel_id: str, automation: str) -> None:
        item = AccountItem(partition(account_id), f"channel#{channel_id}")
        mark = AccountItem.automation
        wanted = mark.set(automation) if automation else mark.remove()
        update_if(item, [wanted, *_quiet()], AccountItem.pk.exists())

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
    item = AccountItem(partition(account_id), f"channel#{channel_id}")
    later = AccountItem.pk.exists() & (mark.does_not_exist() | (mark < to_text(since)))
    update_if(item, [mark.set(to_text(at)), *_quiet()], later)


def _remove(account_id: str, sk: str) -> None:
    """What is deleted leaves nothing to announce: a small item beside it tells."""
    try:
        AccountItem(partition(account_id), sk).delete(condition=AccountItem.pk.exists())
    except DeleteError as problem:
        if problem.cause_response_code == "ConditionalCheckFailedException":
            raise NotFound(f"no such {sk.partition('#')[0]}") from None
        raise
    AccountItem(partition(account_id), "removed", name=sk, **TOLD).save()


def _found(account_id: str, sk: str) -> AccountItem:
    item = find(AccountItem, partition(account_id), sk)
    if item is None:
        raise NotFound(f"no such {sk.partition('#')[0]}")
    return item


def _add(item: AccountItem) -> None:
    put_if(item, AccountItem.pk.does_not_exist())


def _as_it_was(before: AccountItem, *names: str) -> Condition:
    held, was = AccountItem.pk.exists(), before.attribute_values
    for name in names:
        attribute = AccountItem.get_attributes()[name]
        value = was.get(name)
        held &= attribute.does_not_exist() if value is None else attribute == value
    return held


def _change(before: AccountItem, after: AccountItem, held: Condition | None = None) -> AccountItem:
    """What differs alone: a secret that was changed meanwhile is not written back. held: what must
    be true of it; None: that it is there. Answers what it is now."""
    was, wanted = before.attribute_values, after.attribute_values
    actions = _loud()
    for name, attribute in AccountItem.get_attributes().items():
        value = wanted.get(name)
        if value != was.get(name):
            actions.append(attribute.remove() if value is None else attribute.set(value))
    condition = AccountItem.pk.exists() if held is None else held
    done, now = update_if(after, actions, condition, answer="ALL_NEW")
    if not done or now is None:
        raise NotFound(f"no such {after.sk.partition('#')[0]}")
    return now


def _loud() -> list[Action]:
    return [
        AccountItem.announce.set(TOLD["announce"]),
        AccountItem.notice.set(TOLD["notice"]),
    ]


def _quiet() -> list[Action]:
    return [AccountItem.announce.remove(), AccountItem.notice.remove()]
