"""The small pieces between integrations' ports and the other domains' services."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chalicelib.conversations.model import Author, Conversation
    from chalicelib.shared.listening import Event

LISTENER = "integrations"


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


def _author(account_id: str, email: str, name: str) -> Author:
    """The agent with that e-mail; else an agent nobody knows, under that name."""
    from chalicelib import bindings_calls
    from chalicelib.conversations.model import Author, AuthorKind

    page = bindings_calls.site(account_id)
    agent = next((a for a in page.agents if a.active and email and a.email.lower() == email), None)
    if agent is None:
        return Author(AuthorKind.AGENT, name=name)
    return Author(AuthorKind.AGENT, agent.id, agent.name)
