"""Accounts, their agents, queues and channels. Pure: no AWS and no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from chalicelib.routing.model import Rules
from chalicelib.shared.ids import AccountId, AgentId, ChannelId, QueueId
from chalicelib.tags.model import Tag


class Role(StrEnum):
    OWNER = "owner"
    ADMINISTRATOR = "administrator"
    SUPERVISOR = "supervisor"
    AGENT = "agent"


class Presence(StrEnum):
    ONLINE = "online"
    AWAY = "away"
    BUSY = "busy"
    OFFLINE = "offline"


#: Of `Account.watched`: who listens to nothing, and only leaves something beside conversations.
SILENT = frozenset({"inlets"})
MAY_ADMINISTER = frozenset({Role.OWNER, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Account:
    """sealed_signing_key: the key of the visitors' tokens, 32 bytes in hex, encrypted.
    started: what of the first steps is done or put away (`first_steps.STEPS`).
    watched: who listens to its events; each keeps his own name there. Nobody: they go no further
    than the bus. factor_required: nobody works here without a second factor (`factor`)."""

    id: AccountId
    name: str
    language: str = "en"
    time_zone: str = "UTC"
    sealed_signing_key: str = field(default="", repr=False)
    started: tuple[str, ...] = ()
    watched: frozenset[str] = frozenset()
    factor_required: bool = False


@dataclass(frozen=True, slots=True)
class Agent:
    """sub: this person's id in the user pool; a token of another sub is not this agent's.
    presence: what he chose to show while a socket of his is open. active: False once he was
    deactivated: he stays as the name on what he did. tokens_from: tokens given before are refused.
    photo: a media key. preferences: his own choices (`preferences.KNOWN`). skills: name -> 1 to 5.
    capacity: conversations that queues give him at once; 0 = the usual number.
    factor: his sign-in asks for a second one, as far as we saw.
    version: optimistic lock; the store raises it."""

    id: AgentId
    account_id: AccountId
    name: str
    email: str
    role: Role = Role.AGENT
    presence: Presence = Presence.ONLINE
    photo: str = ""
    sub: str = ""
    version: int = field(default=0, compare=False)
    active: bool = True
    invited_at: datetime | None = None
    signed_in_at: datetime | None = None
    tokens_from: datetime | None = None
    preferences: Mapping[str, str] = field(default_factory=dict)
    skills: Mapping[str, int] = field(default_factory=dict)
    capacity: int = 0
    factor: bool = False


@dataclass(frozen=True, slots=True)
class Queue:
    id: QueueId
    account_id: AccountId
    name: str
    member_ids: tuple[str, ...] = ()
    rules: Rules = field(default_factory=Rules)


@dataclass(frozen=True, slots=True)
class ChannelRecord:
    """A channel as the table has it. sealed: its secrets as one encrypted JSON object, or ''.

    secret_names: which secrets are in it, so that listing channels decrypts nothing.
    installed: a website's: its script has run on a site.
    automation: what flows want to see of its messages ('', first, every); kept by them.
    checked_at: when the provider last said what the health is. heard_at: when somebody last wrote
    in, spoke_at: when something last went out, both to the hour: the first message of an hour is
    what moves it. failing_since: when its credentials were refused first; None while they are not.
    """

    id: ChannelId
    account_id: AccountId
    kind: str
    name: str
    settings: Mapping[str, str] = field(default_factory=dict)
    secret_names: tuple[str, ...] = ()
    sealed: str = field(default="", repr=False)
    queue_id: str = ""
    paused: bool = False
    health: str = "ok"
    health_detail: str = ""
    installed: bool = False
    automation: str = ""
    checked_at: datetime | None = None
    heard_at: datetime | None = None
    spoke_at: datetime | None = None
    failing_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class AccountPage:
    """Everything that the account's partition holds, as one query gives it."""

    account: Account
    agents: tuple[Agent, ...] = ()
    queues: tuple[Queue, ...] = ()
    channels: tuple[ChannelRecord, ...] = ()
    tags: tuple[Tag, ...] = ()

    def agent(self, agent_id: str) -> Agent | None:
        return next((agent for agent in self.agents if agent.id == agent_id), None)

    def queue(self, queue_id: str) -> Queue | None:
        return next((queue for queue in self.queues if queue.id == queue_id), None)

    def channel(self, channel_id: str) -> ChannelRecord | None:
        return next((channel for channel in self.channels if channel.id == channel_id), None)


class Lazy(Mapping[str, str]):
    """A mapping that is opened at its first use: most users of a channel need none of its secrets.

    Its repr tells nothing.
    """

    def __init__(self, names: tuple[str, ...], read: Callable[[], Mapping[str, str]]) -> None:
        self._names = names
        self._read = read
        self._values: Mapping[str, str] | None = None

    def _opened(self) -> Mapping[str, str]:
        if self._values is None:
            self._values = self._read()
        return self._values

    def __getitem__(self, name: str) -> str:
        return self._opened()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __repr__(self) -> str:
        return f"<{len(self._names)} secrets>"
