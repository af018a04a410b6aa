"""As `bindings`, for flows that begin by themselves. Imports are late."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chalicelib.settings import settings

if TYPE_CHECKING:
    from datetime import datetime

    from chalicelib.automation.model import Happening, Work
    from chalicelib.conversations.model import Conversation
    from chalicelib.conversations.values import ConversationListPage
    from chalicelib.flows.calling import Wanted
    from chalicelib.flows.hook_links import Named
    from chalicelib.flows.model import Flow
    from chalicelib.flows.starts import Due
    from chalicelib.timers.model import Timer

MOST_AT_ONCE = 100


def on_start(happening: Happening) -> bool:
    from chalicelib import wiring_flows
    from chalicelib.flows import starting

    return starting.on_start(wiring_flows.runtime_ports(), happening)


# Schedules --------------------------------------------------------------------------------------


def alarm(account_id: str, flows: Sequence[Flow]) -> None:
    """After a publication. Accounts without schedules load nothing of them."""
    from chalicelib.flows import starts

    if any(flow.on for flow in flows):
        _hear(account_id)
    if not any(starts.schedules(flows)):
        return
    from chalicelib import wiring_flows
    from chalicelib.flows import scheduled

    scheduled.set_alarms(wiring_flows.start_ports(), account_id=account_id, flows=flows)


def _hear(account_id: str) -> None:
    """A little later those are looked at who wrote while not everybody knew."""
    from chalicelib import wiring, wiring_flows
    from chalicelib.flows.hearing import AFTER, HEARD
    from chalicelib.shared.clock import to_text
    from chalicelib.timers import service
    from chalicelib.timers.model import Timer

    now = wiring_flows.system_clock()
    payload = {"since": to_text(now)}
    timer = Timer(account_id, f"{HEARD}-{to_text(now)}", now + AFTER, HEARD, payload)
    service.schedule(wiring.timer_ports(), timer=timer)


def on_hearing(timer: Timer) -> None:
    from chalicelib import wiring_automation
    from chalicelib.automation.model import on_account
    from chalicelib.flows.hearing import HEARD

    once = timer.payload["since"]
    wiring_automation.to_automation([on_account(timer.account_id, HEARD, timer.payload, once=once)])


def on_heard(work: Work) -> None:
    from chalicelib import wiring_flows
    from chalicelib.flows import hearing

    ports = wiring_flows.hearing_ports()
    hearing.on_heard(ports, account_id=work.account_id, payload=work.payload)


def on_missed(happening: Happening) -> bool:
    from chalicelib import wiring_flows
    from chalicelib.flows import hearing

    return hearing.on_missed(wiring_flows.runtime_ports(), happening)


def on_due(timer: Timer) -> None:
    from chalicelib import wiring_flows
    from chalicelib.flows import scheduled

    ports = wiring_flows.start_ports()
    scheduled.on_due(ports, account_id=timer.account_id, at=timer.due, payload=timer.payload)


def on_page(work: Work) -> None:
    from chalicelib import wiring_flows
    from chalicelib.flows import scheduled

    ports = wiring_flows.start_ports()
    scheduled.on_page(ports, account_id=work.account_id, payload=work.payload)


def set_timer(account_id: str, due: Due, at: datetime) -> None:
    from chalicelib import wiring
    from chalicelib.flows.scheduled import DUE
    from chalicelib.timers import service
    from chalicelib.timers.model import Timer

    id = f"{DUE}-{due.flow_id}-{due.number}-{due.place}"
    service.schedule(wiring.timer_ports(), timer=Timer(account_id, id, at, DUE, due.payload()))


def page(account_id: str, status: str, cursor: str) -> ConversationListPage:
    from chalicelib import wiring
    from chalicelib.shared.ids import AccountId

    store = wiring.conversation_ports().store
    return store.page(AccountId(account_id), status=status, cursor=cursor, limit=MOST_AT_ONCE)


def reachable(head: Conversation, now: datetime) -> bool:
    """By the channel's window, and by how long a word reopens what is resolved."""
    from chalicelib.channels import registry
    from chalicelib.channels.policy import WindowClosed, check_window
    from chalicelib.conversations import rules

    limits = registry.get(head.channel_kind).limits
    try:
        check_window(limits, inbound=head.inbound, inbound_at=head.inbound_at, now=now)
    except WindowClosed:
        return False
    return rules.reopens(head, now)


