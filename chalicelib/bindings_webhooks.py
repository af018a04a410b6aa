"""The small pieces between webhooks' ports and the other domains' services."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from chalicelib.channels.base import ProviderResponse
    from chalicelib.shared.listening import Event
    from chalicelib.timers.model import Timer
    from chalicelib.webhooks.answering import Enrichment
    from chalicelib.webhooks.model import Endpoint

TIMER = "webhook"
LISTENER = "webhooks"


def take(events: Sequence[Event]) -> Collection[str]:
    """The consumer of the function `events`."""
    from chalicelib import wiring
    from chalicelib.webhooks import taking

    return taking.take(wiring.webhook_ports(), events)


def fetch(method: str, url: str, **how: Any) -> ProviderResponse:
    from chalicelib.shared import http

    return http.fetch(method, url, **how)


def token(length: int) -> bytes:
    import secrets

    return secrets.token_bytes(length)


def watch(account_id: str, watched: bool) -> None:
    from chalicelib import wiring

    ports = wiring.account_ports()
    if (LISTENER in ports.store.account(account_id).watched) != watched:
        ports.store.set_watched(account_id, LISTENER, watched)


def channels(account_id: str) -> frozenset[str]:
    from chalicelib import wiring
    from chalicelib.accounts import service

    page = service.bootstrap(wiring.account_ports(), account_id=account_id)
    return frozenset(channel.id for channel in page.channels)


def wake(account_id: str, name: str, at: datetime, work: Mapping[str, Any]) -> None:
    from chalicelib import wiring
    from chalicelib.timers import service
    from chalicelib.timers.model import Timer

    payload = {key: str(value) for key, value in work.items()}
    service.schedule(wiring.timer_ports(), timer=Timer(account_id, name, at, TIMER, payload))


def woken(timer: Timer) -> None:
    """Back to the queue of deliveries; a repeat is dropped there."""
    from chalicelib import wiring
    from chalicelib.settings import settings
    from chalicelib.shared.queues import entry

    work = {**timer.payload, "tries": int(timer.payload["tries"])}
    wiring.queue_sender(settings().deliveries_queue_url)([entry(work)])


def enrich(account_id: str, data: Mapping[str, Any], told: Enrichment) -> None:
    """Through the services, so that agents see it and its history tells it. What an agent has
    written stays: a contact's facts are filled in only where there are none, and a conversation
    is given to somebody only while nobody has it."""
    conversation_id = data.get("conversation_id", "")
    if conversation_id and (told.rows or told.link):
        _card(account_id, conversation_id, data["webhook_id"], told)
    if told.contact and data.get("contact_id"):
        _fill_in(account_id, data["contact_id"], told.contact)
    if conversation_id and told.assign_to:
        _assign(account_id, conversation_id, told.assign_to)


def _card(account_id: str, conversation_id: str, webhook_id: str, told: Enrichment) -> None:
    from dataclasses import asdict

    from chalicelib import wiring
    from chalicelib.shared.clock import to_text

    ports = wiring.webhook_ports()
    endpoint = ports.store.endpoint(account_id, webhook_id)
    before = next(
        (
            each
            for each in ports.store.cards(account_id, conversation_id)
            if each["webhook_id"] == webhook_id
        ),
        {},
    )
    card = {
        "name": (endpoint.description if endpoint else "") or "",
        "link": told.link,
        "rows": [asdict(row) for row in told.rows],
    }
    if all(before.get(name) == value for name, value in card.items()):
        return  # screens are told of news alone
    moment = to_text(ports.clock())
    ports.store.keep_card(account_id, conversation_id, webhook_id, card | {"at": moment})


def _fill_in(account_id: str, contact_id: str, wishes: Mapping[str, str]) -> None:
    from chalicelib import wiring
    from chalicelib.contacts import service
    from chalicelib.shared import log
    from chalicelib.shared.errors import AppError

    ports = wiring.contact_ports()
    known = service.get(ports, account_id=account_id, contact_id=contact_id)
    for name, value in wishes.items():
        if getattr(known, name):
            continue
        try:
            change: dict[str, Any] = {name: value}
            service.change(ports, account_id=account_id, contact_id=contact_id, **change)
        except AppError as problem:  # an e-mail that is none: the others are taken
            log.error("webhooks.contact_not_filled_in", problem, field=name)


def _assign(account_id: str, conversation_id: str, email: str) -> None:
    from chalicelib import bindings, bindings_calls, wiring
    from chalicelib.conversations import changing
    from chalicelib.conversations.model import Author, AuthorKind
    from chalicelib.conversations.values import Change

    page = bindings_calls.site(account_id)
    agent = next((a for a in page.agents if a.active and a.email.lower() == email), None)
    head = bindings.conversation(account_id, conversation_id)
    if agent is None or head is None or head.assignee_id or head.bot_id:
        return
    changing.change(
        wiring.conversation_ports(),
        account_id=account_id,
        conversation_id=conversation_id,
        actor=Author(AuthorKind.SYSTEM),
        change=Change(assignee_id=agent.id),
    )


def warn(endpoint: Endpoint) -> None:
    """Raises MailFailed if it reaches nobody."""
    from chalicelib.webhooks.warning import letter

    def written(language: str, public_url: str) -> tuple[str, str, str]:
        link = f"{public_url}/settings/webhooks/{endpoint.id}"
        told = letter(endpoint, language=language, link=link)
        return told.subject, told.text, told.html

    tell_administrators(endpoint.account_id, written)


def tell_administrators(
    account_id: str, written: Callable[[str, str], tuple[str, str, str]]
) -> None:
    """Owner and administrators, each by a letter of his own. One whom it cannot reach is left out;
    raises MailFailed if it reaches nobody. written: subject, text and HTML, in the account's
    language; links begin with the second argument."""
    from chalicelib import wiring
    from chalicelib.accounts import service
    from chalicelib.accounts.model import MAY_ADMINISTER
    from chalicelib.settings import settings
    from chalicelib.shared import aws, log
    from chalicelib.transcripts import mail
    from chalicelib.transcripts.model import Mail
    from chalicelib.transcripts.service import MailFailed

    if not settings().mail_sender:
        return
    page = service.bootstrap(wiring.account_ports(), account_id=account_id)
    told = written(page.account.language, settings().public_url)
    send, failures, sent = mail.sender(aws.mail, settings().mail_sender), 0, 0
    for agent in page.agents:
        if not (agent.active and agent.email and agent.role in MAY_ADMINISTER):
            continue
        try:
            send(Mail(page.account.name, agent.email, *told))
            sent += 1
        except MailFailed as problem:
            log.error("webhooks.administrator_not_told", problem, agent=agent.id)
            failures += 1
    if failures and not sent:
        raise MailFailed("nobody could be told")
