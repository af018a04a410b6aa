"""The small pieces between flows and other domains' services. Imports are late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from chalicelib.automation.model import Happening
    from chalicelib.conversations.model import Conversation
    from chalicelib.flows.effects import CallHttp, Emit
    from chalicelib.flows.env import Called, Env
    from chalicelib.flows.events import HttpAnswered
    from chalicelib.flows.graph import Graph
    from chalicelib.flows.model import Flow, Session
    from chalicelib.flows.validate import Catalogue
    from chalicelib.tags.model import Tagging


def known(account_id: str) -> Catalogue:
    """What of the account's a flow may name. Surveys are looked up when they are asked."""
    from chalicelib import wiring
    from chalicelib.accounts import service
    from chalicelib.flows.validate import Catalogue
    from chalicelib.settings import settings

    page = service.bootstrap(wiring.account_ports(), account_id=account_id)
    flows = wiring.flow_ports().store.catalogue(account_id)
    return Catalogue(
        queues={queue.id for queue in page.queues},
        agents={agent.id for agent in page.agents if agent.active},
        tags={tag.id for tag in page.tags},
        flows={flow.id for flow in flows if flow.published},
        channels={channel.id for channel in page.channels},
        plain_http=bool(settings().allowed_private_hosts),
    )


def channels(account_id: str) -> Sequence[str]:
    from chalicelib import wiring
    from chalicelib.accounts import service

    page = service.bootstrap(wiring.account_ports(), account_id=account_id)
    return [channel.id for channel in page.channels]


def listen(account_id: str, automation: Mapping[str, str]) -> None:
    """What closed messages want to see of the channels is kept beside it."""
    from chalicelib import bindings_integrations, wiring
    from chalicelib.accounts import channels
    from chalicelib.conversations.bots import with_closed
    from chalicelib.hours import service

    speaks = service.speaks(wiring.hours_ports(), account_id=account_id)
    heard = bindings_integrations.listened(account_id, automation)
    told = {channel: with_closed(wanted, speaks) for channel, wanted in heard.items()}
    channels.listen(wiring.account_ports(), account_id=account_id, automation=told)


def changed(account_id: str) -> None:
    """What this process keeps of the account's flows is old."""
    from chalicelib import wiring_flows

    wiring_flows.kept_flows().forget(account_id)


# What runs them ---------------------------------------------------------------------------------


def react(happening: Happening) -> bool:
    """Accounts without flows load nothing of them."""
    head = happening.head
    if not head.bot_id and not flows_of(head.account_id):
        return False
    from chalicelib import wiring_flows
    from chalicelib.flows import runtime

    return runtime.react(wiring_flows.runtime_ports(), happening)


def on_timer(happening: Happening) -> bool:
    from chalicelib import wiring_flows
    from chalicelib.flows import runtime

    return runtime.on_timer(wiring_flows.runtime_ports(), happening)


def set_timer(account_id: str, kind: str, due: datetime, payload: Mapping[str, str]) -> None:
    """A wait is woken when it is due; for a look at what is silent, the sweep is soon enough."""
    from chalicelib import bindings, wiring
    from chalicelib.flows.turning import LOOK_TIMER
    from chalicelib.timers import service
    from chalicelib.timers.model import Timer

    if kind != LOOK_TIMER:
        bindings.set_timer(account_id, kind, due, payload)
        return
    timer = Timer(account_id, f"{kind}-{payload['conversation_id']}", due, kind, payload)
    service.keep(wiring.timer_ports(), timer=timer)


def flows_of(account_id: str) -> list[Flow]:
    """At most seconds old."""
    from chalicelib import wiring_flows

    store = wiring_flows.flow_ports().store
    kept = wiring_flows.kept_flows()
    return kept.get(account_id, wiring_flows.system_clock(), lambda: store.catalogue(account_id))


def graph(account_id: str, flow_id: str, number: int) -> Graph | None:
    """A published version never changes: read and made ready once a process."""
    from chalicelib import wiring_flows

    key = f"{account_id}#{flow_id}#{number}"
    kept = wiring_flows.kept_graphs()
    if key not in kept:
        found = _graph(account_id, flow_id, number)
        if found is None:
            return None
        if len(kept) >= MOST_GRAPHS:
            kept.clear()
        kept[key] = found
    return kept[key]


MOST_GRAPHS = 50


def _graph(account_id: str, flow_id: str, number: int) -> Graph | None:
    from chalicelib import wiring_flows
    from chalicelib.flows.service import parsed

    store = wiring_flows.flow_ports().store
    version = store.version(account_id, flow_id, number)
    data = store.graph(account_id, flow_id, version.draft_version) if version else None
    return parsed(data) if data else None


def called(account_id: str, flow_id: str, number: int) -> Called | None:
    """A flow that another one calls; number 0: what is published now."""
    from chalicelib import wiring_flows
    from chalicelib.flows.env import Called

    if not number:
        flow = next((each for each in flows_of(account_id) if each.id == flow_id), None)
        if flow is None or not flow.published:  # of a moment ago, maybe
            flow = wiring_flows.flow_ports().store.flow(account_id, flow_id)
        number = flow.published if flow else 0
    found = graph(account_id, flow_id, number) if number else None
    return Called(number, found) if found else None


def env(head: Conversation, now: datetime) -> Env:
    from functools import partial

    from chalicelib.flows.env import Env

    facts = _Facts(head)
    return Env(
        now=now,
        contact_id=head.contact_id,
        facts=facts,
        language=facts.language(),
        zone=facts.zone,
        hours=partial(hours, head.account_id, now),
        agents_online=partial(agents_online, head.account_id),
        flow=partial(called, head.account_id),
    )


