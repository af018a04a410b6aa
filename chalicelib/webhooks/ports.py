"""What webhooks need from outside, as small as they need it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from chalicelib.accounts.cache import Cache
from chalicelib.channels.base import ProviderResponse
from chalicelib.shared.clock import Clock
from chalicelib.shared.queues import Entry
from chalicelib.webhooks.answering import Enrichment
from chalicelib.webhooks.model import Delivery, Endpoint, Off, State


@dataclass(frozen=True, slots=True)
class Page:
    """position: where the next page begins; '' at the end."""

    deliveries: tuple[Delivery, ...]
    position: str = ""


class WebhookStore(Protocol):
    """See chalicelib/webhooks/store.py."""

    def endpoints(self, account_id: str) -> list[Endpoint]:
        """The oldest first."""

    def endpoint(self, account_id: str, id: str) -> Endpoint | None: ...

    def save(self, endpoint: Endpoint) -> Endpoint:
        """version 0: a new one. Raises Conflict if it was changed since it was read, or is gone."""

    def remove(self, account_id: str, id: str) -> bool:
        """Whether it was there."""

    def switch_off(self, account_id: str, id: str, why: Off) -> bool:
        """Nothing if it is off already. Whether this call did it."""

    def begin_letter(self, account_id: str, id: str, *, now: datetime, since: datetime) -> bool:
        """Whether this call is to tell administrators that it is off: nobody has, and nobody began
        to at `since` or later. It is forgotten when the endpoint changes."""

    def end_letter(self, account_id: str, id: str) -> None: ...

    def letter_sent(self, account_id: str, id: str) -> bool: ...

    def failing(self, account_id: str, id: str, since: datetime | None) -> None:
        """since: kept if there is one already; None: it works again."""

    def add(self, delivery: Delivery, ends: datetime) -> Delivery | None:
        """None: it is new. Else what is there, untouched. ends: when it is forgotten."""

    def delivery(self, account_id: str, endpoint_id: str, id: str) -> Delivery | None: ...

    def record(self, delivery: Delivery, *, tries: int, waiting: bool = True) -> bool:
        """Write what became of it, if it still has so many tries. waiting: and waits. Whether it
        was so."""

    def deliveries(
        self,
        account_id: str,
        endpoint_id: str,
        *,
        state: State | None,
        since: datetime | None,
        position: str,
        limit: int,
    ) -> Page:
        """The newest first. Waiting ones are listed apart once their first try has failed."""

    def keep_card(
        self, account_id: str, conversation_id: str, endpoint_id: str, card: Mapping[str, Any]
    ) -> None:
        """Beside the conversation; told to screens. The newest answer of each endpoint."""

    def cards(self, account_id: str, conversation_id: str) -> list[dict[str, Any]]: ...


class SecretBox(Protocol):
    def encrypt(self, plain: str, *, account_id: str) -> str: ...

    def decrypt(self, sealed: str, *, account_id: str) -> str: ...


@dataclass(frozen=True, slots=True)
class WebhookPorts:
    """watch: whether the account's events are to go to `events` (account, yes or no).
    channels: the ids of the account's. token: so many random bytes. private: plain http is taken
    (the local stack). wake: brings work back at a moment more than a quarter of an hour away
    (account, a name of its own, when, work). enrich: writes an answer through the services
    (account, contact, conversation, what was told, whether an agent may be given it).
    warn: administrators are to hear that this endpoint was switched off; raises MailFailed."""

    store: WebhookStore
    secrets: SecretBox
    kept: Cache[list[Endpoint]]
    fetch: Callable[..., ProviderResponse]
    enqueue: Callable[[Sequence[Entry]], None]
    wake: Callable[[str, str, datetime, Mapping[str, Any]], None]
    watch: Callable[[str, bool], None]
    channels: Callable[[str], Collection[str]]
    token: Callable[[int], bytes]
    enrich: Callable[[str, Mapping[str, Any], Enrichment], None]
    warn: Callable[[Endpoint], None]
    clock: Clock
    private: bool = False
