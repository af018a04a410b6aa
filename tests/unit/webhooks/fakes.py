"""Webhooks' ports in memory, a receiver that can be down, and a queue that is worked by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.accounts.cache import Cache
from chalicelib.channels.base import ProviderResponse
from chalicelib.conversations.model import Author, AuthorKind, Message, Visibility
from chalicelib.conversations.view import message_view
from chalicelib.shared.content import text
from chalicelib.shared.errors import Conflict
from chalicelib.shared.ids import AccountId, ConversationId
from chalicelib.shared.queues import Entry
from chalicelib.webhooks import delivering, service, taking
from chalicelib.webhooks.answering import Enrichment
from chalicelib.webhooks.model import Delivery, Endpoint, Off, State
from chalicelib.webhooks.ports import Page, WebhookPorts

GOOD = ProviderResponse(200, {}, b"")
NOON = datetime(2030, 5, 1, 12, tzinfo=UTC)


class MemoryWebhookStore:
    def __init__(self) -> None:
        self.hooks: dict[tuple[str, str], Endpoint] = {}
        self.ledger: dict[tuple[str, str, str], Delivery] = {}
        self.letters: dict[tuple[str, str], str] = {}
        self.beside: dict[tuple[str, str, str], dict[str, Any]] = {}

    def endpoints(self, account_id: str) -> list[Endpoint]:
        return [each for key, each in sorted(self.hooks.items()) if key[0] == account_id]

    def endpoint(self, account_id: str, id: str) -> Endpoint | None:
        return self.hooks.get((account_id, id))

    def save(self, endpoint: Endpoint) -> Endpoint:
        key = (endpoint.account_id, endpoint.id)
        if (self.hooks[key].version if key in self.hooks else 0) != endpoint.version:
            raise Conflict("changed")
        self.hooks[key] = replace(endpoint, version=endpoint.version + 1)
        self.letters.pop(key, None)
        return self.hooks[key]

    def remove(self, account_id: str, id: str) -> bool:
        return self.hooks.pop((account_id, id), None) is not None

    def switch_off(self, account_id: str, id: str, why: Off) -> bool:
        found = self.hooks.get((account_id, id))
        if found is None or found.off:
            return False
        self.hooks[account_id, id] = replace(found, off=why, version=found.version + 1)
        return True

    def begin_letter(self, account_id: str, id: str, *, now: datetime, since: datetime) -> bool:
        found, began = self.hooks.get((account_id, id)), self.letters.get((account_id, id))
        if found is None or not found.off or began == "sent":
            return False
        if began is not None and began >= since.isoformat():
            return False
        self.letters[account_id, id] = now.isoformat()
        return True

    def end_letter(self, account_id: str, id: str) -> None:
        self.letters[account_id, id] = "sent"

    def letter_sent(self, account_id: str, id: str) -> bool:
        return self.letters.get((account_id, id)) == "sent"

    def failing(self, account_id: str, id: str, since: datetime | None) -> None:
        found = self.hooks.get((account_id, id))
        if found and (since is None or found.failing_since is None):
            self.hooks[account_id, id] = replace(found, failing_since=since)

    def add(self, delivery: Delivery, ends: datetime) -> Delivery | None:
        key = (delivery.account_id, delivery.endpoint_id, delivery.id)
        if key in self.ledger:
            return self.ledger[key]
        self.ledger[key] = delivery
        return None

    def delivery(self, account_id: str, endpoint_id: str, id: str) -> Delivery | None:
        return self.ledger.get((account_id, endpoint_id, id))

    def record(self, delivery: Delivery, *, tries: int, waiting: bool = True) -> bool:
        key = (delivery.account_id, delivery.endpoint_id, delivery.id)
        there = self.ledger.get(key)
        if there is None or len(there.tries) != tries:
            return False
        if waiting and there.state is not State.WAITING:
            return False
        self.ledger[key] = delivery
        return True

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
        found = [
            each
            for key, each in sorted(self.ledger.items(), reverse=True)
            if key[:2] == (account_id, endpoint_id) and (not position or key[2] < position)
        ]
        if state is State.WAITING:
            found = [each for each in found if each.tries]
        found = [each for each in found if state in (None, each.state)]
        if since:
            oldest = f"{int(since.timestamp() * 1000):013d}"
            found = [each for each in found if each.id >= oldest]
        more = len(found) > limit
        return Page(tuple(found[:limit]), found[limit - 1].id if more else "")

    def keep_card(
        self, account_id: str, conversation_id: str, endpoint_id: str, card: Mapping[str, Any]
    ) -> None:
        self.beside[account_id, conversation_id, endpoint_id] = dict(card)

    def cards(self, account_id: str, conversation_id: str) -> list[dict[str, Any]]:
        return [
            {**card, "webhook_id": key[2]}
            for key, card in sorted(self.beside.items())
            if key[:2] == (account_id, conversation_id)
        ]


class Box:
    """Seals by turning round."""

    def encrypt(self, plain: str, *, account_id: str) -> str:
        return f"{account_id}:{plain[::-1]}"

    def decrypt(self, sealed: str, *, account_id: str) -> str:
        assert sealed.startswith(f"{account_id}:")
        return sealed.removeprefix(f"{account_id}:")[::-1]


@dataclass
class Received:
    url: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Scene:
    """answer: what the receiver says; an error is raised. due: (when, work) that waits."""

    store: MemoryWebhookStore = field(default_factory=MemoryWebhookStore)
    now: datetime = NOON
    answer: ProviderResponse | Exception = GOOD
    received: list[Received] = field(default_factory=list)
    due: list[tuple[datetime, dict[str, Any]]] = field(default_factory=list)
    woken: list[datetime] = field(default_factory=list)
    watched: dict[str, bool] = field(default_factory=dict)
    enriched: list[tuple[Mapping[str, Any], Enrichment]] = field(default_factory=list)
    warned: list[Endpoint] = field(default_factory=list)
    number: int = 0

    @property
    def ports(self) -> WebhookPorts:
        return WebhookPorts(
            store=self.store,
            secrets=Box(),
            kept=Cache(seconds=0),
            fetch=self.fetch,
            enqueue=self.enqueue,
            wake=self.wake,
            watch=lambda account_id, yes: self.watched.update({account_id: yes}),
            channels=lambda account_id: {"tg", "wa"},
            token=self.token,
            enrich=lambda account_id, data, told: self.enriched.append((data, told)),
            warn=self.warned.append,
            clock=lambda: self.now,
        )

    def token(self, length: int) -> bytes:
        self.number += 1
        return bytes([self.number]) * length

    def fetch(self, method: str, url: str, **how: Any) -> ProviderResponse:
        self.received.append(Received(url, dict(how["headers"]), how["body"]))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def enqueue(self, entries: Sequence[Entry]) -> None:
        for each in entries:
            self.due.append((self.now + timedelta(seconds=each.delay), json.loads(each.body)))

    def wake(self, account_id: str, name: str, at: datetime, work: Mapping[str, Any]) -> None:
        self.woken.append(at)
        self.due.append((at, dict(work)))

    def run(self, until: datetime | None = None) -> None:
        """Everything that is due up to then; the clock goes along."""
        while ready := [each for each in self.due if each[0] <= (until or self.now)]:
            first = min(ready, key=lambda each: each[0])
            self.due.remove(first)
            self.now = max(self.now, first[0])
            delivering.work(self.ports, first[1], receives=1)
        self.now = max(self.now, until or self.now)

    def endpoint(self, **how: Any) -> tuple[Endpoint, str]:
        values: dict[str, Any] = {
            "url": "https://shop.example/hooks",
            "types": ["message.received", "contact.changed"],
            **how,
        }
        return service.add(self.ports, account_id="acc", **values)

    def take(self, *events: Mapping[str, Any]) -> list[str]:
        return list(taking.take(self.ports, events))

    def one(self) -> Delivery:
        (found,) = self.store.ledger.values()
        return found


def _message(number: int) -> Message:
    return Message(
        account_id=AccountId("acc"),
        conversation_id=ConversationId("k1"),
        seq=number,
        author=Author(AuthorKind.CONTACT, "vera", "Vera"),
        content=text("Olá <b>ñ</b> \u202e"),
        visibility=Visibility.PUBLIC,
        at=NOON,
        dedup=f"d{number}",
    )


def event(number: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "type": "message.received",
        "event_id": f"k1#{number}#0",
        "account_id": "acc",
        "occurred_at": f"2030-05-01T11:59:{number % 60:02}.000Z",
        "conversation_id": "k1",
        "contact_id": "vera",
        "channel_id": "tg",
        "channel_kind": "telegram",
        "seq": number,
        "rev": 0,
        "message": message_view(_message(number)),
        "watched": True,
        **more,
    }
