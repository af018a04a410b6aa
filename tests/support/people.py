"""Fakes of the ports of accounts and visitors, and ports made of them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import TypeVar

from chalicelib.accounts.claims import Claim
from chalicelib.accounts.model import (
    Account,
    AccountPage,
    Agent,
    ChannelRecord,
    Presence,
    Queue,
    Role,
)
from chalicelib.accounts.ports import AccountPorts, Invited, User
from chalicelib.channels import registry
from chalicelib.channels.base import ProviderRequest, ProviderResponse
from chalicelib.shared.clock import Clock
from chalicelib.shared.errors import Conflict, NotFound, Outdated
from chalicelib.visitors.model import Visitor

T = TypeVar("T")
R = TypeVar("R", Account, ChannelRecord, Queue)
NOON = datetime(2030, 5, 1, 12, tzinfo=UTC)


class MemoryAccountStore:
    """An `AccountStore`. reads: which methods were called that would cost a read. told: of what the
    consoles would hear."""

    def __init__(self) -> None:
        self.accounts: dict[str, Account] = {}
        self.agents: dict[tuple[str, str], Agent] = {}
        self.queues: dict[tuple[str, str], Queue] = {}
        self.channels: dict[tuple[str, str], ChannelRecord] = {}
        self.reads: list[str] = []
        self.told: list[str] = []

    def page(self, account_id: str) -> AccountPage:
        account = self.account(account_id)
        return AccountPage(
            account=account,
            agents=_of(self.agents, account_id),
            queues=_of(self.queues, account_id),
            channels=_of(self.channels, account_id),
        )

    def account(self, account_id: str) -> Account:
        self.reads.append("account")
        if account_id not in self.accounts:
            raise NotFound
        return self.accounts[account_id]

    def agent(self, account_id: str, agent_id: str) -> Agent:
        return self._get(self.agents, "agent", account_id, agent_id)

    def queue(self, account_id: str, queue_id: str) -> Queue:
        return self._get(self.queues, "queue", account_id, queue_id)

    def channel(self, account_id: str, channel_id: str) -> ChannelRecord:
        return self._get(self.channels, "channel", account_id, channel_id)

    def _get(self, things: dict[tuple[str, str], T], kind: str, account: str, id: str) -> T:
        self.reads.append(kind)
        if (account, id) not in things:
            raise NotFound
        return things[account, id]

    def add_account(self, account: Account) -> None:
        self.accounts.setdefault(account.id, account)

    def add_agent(self, agent: Agent) -> None:
        self.agents.setdefault((agent.account_id, agent.id), replace(agent, version=1))

    def save_account(self, before: Account, after: Account) -> None:
        if after.id not in self.accounts:
            raise NotFound
        self.accounts[after.id] = _changed(self.accounts[after.id], before, after)
        self.told.append("account")

    def save_agent(self, agent: Agent, *, tell: bool = True, beside: str = "") -> None:
        stored = self.agents.get((agent.account_id, agent.id))
        other = self.agents.get((agent.account_id, beside))
        if beside and (other is None or other.role is not Role.OWNER or not other.active):
            raise Conflict
        if stored is None:
            raise NotFound
        if stored.version != agent.version:
            raise Conflict
        self.agents[agent.account_id, agent.id] = replace(agent, version=agent.version + 1)
        if tell:
            self.told.append("agent")

    def signed_in(self, account_id: str, agent_id: str, at: datetime) -> None:
        stored = self.agents.get((account_id, agent_id))
        if stored is None:
            return
        if stored.signed_in_at is None:
            self.told.append("agent")
        self.agents[account_id, agent_id] = replace(stored, signed_in_at=at)

    def set_factor(self, account_id: str, agent_id: str, on: bool) -> None:
        stored = self.agents.get((account_id, agent_id))
        if stored is not None and stored.factor != on:
            version = stored.version + 1
            self.agents[account_id, agent_id] = replace(stored, factor=on, version=version)

    def add_queue(self, queue: Queue) -> None:
        self.queues.setdefault((queue.account_id, queue.id), queue)
        self.told.append("queue")

    def save_queue(self, before: Queue, after: Queue, *, exactly: bool = False) -> Queue:
        key = (after.account_id, after.id)
        if exactly and self.queues.get(key) != before:
            raise Outdated
        if key not in self.queues:
            raise NotFound
        self.queues[key] = _changed(self.queues[key], before, after)
        self.told.append("queue")
        return self.queues[key]

    def remove_queue(self, account_id: str, queue_id: str) -> None:
        if self.queues.pop((account_id, queue_id), None) is None:
            raise NotFound
        self.told.append("queue")

    def add_channel(self, channel: ChannelRecord) -> None:
        self.channels.setdefault((channel.account_id, channel.id), channel)

    def save_channel(self, before: ChannelRecord, after: ChannelRecord) -> None:
        key = (after.account_id, after.id)
        if key not in self.channels:
            raise NotFound
        self.channels[key] = _changed(self.channels[key], before, after)

    def set_watched(self, account_id: str, who: str, watched: bool) -> None:
        account = self.account(account_id)
        names = account.watched | {who} if watched else account.watched - {who}
        self.save_account(account, replace(account, watched=names))

    def set_automation(self, account_id: str, channel_id: str, automation: str) -> None:
        with suppress(NotFound):
            channel = self.channel(account_id, channel_id)
            self.save_channel(channel, replace(channel, automation=automation))

    def heard(self, account_id: str, channel_id: str, at: datetime, since: datetime) -> None:
        with suppress(NotFound):
            channel = self.channel(account_id, channel_id)
            if channel.heard_at is None or channel.heard_at < since:
                self.save_channel(channel, replace(channel, heard_at=at))

    def spoke(self, account_id: str, channel_id: str, at: datetime, since: datetime) -> None:
        with suppress(NotFound):
            channel = self.channel(account_id, channel_id)
            if channel.spoke_at is None or channel.spoke_at < since:
                self.save_channel(channel, replace(channel, spoke_at=at))

    def remove_channel(self, account_id: str, channel_id: str) -> None:
        if self.channels.pop((account_id, channel_id), None) is None:
            raise NotFound


def _changed(stored: R, before: R, after: R) -> R:
    """The stored one with what differs between the two."""
    names = [each.name for each in fields(after)]
    different = [name for name in names if getattr(before, name) != getattr(after, name)]
    return replace(stored, **{name: getattr(after, name) for name in different})


def _of(things: dict[tuple[str, str], T], account_id: str) -> tuple[T, ...]:
    return tuple(thing for (account, _), thing in sorted(things.items()) if account == account_id)


class MemoryClaims:
    """A `ChannelClaims`."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], Claim] = {}

    def take(
        self, kind: str, identity: str, mine: Claim, over: Claim | None = None
    ) -> Claim | None:
        stands = self.kept.get((kind, identity))
        if stands and stands.channel_id != mine.channel_id and stands != over:
            return stands
        self.kept[kind, identity] = mine
        return None

    def free(self, kind: str, identity: str, channel_id: str) -> None:
        stands = self.kept.get((kind, identity))
        if stands and stands.channel_id == channel_id:
            del self.kept[kind, identity]