# Webhooks ---------------------------------------------------------------------------------------


def address(account_id: str, flow_id: str, webhook_id: str) -> str:
    from chalicelib import wiring
    from chalicelib.accounts import service
    from chalicelib.flows import hook_links

    key = service.signing_key(wiring.account_ports(), account_id=account_id)
    told = hook_links.token(key, hook_links.Named(account_id, flow_id, webhook_id))
    return f"{settings().public_url}/api/flow-hooks/{told}"


def named(token: str) -> Named:
    """Raises NotFound unless it is an address of ours."""
    from chalicelib import wiring
    from chalicelib.accounts import service
    from chalicelib.flows import hook_links

    told = hook_links.named(token)
    key = service.signing_key(wiring.account_ports(), account_id=told.account_id)
    hook_links.verify(key, token)
    return told


def reach(account_id: str, channel_id: str, whom: Wanted, flow: str, id: str) -> Conversation:
    """His conversation on the channel. Raises InvalidInput, naming the field."""
    from chalicelib import bindings_calls, wiring
    from chalicelib.channels.base import Sender
    from chalicelib.contacts.phone import canonical
    from chalicelib.conversations import reaching
    from chalicelib.conversations.opening import Source
    from chalicelib.flows.calling import CALLED
    from chalicelib.shared.clock import to_milliseconds
    from chalicelib.shared.errors import InvalidInput
    from chalicelib.shared.ids import AccountId, ChannelId

    channel = bindings_calls.site(account_id, lambda page: _has(page, channel_id)).channel(
        channel_id
    )
    if channel is None:
        raise InvalidInput("there is no such channel", field="channel_id")
    phone = canonical(whom.phone) if whom.phone else ""
    if whom.phone and not phone:
        raise InvalidInput("is no telephone number", field="contact.phone")
    ports = wiring.conversation_ports()
    sender = ""
    for contact_id in _contacts(account_id, whom, phone):
        sender = sender or reaching.sender_on(
            ports, account_id=account_id, contact_id=contact_id, channel_id=channel_id
        )
    if not sender and phone and channel.kind == "whatsapp":
        sender = phone.removeprefix("+")  # whoever has a telephone may be written to there
    if not sender:
        field = next((each for each in ("id", "phone", "email") if getattr(whom, each)), "id")
        raise InvalidInput("nobody like this has written there", field=f"contact.{field}")
    now = to_milliseconds(ports.clock())
    source = Source(
        AccountId(account_id),
        ChannelId(channel_id),
        channel.kind,
        now,
        automation=channel.automation,
        queue_id=channel.queue_id,
    )
    return reaching.reach(
        ports,
        source=source,
        sender=Sender(id=sender, name=whom.name, phone=phone),
        line=reaching.Line(CALLED, {"flow": flow}, id),
    )


def _has(page: object, channel_id: str) -> bool:
    from chalicelib.accounts.model import AccountPage

    return isinstance(page, AccountPage) and page.channel(channel_id) is not None


def _contacts(account_id: str, whom: Wanted, phone: str) -> list[str]:
    """Ids of contacts that may be meant; the most telling first. Raises InvalidInput."""
    from chalicelib import wiring
    from chalicelib.contacts import handles
    from chalicelib.shared.errors import InvalidInput

    if whom.id:
        return [whom.id]
    if not (phone or whom.email):
        raise InvalidInput("say whom: id, phone or email", field="contact")
    asked = handles.handles_of("" if phone else whom.email, phone)
    return [each.id for each in handles.known(wiring.handle_ports(), account_id, asked)]
