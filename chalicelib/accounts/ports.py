"""What the accounts' service needs from outside, declared as small as it needs it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from chalicelib.accounts.cache import Cache
from chalicelib.accounts.claims import ChannelClaims
from chalicelib.accounts.model import Account, AccountPage, Agent, ChannelRecord, Presence, Queue
from chalicelib.channels.base import Channel, ChannelAdapter, ProviderRequest, ProviderResponse
from chalicelib.shared.clock import Clock


class AccountStore(Protocol):
    """Every method but `add_*` raises NotFound if the account has no such thing."""

    def page(self, account_id: str) -> AccountPage:
        """One query of the account's partition."""

    def account(self, account_id: str) -> Account: ...

    def set_watched(self, account_id: str, who: str, watched: bool) -> None:
        """Whether `who` listens to the account's events; nothing else of it is written."""

    def agent(self, account_id: str, agent_id: str) -> Agent: ...

    def queue(self, account_id: str, queue_id: str) -> Queue: ...

    def channel(self, account_id: str, channel_id: str) -> ChannelRecord: ...

    def add_account(self, account: Account) -> None:
        """Changes nothing if it is there."""

    def add_agent(self, agent: Agent) -> None:
        """Changes nothing if it is there."""

    def save_account(self, before: Account, after: Account) -> None:
        """What differs, and nothing else: the rest may have changed since it was read."""

    def save_agent(self, agent: Agent, *, tell: bool = True, beside: str = "") -> None:
        """tell: let the consoles know, as every other write does. beside: somebody who must be an
        owner, and active, at the moment of the write. Raises Conflict if he is not, or if the agent
        was changed since he was read."""

    def signed_in(self, account_id: str, agent_id: str, at: datetime) -> None:
        """Remember when. Consoles are told of the first time alone; of a stranger, nothing."""

    def set_factor(self, account_id: str, agent_id: str, on: bool) -> None:
        """Whether his sign-in asks for a second one; nothing else of him is written. Of a stranger,
        nothing."""

    def add_queue(self, queue: Queue) -> None: ...

    def save_queue(self, before: Queue, after: Queue, *, exactly: bool = False) -> Queue:
        """What differs, as `save_account`. exactly: only if it still is as `before`. Answers what
        it is now. Raises NotFound, or Outdated."""

    def remove_queue(self, account_id: str, queue_id: str) -> None: ...

    def add_channel(self, channel: ChannelRecord) -> None: ...

    def save_channel(self, before: ChannelRecord, after: ChannelRecord) -> None:
        """What differs, as `save_account`."""

    def set_automation(self, account_id: str, channel_id: str, automation: str) -> None:
        """Nothing else of the channel is written; nothing if it is gone."""

    def spoke(self, account_id: str, channel_id: str, at: datetime, since: datetime) -> None:
        """As `heard`: something went out."""

    def heard(self, account_id: str, channel_id: str, at: datetime, since: datetime) -> None:
        """Somebody wrote in at that moment: kept unless one is known from `since` on. Screens are
        told nothing; nothing else of the channel is written; nothing if it is gone."""

    def remove_channel(self, account_id: str, channel_id: str) -> None: ...


class SecretBox(Protocol):
    """Encrypts with the deployment's key; what one account sealed, another cannot open."""

    def encrypt(self, plain: str, *, account_id: str) -> str: ...

    def decrypt(self, sealed: str, *, account_id: str) -> str: ...


@dataclass(frozen=True, slots=True)
class User:
    """A person in the user pool. ids: empty if the pool does not say. settled: has a password of
    his own."""

    sub: str
    account_id: str = ""
    agent_id: str = ""
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Invited:
    """temporary_password: '' if it went to him by mail."""

    user: User
    temporary_password: str = field(default="", repr=False)


class UserDirectory(Protocol):
    """The user pool, for administrators."""

    def find(self, email: str) -> User | None: ...

    def add(self, email: str, *, account_id: str, agent_id: str) -> User:
        """Sends no mail. Raises Conflict if the address is taken."""

    def set_password(self, email: str, password: str) -> None:
        """For good: no change is asked for at the first sign-in. Raises InvalidInput (password)."""

    def invite(self, email: str, *, account_id: str, agent_id: str, by_mail: bool) -> Invited:
        """Add him, or renew the invitation of one who has not come yet; the pool writes to him.
        Raises Conflict (email) if the address is another's."""

    def shut_out(self, email: str) -> None:
        """No sign-in any more; what he was given is revoked. Harmless if it is so already."""

    def drop_factor(self, email: str) -> None:
        """His sign-in asks for no second factor, until he sets one up again. Repeatable."""

    def let_in(self, email: str) -> None:
        """Undo `shut_out`."""


Has = Callable[[AccountPage], bool]


def anything(page: AccountPage) -> bool:
    """For those who look for nothing in particular."""
    return True


class Site(Protocol):
    """As `service.site`, in another domain's ports."""

    def __call__(self, account_id: str, has: Has = anything) -> AccountPage: ...


Call = Callable[[ProviderRequest], ProviderResponse]
AnnouncePresence = Callable[[str, str, Presence], None]  # account, agent, presence


def _nothing(*_: str) -> None:
    """For ports that a caller does not need."""


@dataclass(frozen=True, slots=True)
class AccountPorts:
    """public_url: origin of webhook addresses. base_urls: channel kind -> provider's address.
    hang_up: closes an agent's sockets (account, agent). hand_over: gives his conversations to
    another agent, '' = to nobody (account, agent, heir); durable, and done in a while.
    mails: whether the user pool's mail reaches anybody. plain_http: whether an address of an
    owner's may go without TLS (the local stack)."""

    store: AccountStore
    claims: ChannelClaims
    secrets: SecretBox
    users: UserDirectory
    clock: Clock
    adapter: Callable[[str], ChannelAdapter]
    call: Call
    announce_presence: AnnouncePresence
    hang_up: Callable[[str, str], None] = _nothing
    hand_over: Callable[[str, str, str], None] = _nothing
    mails: bool = True
    plain_http: bool = False
    public_url: str = ""
    base_urls: Mapping[str, str] = field(default_factory=dict)
    channels: Cache[Channel] = field(default_factory=lambda: Cache(seconds=10))
    agents: Cache[Agent] = field(default_factory=lambda: Cache(seconds=60))
    pages: Cache[AccountPage] = field(default_factory=lambda: Cache(seconds=10))
    factor_rules: Cache[bool] = field(default_factory=lambda: Cache(seconds=10))