class MirrorBox:
    """A `SecretBox` whose sealed text says for whom it is and reads backwards."""

    def encrypt(self, plain: str, *, account_id: str) -> str:
        return f"{account_id}:{plain[::-1]}"

    def decrypt(self, sealed: str, *, account_id: str) -> str:
        owner, _, text = sealed.partition(":")
        if owner != account_id:
            raise ValueError("sealed for another account")
        return text[::-1]


class MemoryUsers:
    """A `UserDirectory`. passwords: by e-mail. invited: to whom the pool wrote. out: who may
    not come in. factors: whose sign-in asks for a second one."""

    def __init__(self) -> None:
        self.users: dict[str, User] = {}
        self.passwords: dict[str, str] = {}
        self.invited: list[str] = []
        self.out: set[str] = set()
        self.factors: set[str] = set()

    def find(self, email: str) -> User | None:
        user = self.users.get(email)
        return replace(user, settled=email in self.passwords) if user else None

    def add(self, email: str, *, account_id: str, agent_id: str) -> User:
        if email in self.users:
            raise Conflict(field="email")
        self.users[email] = User(f"sub-{email}", account_id, agent_id)
        return self.users[email]

    def set_password(self, email: str, password: str) -> None:
        self.passwords[email] = password

    def invite(self, email: str, *, account_id: str, agent_id: str, by_mail: bool) -> Invited:
        user = self.find(email)
        if user is not None and user.account_id != account_id:
            raise Conflict(field="email")
        self.invited.append(email)
        user = user or self.add(email, account_id=account_id, agent_id=agent_id)
        return Invited(user, "" if by_mail else f"temporary-{len(self.invited)}")

    def shut_out(self, email: str) -> None:
        self.out.add(email)

    def drop_factor(self, email: str) -> None:
        self.factors.discard(email)

    def let_in(self, email: str) -> None:
        self.out.discard(email)


class MemoryVisitorStore:
    """A `VisitorStore`. calls: "get" and "save", in order."""

    def __init__(self) -> None:
        self.visitors: dict[tuple[str, str], Visitor] = {}
        self.calls: list[str] = []

    def get(self, account_id: str, contact_id: str) -> Visitor | None:
        self.calls.append("get")
        return self.visitors.get((account_id, contact_id))

    def save(self, visitor: Visitor) -> Visitor:
        self.calls.append("save")
        key = (visitor.account_id, visitor.contact_id)
        stored = self.visitors.get(key)
        if (stored.version if stored else 0) != visitor.version:
            raise Conflict
        self.visitors[key] = replace(visitor, version=visitor.version + 1)
        return self.visitors[key]


class Hands:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


def refuse_calls(request: ProviderRequest) -> ProviderResponse:
    raise AssertionError("no provider is to be called here")


def account_ports(
    *,
    store: MemoryAccountStore | None = None,
    clock: Clock | None = None,
    call: Callable[[ProviderRequest], ProviderResponse] = refuse_calls,
    told: list[tuple[str, str, Presence]] | None = None,
) -> AccountPorts:
    def announce(account_id: str, agent_id: str, presence: Presence) -> None:
        if told is not None:
            told.append((account_id, agent_id, presence))

    return AccountPorts(
        store=store or MemoryAccountStore(),
        claims=MemoryClaims(),
        secrets=MirrorBox(),
        users=MemoryUsers(),
        clock=clock or (lambda: NOON),
        adapter=registry.get,
        call=call,
        announce_presence=announce,
        public_url="https://chat.example.com",
        base_urls={"telegram": "https://tg.example", "whatsapp": "https://wa.example/v23.0"},
    )
