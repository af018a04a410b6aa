"""The small pieces between integrations' ports and the other domains' services."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chalicelib.automation.model import Happening
    from chalicelib.channels.base import ProviderResponse
    from chalicelib.conversations.model import Author, Conversation
    from chalicelib.integrations.model import Connection
    from chalicelib.shared.content import Content
    from chalicelib.shared.listening import Event

LISTENER = "integrations"
SERVICES = frozenset(
    {"slack.com", "accounts.google.com", "oauth2.googleapis.com", "sheets.googleapis.com"}
)


def take(events: Sequence[Event]) -> Collection[str]:
    """A consumer of the function `events`."""
    from chalicelib import wiring
    from chalicelib.integrations import running

    return running.take(wiring.integration_ports(), events)


def watch(account_id: str, watched: bool) -> None:
    from chalicelib import wiring

    ports = wiring.account_ports()
    if (LISTENER in ports.store.account(account_id).watched) != watched:
        ports.store.set_watched(account_id, LISTENER, watched)


def fetch(method: str, url: str, **how: Any) -> ProviderResponse:
    from chalicelib.shared import http

    return http.fetch(method, outside(url), **how)


def outside(url: str) -> str:
    """Where it is on the local stack, where a stand-in answers for `https://{host}/...`."""
    from urllib.parse import urlsplit

    from chalicelib.settings import settings

    stands_in = settings().integrations_url
    parts = urlsplit(url)
    if not stands_in or parts.scheme != "https" or parts.hostname not in SERVICES:
        return url
    return f"{stands_in}/{url.removeprefix('https://')}"


def warn(connection: Connection, why: str) -> None:
    """Administrators, by letter. That nobody can be told so stands in the log."""
    from chalicelib import bindings_webhooks
    from chalicelib.integrations.warning import letter
    from chalicelib.shared import log
    from chalicelib.shared.errors import AppError

    def written(language: str, public_url: str) -> tuple[str, str, str]:
        link = f"{public_url}/settings/integrations"
        return letter(connection, why, language=language, link=link)

    try:
        bindings_webhooks.tell_administrators(connection.account_id, written)
    except AppError as problem:
        log.error("integrations.nobody_told", problem, connection=connection.id)


def known(account_id: str, channel_ids: Sequence[str]) -> None:
    from chalicelib import bindings_webhooks
    from chalicelib.shared.errors import InvalidInput

    if channel_ids and not set(channel_ids) <= bindings_webhooks.channels(account_id):
        raise InvalidInput("there is no such channel", field="settings.channel_ids")


class Doing:
    """A `base.Doing`, over the services."""

    def contact(self, account_id: str, contact_id: str) -> Mapping[str, Any]:
        from chalicelib import wiring
        from chalicelib.shared.ids import AccountId, ContactId

        store = wiring.contact_ports().store
        found = store.get(AccountId(account_id), ContactId(contact_id))
        if found is not None and found.merged_into:
            found = store.get(AccountId(account_id), ContactId(found.merged_into))
        if found is None:
            return {}
        return {
            "name": found.name,
            "email": found.email,
            "phone": found.phone,
            "attributes": dict(found.attributes),
        }

    def conversation(self, account_id: str, conversation_id: str) -> Conversation | None:
        from chalicelib import bindings

        return bindings.conversation(account_id, conversation_id)

    def names(self, account_id: str) -> Mapping[str, str]:
        from chalicelib import bindings_calls

        page = bindings_calls.site(account_id)
        agents = {str(each.id): each.name for each in page.agents}
        channels = {str(each.id): each.name for each in page.channels}
        queues = {str(each.id): each.name for each in page.queues}
        return {**agents, **channels, **queues, "language": page.account.language}

    def reply(
        self, account_id: str, conversation_id: str, text: str, *, email: str, name: str, id: str
    ) -> None:
        from chalicelib import wiring
        from chalicelib.channels import policy, registry
        from chalicelib.conversations import service
        from chalicelib.shared.content import Content, Kind

        ports = wiring.conversation_ports()
        head = service.get(ports, account_id=account_id, conversation_id=conversation_id)
        policy.check_window(
            registry.get(head.channel_kind).limits,
            inbound=head.inbound,
            inbound_at=head.inbound_at,
            now=ports.clock(),
            by_agent=True,
        )
        service.post(
            ports,
            account_id=account_id,
            conversation_id=conversation_id,
            author=_author(account_id, email, name),
            content=Content(kind=Kind.TEXT, text=text),
            client_id=id,
        )

    def link(self, conversation_id: str) -> str:
        from chalicelib.settings import settings

        return f"{settings().public_url}/inbox/all/open/{conversation_id}"

    def show(
        self,
        connection: Connection,
        conversation_id: str,
        *,
        link: str = "",
        rows: Sequence[Mapping[str, str]] = (),
    ) -> None:
        from chalicelib import wiring
        from chalicelib.shared.clock import to_text
        from chalicelib.webhooks.answering import MOST_ROWS, safe_link

        names = ("title", "key", "content", "link")
        told = [{name: row.get(name, "")[:500] for name in names} for row in rows[:MOST_ROWS]]
        card = {
            "name": connection.name,
            "link": safe_link(link),
            "rows": [row | {"link": safe_link(row["link"])} for row in told],
            "at": to_text(wiring.integration_ports().clock()),
        }
        store = wiring.webhook_ports().store
        store.keep_card(connection.account_id, conversation_id, connection.id, card)

    def anybody(self, account_id: str) -> bool:
        from chalicelib import bindings_calls

        return bindings_calls.anybody_online(bindings_calls.site(account_id))

    def plain_http(self) -> bool:
        from chalicelib.settings import settings

        return bool(settings().allowed_private_hosts)

    def give(self, head: Conversation, connection: Connection) -> Conversation:
        from chalicelib import wiring
        from chalicelib.conversations import botting
        from chalicelib.conversations.model import Author, AuthorKind

        return botting.give_to_bot(
            wiring.conversation_ports(),
            account_id=head.account_id,
            conversation_id=head.id,
            actor=Author(AuthorKind.SYSTEM),
            bot_id=connection.id,
            name=connection.name,
            client_id=f"{connection.id}:{head.inbound}",
        )

    def hand_over(self, account_id: str, conversation_id: str, bot_id: str) -> None:
        """Open and nobody's: whoever finds people for conversations hears of it."""
        from chalicelib import wiring
        from chalicelib.conversations import changing
        from chalicelib.conversations.model import Author, AuthorKind, Status
        from chalicelib.conversations.values import Change

        head = self.conversation(account_id, conversation_id)
        if head is None or head.bot_id != bot_id:
            return
        changing.change(
            wiring.conversation_ports(),
            account_id=account_id,
            conversation_id=conversation_id,
            actor=Author(AuthorKind.SYSTEM),
            change=Change(status=Status.OPEN),
        )

    def say(
        self, connection: Connection, conversation_id: str, content: Content, *, id: str
    ) -> None:
        from chalicelib import wiring
        from chalicelib.conversations import saying

        head = self.conversation(connection.account_id, conversation_id)
        if head is not None and head.bot_id == connection.id:
            saying.say(
                wiring.conversation_ports(),
                head,
                content,
                dedup=id,
                name=connection.name,
                author_id=connection.id,
            )


