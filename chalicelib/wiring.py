"""The composition root: which adapter stands behind which port.

Builders are cached and import late: an entry point pays only for what it uses. Tests replace a
builder by `monkeypatch.setattr(wiring, "<builder>", lambda: ports)`, or change the environment and
call `forget()`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import cache, partial
from importlib import import_module
from typing import TYPE_CHECKING

from chalicelib import bindings, bindings_calls, bindings_contacts
from chalicelib.settings import settings
from chalicelib.shared import aws
from chalicelib.shared.clock import system_clock
from chalicelib.wiring_desk import (
    broadcast_ports,
    callback_ports,
    contact_pages,
    export_ports,
    handle_ports,
    import_ports,
    index_ports,
    invitation_ports,
    job_ports,
    live_ports,
    merge_ports,
    reply_ports,
    schedule_ports,
    search_ports,
    tag_ports,
    team_ports,
    transcript_ports,
    view_ports,
)

if TYPE_CHECKING:
    from chalicelib.accounts.ports import AccountPorts
    from chalicelib.channels.intake import DeliveryInPorts, IntakePorts
    from chalicelib.contacts.service import ContactPorts
    from chalicelib.conversations.ports import ConversationPorts
    from chalicelib.desk.service import DeskPorts
    from chalicelib.outbound.service import OutboundPorts
    from chalicelib.realtime.announce import AnnouncePorts
    from chalicelib.realtime.service import RealtimePorts
    from chalicelib.shared.queues import Entry
    from chalicelib.visitors.limits import Limits
    from chalicelib.visitors.service import VisitorPorts
    from chalicelib.wiring_access import access_ports
    from chalicelib.wiring_automation import automation_ports, hours_ports
    from chalicelib.wiring_events import consumers
    from chalicelib.wiring_flows import (
        flow_ports,
        hook_ports,
        kept_flows,
        kept_graphs,
        runtime_ports,
    )
    from chalicelib.wiring_gestures import gesture_ports, reaction_ports
    from chalicelib.wiring_inlets import inlet_ports
    from chalicelib.wiring_integrations import integration_ports
    from chalicelib.wiring_mail import mail_ports, sending_ports
    from chalicelib.wiring_media import link_ports, look_at_file, media_ports, profile_ports
    from chalicelib.wiring_privacy import audit_ports, privacy_ports, retention_ports
    from chalicelib.wiring_reports import fold_ports, mailing_ports, report_ports
    from chalicelib.wiring_shelf import shelf_ports
    from chalicelib.wiring_sign_in import sign_in_pool, token_verifier
    from chalicelib.wiring_surveys import survey_ports
    from chalicelib.wiring_timers import sweep_ports, timer_ports, waker
    from chalicelib.wiring_webhooks import webhook_ports

__all__ = [
    "access_ports",
    "account_ports",
    "announce_ports",
    "audit_ports",
    "automation_ports",
    "broadcast_ports",
    "callback_ports",
    "consumers",
    "contact_pages",
    "contact_ports",
    "conversation_ports",
    "delivery_in_ports",
    "desk_ports",
    "export_ports",
    "flow_ports",
    "fold_ports",
    "forget",
    "gesture_ports",
    "handle_ports",
    "hook_ports",
    "hours_ports",
    "import_ports",
    "index_ports",
    "inlet_ports",
    "intake_ports",
    "integration_ports",
    "invitation_ports",
    "job_ports",
    "kept_flows",
    "kept_graphs",
    "limits",
    "link_ports",
    "live_ports",
    "look_at_file",
    "mail_ports",
    "mailing_ports",
    "media_ports",
    "merge_ports",
    "outbound_ports",
    "privacy_ports",
    "profile_ports",
    "queue_sender",
    "reaction_ports",
    "realtime_ports",
    "reply_ports",
    "report_ports",
    "retention_ports",
    "runtime_ports",
    "schedule_ports",
    "search_ports",
    "sending_ports",
    "shelf_ports",
    "sign_in_pool",
    "survey_ports",
    "sweep_ports",
    "tag_ports",
    "team_ports",
    "timer_ports",
    "token_verifier",
    "transcript_ports",
    "view_ports",
    "visitor_ports",
    "waker",
    "webhook_ports",
]


_PARTS = {
    "wiring_access": ("access_ports",),
    "wiring_events": ("consumers",),
    "wiring_automation": ("automation_ports", "hours_ports"),
    "wiring_inlets": ("inlet_ports",),
    "wiring_integrations": ("integration_ports",),
    "wiring_mail": ("mail_ports", "sending_ports"),
    "wiring_media": ("link_ports", "look_at_file", "media_ports", "profile_ports"),
    "wiring_gestures": ("gesture_ports", "reaction_ports"),
    "wiring_shelf": ("shelf_ports",),
    "wiring_sign_in": ("sign_in_pool", "token_verifier"),
    "wiring_reports": ("fold_ports", "mailing_ports", "report_ports"),
    "wiring_flows": ("flow_ports", "kept_flows", "kept_graphs", "runtime_ports", "hook_ports"),
    "wiring_privacy": ("audit_ports", "privacy_ports", "retention_ports"),
    "wiring_surveys": ("survey_ports",),
    "wiring_webhooks": ("webhook_ports",),
    "wiring_timers": ("sweep_ports", "timer_ports", "waker"),
}
_PART_OF = {name: part for part, names in _PARTS.items() for name in names}


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Builders that few functions need: their files are loaded when the first one is asked."""
        if name not in _PART_OF:
            raise AttributeError(name)
        return getattr(import_module(f"chalicelib.{_PART_OF[name]}"), name)


