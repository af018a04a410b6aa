"""Ports of working hours, tied to other domains' services. Imports are late."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from chalicelib.automation.model import Happening, Work
    from chalicelib.conversations.model import Conversation
    from chalicelib.hours.closing import Person


def has_queue(account_id: str, queue_id: str) -> bool:
    from chalicelib import bindings_calls
    from chalicelib.accounts.model import AccountPage

    def there(page: AccountPage) -> bool:
        return any(queue.id == queue_id for queue in page.queues)

    return there(bindings_calls.site(account_id, there))


def react(happening: Happening) -> bool:
    from chalicelib import wiring_automation
    from chalicelib.hours import closing

    return closing.react(wiring_automation.closing_ports(), happening)


def opens(account_id: str, queue_id: str) -> datetime | None:
    """When it opens; None while it is open, and if nobody knows."""
    from chalicelib import wiring_automation
    from chalicelib.hours import engine, service

    ports = wiring_automation.hours_ports()
    now = ports.clock()
    schedule = service.schedule_for(ports, account_id=account_id, queue_id=queue_id)
    found = engine.next_opening(schedule, now)
    return found if found is not None and found > now else None


def state_line(account_id: str, queue_id: str, languages: Sequence[str]) -> tuple[bool, str]:
    """Whether it is open, and 'Back at 14:00' in the first of the languages that is one of ours."""
    from chalicelib import wiring_automation
    from chalicelib.hours import engine, service, words

    ports = wiring_automation.hours_ports()
    schedule = service.schedule_for(ports, account_id=account_id, queue_id=queue_id)
    now = ports.clock()
    state = engine.state(schedule, now)
    language = next((name for name in languages if words.is_known(name)), "en")
    line = words.back_line(schedule, state, now, words.language_of(language))
    return state.kind == "open", line


def person(head: Conversation) -> Person:
    """Whom the closed message is for."""
    from chalicelib import bindings_calls, wiring
    from chalicelib.hours.closing import Person

    page = bindings_calls.site(head.account_id)
    contact = wiring.contact_ports().store.get(head.account_id, head.contact_id)
    channel = page.channel(head.channel_id)
    language = contact.language if contact else ""
    region = ""
    if head.visitor_id:
        visitor = bindings_calls.visitor_record(head.account_id, head.visitor_id)
        told = channel.settings.get("language", "auto") if channel else "auto"
        seen = visitor.language if visitor else ""
        language = language or (seen if told in ("", "auto") else told)
        region = visitor.country if visitor else ""
    return Person(
        name=(contact.name if contact else "") or head.contact_name,
        language=language,
        fallback=page.account.language,
        phone=contact.phone if contact else "",
        region=region,
        speaker=page.account.name,
    )


def call_back(head: Conversation, *, phone: str, name: str, due: datetime | None, id: str) -> None:
    from chalicelib import wiring
    from chalicelib.callbacks import service
    from chalicelib.shared.ids import derived_id

    service.arrange(
        wiring.callback_ports(),
        account_id=head.account_id,
        channel_id=head.channel_id,
        contact_id=head.visitor_id or head.contact_id,
        conversation_id=head.id,
        phone=phone,
        name=name,
        due_at=due,
        id=derived_id("callback", head.account_id, id),
    )


def number(text: str, region: str) -> str:
    """E.164; '' for what is no telephone number."""
    from chalicelib.contacts.phone import canonical

    found = canonical(text, region) if len(text) <= 40 else ""
    return found if sum(each.isdigit() for each in found) >= 7 else ""


def on_agent(work: Work) -> None:
    """An agent came, went or chose what to show: routing looks, and what waits for somebody
    rings."""
    from chalicelib import bindings_calls, bindings_routing, wiring
    from chalicelib.callbacks import service

    bindings_routing.on_agent(work)

    if bindings_calls.anybody_online(bindings_calls.site(work.account_id)):
        service.somebody_came(wiring.callback_ports(), account_id=work.account_id)


def changed(account_id: str) -> None:
    """Channels keep whether words in open conversations are looked at while it is closed."""
    from chalicelib import wiring
    from chalicelib.flows import service

    service.refresh(wiring.flow_ports(), account_id=account_id)


def department(head: Conversation) -> str:
    """Whose hours count. A visitor's first word is told before it is in its department's queue."""
    if head.queue_id or not head.visitor_id:
        return head.queue_id
    from chalicelib import bindings_calls
    from chalicelib.visitors.site_config import departments

    page = bindings_calls.site(head.account_id)
    channel = page.channel(head.channel_id)
    offered = departments(channel.settings, page.queues) if channel else ()
    if channel is None or not offered:
        return ""
    visitor = bindings_calls.visitor_record(head.account_id, head.visitor_id)
    chosen = visitor.department_id if visitor else ""
    return chosen if any(queue.id == chosen for queue in offered) else channel.queue_id
