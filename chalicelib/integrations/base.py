"""What an integration is: one file with one of these, and its line in the registry.

settings: a pydantic model; the console draws its form from it. secrets: likewise, of texts that
are kept encrypted. oauth: how it is connected by consent, if it can be. triggers: `jobs`, from the
account's events. actions: `run`. panel: what `run` leaves beside a conversation (`Doing.show`).
What its service calls us with: `hear`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from chalicelib.channels.base import ProviderResponse
from chalicelib.conversations.model import Conversation
from chalicelib.integrations.model import Connection, Job, Refused
from chalicelib.integrations.oauth import OAuth
from chalicelib.shared.content import Content
from chalicelib.shared.errors import InvalidInput, TryAgain

if TYPE_CHECKING:
    from pydantic import BaseModel

Event = Mapping[str, Any]
SECONDS = 10.0
MOST_ANSWER = 256 * 1024


class Doing(Protocol):
    """What an integration may do here; see bindings_integrations.py."""

    def contact(self, account_id: str, contact_id: str) -> Mapping[str, Any]:
        """`{}` if there is none."""

    def conversation(self, account_id: str, conversation_id: str) -> Conversation | None: ...

    def names(self, account_id: str) -> Mapping[str, str]:
        """Of channels, queues and agents, by their ids; "language" of the account."""

    def reply(
        self, account_id: str, conversation_id: str, text: str, *, email: str, name: str, id: str
    ) -> None:
        """As the agent of that e-mail, or under that name. Raises InvalidInput where nothing may be
        written, and NotFound."""

    def link(self, conversation_id: str) -> str: ...

    def show(
        self,
        connection: Connection,
        conversation_id: str,
        *,
        link: str = "",
        rows: Sequence[Mapping[str, str]] = (),
    ) -> None:
        """A card beside the conversation under the connection's name, in place of the one before.
        link: opens in a new tab. rows: `title`, `key`, `content`, `link`, as text."""

    def anybody(self, account_id: str) -> bool:
        """Whether an agent is online."""

    def plain_http(self) -> bool:
        """Whether addresses without TLS are taken: on the local stack."""

    def give(self, head: Conversation, connection: Connection) -> Conversation:
        """The bot has it from now on. Raises Conflict or TryAgain."""

    def hand_over(self, account_id: str, conversation_id: str, bot_id: str) -> None:
        """To people, if this bot still has it. Repeatable."""

    def say(
        self, connection: Connection, conversation_id: str, content: Content, *, id: str
    ) -> None:
        """As the bot, if it still has the conversation; once for each id."""


class Memory(Protocol):
    def recall(self, connection: Connection, name: str) -> str:
        """'' if nothing is known under it."""

    def remember(self, connection: Connection, name: str, value: str) -> None:
        """Unless something is known under it."""


@dataclass(frozen=True, slots=True)
class Ctx:
    """secrets: in clear. fetch: as shared/http.fetch, which reaches no private address."""

    connection: Connection
    secrets: Mapping[str, str] = field(repr=False)
    fetch: Callable[..., ProviderResponse]
    memory: Memory
    doing: Doing
    now: datetime

    @property
    def settings(self) -> Mapping[str, Any]:
        return self.connection.settings

    def call(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        seconds: float = SECONDS,
    ) -> ProviderResponse:
        """Raises TryAgain for what may pass: too many calls, a fault of theirs; NoAnswer."""
        answer = self.fetch(
            method, url, headers=headers or {}, body=body, seconds=seconds, limit=MOST_ANSWER
        )
        if answer.status == 429 or answer.status >= 500:
            raise TryAgain(f"HTTP {answer.status}")
        return answer


@dataclass(frozen=True, slots=True)
class Heard:
    """answer: JSON that the caller is given. jobs: done after that."""

    answer: Mapping[str, Any] = field(default_factory=dict)
    jobs: Sequence[Job] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """headers: by their lower-case names. body: as it came."""

    headers: Mapping[str, str]
    body: bytes

    def told(self) -> dict[str, Any]:
        """The JSON object in the body, with nothing in it that cannot be kept. Raises
        InvalidInput."""
        try:
            told = json.loads(self.body)
            json.dumps(told, ensure_ascii=False).encode()  # half a character is no text
        except (ValueError, RecursionError):
            raise InvalidInput("is no JSON", field="body") from None
        if not isinstance(told, dict):
            raise InvalidInput("is no JSON", field="body")
        return told


class Integration(Protocol):
    kind: str
    Settings: type[BaseModel]
    Secrets: type[BaseModel]
    oauth: OAuth | None

    def jobs(self, settings: Mapping[str, Any], event: Event) -> Sequence[Job]:
        """What this event is a reason for. Pure."""

    def check(self, ctx: Ctx) -> Mapping[str, str]:
        """Whether it works, by a call that changes nothing; facts for people. Raises Refused."""

    def run(self, ctx: Ctx, job: Job) -> None:
        """Raises Refused (it is not tried again) or TryAgain."""

    def hear(self, ctx: Ctx, request: Request) -> Heard:
        """What its service tells. Raises Unauthenticated, or NotFound where nothing is heard."""


__all__ = ["Ctx", "Doing", "Event", "Heard", "Integration", "Memory", "Refused", "Request"]