# From providers -------------------------------------------------------------------------------


@cache
def intake_ports() -> IntakePorts:
    from chalicelib.channels import registry
    from chalicelib.channels.intake import IntakePorts

    return IntakePorts(
        channel=bindings.channel,
        adapter=registry.get,
        enqueue=queue_sender(settings().inbound_queue_url),
        keep=lambda key, body: bindings.put_file(key, body, "application/json"),
        clock=system_clock,
        siblings=bindings.siblings,
        attended=bindings.attended,
    )


@cache
def delivery_in_ports() -> DeliveryInPorts:
    from chalicelib.channels import registry
    from chalicelib.channels.intake import DeliveryInPorts
    from chalicelib.conversations.receiving import receive

    return DeliveryInPorts(
        adapter=registry.get,
        receive=partial(receive, conversation_ports()),
        fetch=bindings.fetch_file,
        thank=bindings.thank,
        heard=bindings.heard,
    )


# Conversations and contacts --------------------------------------------------------------------


@cache
def conversation_ports() -> ConversationPorts:
    from chalicelib.contacts.store import DynamoContactStore
    from chalicelib.conversations.ports import ConversationPorts
    from chalicelib.conversations.raw_store import BucketRawStore
    from chalicelib.conversations.store import DynamoConversationStore

    return ConversationPorts(
        store=DynamoConversationStore(),
        contacts=DynamoContactStore(),
        set_timer=bindings.set_timer,
        raws=BucketRawStore(settings().media_bucket),
        clock=system_clock,
    )


@cache
def contact_ports() -> ContactPorts:
    from chalicelib.contacts.service import ContactPorts
    from chalicelib.contacts.store import DynamoContactStore

    return ContactPorts(store=DynamoContactStore(), renamed=bindings.contact_renamed)


@cache
def desk_ports() -> DeskPorts:
    from chalicelib.desk.service import DeskPorts
    from chalicelib.desk.store import DynamoDeskStore

    return DeskPorts(store=DynamoDeskStore(), part_of=bindings_contacts.part_of)


# To screens, queues and the bus ---------------------------------------------------------------


@cache
def realtime_ports() -> RealtimePorts:
    from chalicelib.realtime.push import poster
    from chalicelib.realtime.service import RealtimePorts
    from chalicelib.realtime.store import SocketStore

    return RealtimePorts(
        store=SocketStore(),
        post=poster(aws.sockets),
        clock=system_clock,
        websocket_url=settings().websocket_url,
        facing=bindings.facing,
        audience=bindings.team_audience,
        changed=_agent_changed,
        tell_contact=_tell_contact,
    )


def _agent_changed(account_id: str, agent_id: str) -> None:
    from chalicelib import bindings_routing

    bindings_routing.agent_came_or_went(account_id, agent_id)