class _Facts(dict[str, Mapping[str, object]]):
    """What texts and conditions may name; the contact is read once, when something asks."""

    def __init__(self, head: Conversation) -> None:
        from chalicelib import bindings_calls, wiring

        page = bindings_calls.site(head.account_id)
        self.zone = page.account.time_zone
        channel = page.channel(head.channel_id)
        contact = wiring.contact_ports().store.get(head.account_id, head.contact_id)
        self._language = contact.language if contact else ""
        if not self._language and head.visitor_id:
            visitor = bindings_calls.visitor_record(head.account_id, head.visitor_id)
            self._language = visitor.language if visitor else ""
        self._language = self._language or page.account.language
        names = {tag.id: tag.name for tag in page.tags}
        name = (contact.name if contact else "") or head.contact_name
        super().__init__(
            contact={
                "name": name,
                "first_name": name.split(" ")[0],
                "email": contact.email if contact else "",
                "phone": contact.phone if contact else "",
                "language": self._language,
                "tags": [names.get(tag, tag) for tag in contact.tags] if contact else [],
                "attributes": dict(contact.attributes) if contact else {},
            },
            conversation={
                "id": head.id,
                "tags": [names.get(tag, tag) for tag in head.tags],
                "priority": head.priority,
                "attributes": dict(head.attributes),
            },
            channel={
                "id": head.channel_id,
                "kind": head.channel_kind,
                "name": channel.name if channel else "",
            },
            account={"name": page.account.name},
        )

    def language(self) -> str:
        return self._language


def zone(account_id: str) -> str:
    from chalicelib import bindings_calls

    return bindings_calls.site(account_id).account.time_zone


def hours(account_id: str, now: datetime, queue_id: str) -> str:
    from chalicelib import wiring_automation
    from chalicelib.hours import engine, service

    ports = wiring_automation.hours_ports()
    schedule = service.schedule_for(ports, account_id=account_id, queue_id=queue_id)
    return engine.state(schedule, now).kind


def due(account_id: str, queue_id: str, start: datetime, span: timedelta) -> datetime:
    """When that much working time has gone by; where nobody ever works, the time itself."""
    from chalicelib import wiring_automation
    from chalicelib.hours import engine, service

    ports = wiring_automation.hours_ports()
    schedule = service.schedule_for(ports, account_id=account_id, queue_id=queue_id)
    return engine.add_working(schedule, start, span) or start + span


def agents_online(account_id: str, queue_id: str) -> int:
    """Who shows himself as online; of a queue: its members."""
    from chalicelib import bindings_calls, wiring
    from chalicelib.realtime.service import online_agents

    page = bindings_calls.site(account_id)
    queue = page.queue(queue_id) if queue_id else None
    here = online_agents(wiring.realtime_ports(), account_id=account_id)
    return sum(
        agent.id in here
        and agent.presence == "online"
        and (not queue_id or (queue is not None and agent.id in queue.member_ids))
        for agent in page.agents
    )


def tags(account_id: str, add: Sequence[str], remove: Sequence[str]) -> Tagging:
    """What the account has of them."""
    from chalicelib import bindings_calls
    from chalicelib.tags.model import Tagging

    names = tuple((tag.id, tag.name) for tag in bindings_calls.site(account_id).tags)
    known = {id for id, _ in names}
    return Tagging(names, tuple(id for id in add if id in known), tuple(remove))


def set_fact(account_id: str, contact_id: str, name: str, value: str) -> None:
    """Raises InvalidInput or NotFound."""
    from chalicelib import wiring
    from chalicelib.contacts import service

    ports = wiring.contact_ports()
    if name in ("name", "email", "phone", "language"):
        wish: dict[str, Any] = {name: value}
        service.change(ports, account_id=account_id, contact_id=contact_id, **wish)
    else:
        service.change(
            ports, account_id=account_id, contact_id=contact_id, attributes={name: value}
        )


def call(wish: CallHttp, key: str) -> HttpAnswered:
    """To plain http only where addresses of our own network are let through: the local stack."""
    from chalicelib.flows import http_node
    from chalicelib.settings import settings
    from chalicelib.shared import http

    return http_node.call(http.fetch, wish, key=key, private=bool(settings().allowed_private_hosts))


def emit(head: Conversation, session: Session, wish: Emit, key: str) -> None:
    from chalicelib import wiring_events
    from chalicelib.shared import events
    from chalicelib.shared.clock import to_text

    told = events.FlowEvent(
        type="flow.emitted",
        event_id=key,
        account_id=head.account_id,
        occurred_at=to_text(session.at),
        conversation_id=head.id,
        contact_id=head.contact_id,
        channel_id=head.channel_id,
        channel_kind=head.channel_kind,
        flow_id=session.flow_id,
        node=wish.node,
        action=wish.action,
        payload=wish.payload,
    )
    wiring_events.publish([told])


def has(account_id: str, kind: str, id: str) -> bool:
    """Whether the account has that queue, or an agent who may work."""
    from chalicelib import bindings_calls

    page = bindings_calls.site(account_id)
    if kind == "queue":
        return page.queue(id) is not None
    agent = page.agent(id)
    return agent is not None and agent.active


def invitation(head: Conversation) -> str:
    """Which one the visitor opened just before he wrote. Asked only where flows wait for one."""
    if not head.visitor_id:
        return ""
    from chalicelib import wiring
    from chalicelib.invitations import service

    ports = wiring.invitation_ports()
    return service.accepted(ports, account_id=head.account_id, contact_id=head.visitor_id)