def react(happening: Happening) -> bool:
    """Before the flows. Accounts without connections load nothing of them."""
    from chalicelib import bindings_calls, wiring

    if not happening.head.bot_id and happening.message is None:
        return False
    if LISTENER not in bindings_calls.site(happening.head.account_id).account.watched:
        return False
    from chalicelib.integrations import answering

    return answering.react(wiring.integration_ports(), happening)


def listened(account_id: str, automation: Mapping[str, str]) -> dict[str, str]:
    """With what bots of the owner's own want to see of the channels."""
    from chalicelib import wiring
    from chalicelib.integrations import answering

    known = wiring.integration_ports().store.connections(account_id)
    return {
        channel: answering.listens(known, channel) or wanted
        for channel, wanted in automation.items()
    }


def tell_channels(account_id: str) -> None:
    """After a connection was changed: the channels keep what is wanted of their messages."""
    from chalicelib import wiring
    from chalicelib.flows import service

    service.refresh(wiring.flow_ports(), account_id=account_id)


def _author(account_id: str, email: str, name: str) -> Author:
    """The agent with that e-mail; else an agent nobody knows, under that name."""
    from chalicelib import bindings_calls
    from chalicelib.conversations.model import Author, AuthorKind

    page = bindings_calls.site(account_id)
    agent = next((a for a in page.agents if a.active and email and a.email.lower() == email), None)
    if agent is None:
        return Author(AuthorKind.AGENT, name=name)
    return Author(AuthorKind.AGENT, agent.id, agent.name)