def _tell_contact(account_id: str, conversation_id: str, on: bool) -> None:
    from chalicelib import wiring_gestures

    wiring_gestures.typed(account_id, conversation_id, on=on)


@cache
def announce_ports() -> AnnouncePorts:
    from chalicelib import wiring_events
    from chalicelib.contacts.codec import contact_view
    from chalicelib.conversations import view
    from chalicelib.realtime import service
    from chalicelib.realtime.announce import AnnouncePorts
    from chalicelib.realtime.plan import Views

    here = settings()
    return AnnouncePorts(
        read=bindings.announced,
        views=Views(view.message_view, view.conversation_view, contact_view, bindings.widget_view),
        to_agents=partial(service.push_to_agents, realtime_ports()),
        to_visitor=partial(service.push_to_visitor, realtime_ports()),
        outbound=queue_sender(here.outbound_queue_url),
        media=queue_sender(here.media_queue_url),
        automation=queue_sender(here.automation_queue_url),
        publish=wiring_events.publish,
        beside=bindings.keep_beside,
    )


# To providers ---------------------------------------------------------------------------------


@cache
def outbound_ports() -> OutboundPorts:
    from chalicelib.channels import registry
    from chalicelib.outbound.journal import ConversationJournal
    from chalicelib.outbound.service import OutboundPorts

    return OutboundPorts(
        journal=ConversationJournal(conversation_ports()),
        conversation=bindings.known_conversation,
        provider_id=bindings.provider_id,
        channel=bindings.channel,
        adapter=registry.get,
        media_url=bindings.provider_link,
        call=bindings.call_provider,
        credentials_broken=bindings.credentials_broken,
        spoke=bindings.spoke,
        base_urls=bindings.base_urls(),
    )


# Accounts, agents and visitors -----------------------------------------------------------------


@cache
def account_ports() -> AccountPorts:
    from chalicelib import bindings_team
    from chalicelib.accounts.claim_store import DynamoChannelClaims
    from chalicelib.accounts.ports import AccountPorts
    from chalicelib.accounts.store import DynamoAccountStore
    from chalicelib.auth.cognito import CognitoUsers
    from chalicelib.channels import registry
    from chalicelib.shared.secrets import KmsSecretBox

    here = settings()
    return AccountPorts(
        store=DynamoAccountStore(),
        claims=DynamoChannelClaims(),
        secrets=KmsSecretBox(aws.kms, here.kms_key_id),
        users=CognitoUsers(aws.cognito, here.user_pool_id),
        clock=system_clock,
        adapter=registry.get,
        call=bindings.call_provider,
        announce_presence=bindings_team.announce_presence,
        hang_up=bindings_team.hang_up,
        hand_over=bindings.hand_over,
        mails=not here.aws_endpoint_url,
        plain_http=bool(here.allowed_private_hosts),
        public_url=here.public_url,
        base_urls=bindings.base_urls(),
    )


@cache
def visitor_ports() -> VisitorPorts:
    from chalicelib.accounts import service
    from chalicelib.visitors.service import VisitorPorts
    from chalicelib.visitors.store import DynamoVisitorStore

    accounts = account_ports()
    return VisitorPorts(
        store=DynamoVisitorStore(),
        site=bindings_calls.site,
        signing_key=lambda account_id: service.signing_key(accounts, account_id=account_id),
        clock=system_clock,
        identity_key=bindings.identity_key,
    )


@cache
def limits() -> Limits:
    from chalicelib.visitors.limit_store import DynamoCounters
    from chalicelib.visitors.limits import Limits

    return Limits(DynamoCounters(), system_clock)


# Shared ---------------------------------------------------------------------------------------


def queue_sender(queue_url: str) -> Callable[[Sequence[Entry]], None]:
    from chalicelib.shared import queues

    return lambda entries: queues.send(aws.sqs(), queue_url, entries)


def forget() -> None:
    """Drop everything that was built, the settings and the clients too: for tests."""
    for name in [name for name in sys.modules if name.startswith("chalicelib.wiring")]:
        for built in list(vars(sys.modules[name]).values()):
            if hasattr(built, "cache_clear"):
                built.cache_clear()
    aws.forget()
