"""One request of the public API: whose it is, in whose name, and whether it is out of date."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from chalicelib.access.model import Token
from chalicelib.conversations.model import Author, AuthorKind
from chalicelib.entry._cursor import pack, unpack
from chalicelib.entry._http import Call
from chalicelib.shared.errors import Conflict, InvalidInput, Outdated
from chalicelib.shared.ids import derived_id
from chalicelib.wire.common import Wire

if TYPE_CHECKING:
    from chalicelib.accounts.model import AccountPage, Agent


T = TypeVar("T")
TRIES = 3  # against others who change the same
STARTER = "token-"  # before a token's id, where an agent's would stand


@dataclass(frozen=True, slots=True)
class Place:
    """position: as the service has it; '' = the beginning."""

    position: str
    scope: tuple[str, ...]

    def after(self, position: str) -> str | None:
        """The `next_cursor` of a list that goes on there; '' = at its end."""
        return pack(position, *self.scope) or None


@dataclass(frozen=True)
class ApiCall(Call):
    """key: of idempotency; '' = none was sent."""

    token: Token
    key: str = ""

    @property
    def account_id(self) -> str:
        return self.token.account_id

    @cached_property
    def account(self) -> AccountPage:
        """Agents, queues, channels and tags, from one query."""
        from chalicelib import wiring
        from chalicelib.accounts import service

        return service.bootstrap(wiring.account_ports(), account_id=self.account_id)

    @cached_property
    def client_id(self) -> str:
        """Stores once what the same key asks for twice, though the first answer was never kept."""
        from secrets import token_hex

        if not self.key:
            return f"v1-{token_hex(16)}"
        digest = hashlib.sha256(f"{self.token.id}#{self.key}".encode()).hexdigest()
        return f"v1-{digest[:40]}"

    @property
    def made_id(self) -> str:
        """Of what the request makes, so that the same key makes it once, though the first answer
        was never kept; '' = any."""
        return derived_id(self.account_id, self.client_id) if self.key else ""

    def author(self, agent_id: str = "") -> Author:
        """In the agent's name; else in the token's, which is nobody's id. Raises InvalidInput."""
        if not agent_id:
            return Author(AuthorKind.AGENT, "", self.token.name)
        agent = self.agent(agent_id)
        return Author(AuthorKind.AGENT, agent.id, agent.name)

    def agent(self, agent_id: str) -> Agent:
        """Who works here. Raises InvalidInput."""
        agent = self.account.agent(agent_id)
        if agent is None or not agent.active:
            raise InvalidInput("there is no such agent", field="agent_id")
        return agent

    def place(self, cursor: str, *scope: str) -> Place:
        """Where a list goes on. scope: which list it is, so that no other's cursor fits. Raises
        InvalidInput (cursor)."""
        mine = (self.account_id, *scope)
        return Place(unpack(cursor, *mine), mine)

    @property
    def starter(self) -> str:
        """Who starts a job, and may see it. Nobody's id: no screen is told."""
        return f"{STARTER}{self.token.id}"

    def settled(self, change: Callable[[], T]) -> T:
        """What `change` makes of what it reads. When somebody was faster, it is done anew; but
        raises Outdated if the caller asked that all be as he has seen it."""
        for _ in range(TRIES):
            try:
                return change()
            except Conflict as refusal:
                if refusal.field not in (None, "version"):
                    raise
                if self.conditional:
                    raise Outdated("it has changed since you read it") from None
        return change()

    @property
    def conditional(self) -> bool:
        return bool(self.header("if-match").strip())

    def match(self, current: Wire) -> None:
        """Raises Outdated if the caller has seen another state than this.

        Ours are strong; an edge that compresses an answer makes them weak (`W/"…"`), and callers
        send back what they got."""
        wanted = self.header("if-match").strip()
        if not wanted or wanted == "*":
            return
        if etag(current) not in {each.strip().removeprefix("W/") for each in wanted.split(",")}:
            raise Outdated("it has changed since you read it")


def etag(model: Wire) -> str:
    """Of exactly this representation: a strong validator (RFC 9110, 8.8)."""
    return f'"{hashlib.sha256(model.model_dump_json().encode()).hexdigest()[:24]}"'
