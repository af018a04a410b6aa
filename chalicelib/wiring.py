"""The composition root: which adapter stands behind which port.

Builders are cached and import late: an entry point pays only for what it uses. Tests replace a
builder by `monkeypatch.setattr(wiring, "<builder>", lambda: ports)`, or change the environment and
call `forget()`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import IO, TYPE_CHECKING

from chalicelib.settings import settings
from chalicelib.shared import aws
from chalicelib.shared.clock import system_clock

if TYPE_CHECKING:
    from datetime import datetime

    from chalicelib.accounts.model import Presence
    from chalicelib.accounts.ports import AccountPorts
    from chalicelib.auth.cognito import CognitoSignIn
    from chalicelib.auth.tokens import TokenVerifier
    from chalicelib.channels.base import Channel, Inbound, ProviderRequest, ProviderResponse
    from chalicelib.channels.intake import DeliveryInPorts, IntakePorts
    from chalicelib.contacts.service import ContactPorts
    from chalicelib.conversations.model import Conversation, Message
    from chalicelib.conversations.ports import ConversationPorts
    from chalicelib.media.links import LinkPorts
    from chalicelib.media.service import MediaPorts
    from chalicelib.outbound.service import OutboundPorts
    from chalicelib.realtime.announce import AnnouncePorts
    from chalicelib.realtime.service import RealtimePorts
    from chalicelib.shared.content import Media
    from chalicelib.shared.ids import ChannelId
    from chalicelib.shared.queues import Entry
    from chalicelib.timers.model import Timer
    from chalicelib.timers.service import SweepPorts, TimerPorts
    from chalicelib.timers.waker import Waker
    from chalicelib.visitors.service import VisitorPorts


def base_urls() -> dict[str, str]:
    """Where each kind of channel's provider is called."""
    here = settings()
    return {"telegram": here.telegram_api_url, "whatsapp": here.whatsapp_api_url}


# From providers -------------------------------------------------------------------------------


@cache
def intake_ports() -> IntakePorts:
    from chalicelib.channels import registry
    from chalicelib.channels.intake import IntakePorts

    return IntakePorts(
        channel=channel,
        adapter=registry.get,
        enqueue=_sender(settings().inbound_queue_url),
        keep=lambda key, body: _put(key, body, "application/json"),
        clock=system_clock,
    )


@cache
def delivery_in_ports() -> DeliveryInPorts:
    from chalicelib.channels import registry
    from chalicelib.channels.intake import DeliveryInPorts
    from chalicelib.conversations import service

    return DeliveryInPorts(
        adapter=registry.get,
        receive=partial(service.receive, conversation_ports()),
        fetch=_fetch,
        thank=_thank,
    )


def _thank(channel_id: ChannelId, item: Inbound) -> None:
    from chalicelib.channels import registry
    from chalicelib.shared import http, log
    from chalicelib.shared.errors import AppError

    try:
        whose = channel(channel_id)
        adapter = registry.get(whose.kind)
        base_url = base_urls().get(whose.kind, "")
        for request in adapter.acknowledge(whose, item, base_url=base_url):
            http.call(request)
    except AppError as problem:
        log.error("courtesy.failed", problem)


def channel(channel_id: str) -> Channel:
    """Raises NotFound."""
    from chalicelib.accounts import service

    return service.get_channel(account_ports(), channel_id=channel_id)


# Conversations and contacts --------------------------------------------------------------------


@cache
def conversation_ports() -> ConversationPorts:
    from chalicelib.contacts.store import DynamoContactStore
    from chalicelib.conversations.ports import ConversationPorts
    from chalicelib.conversations.store import BucketRawStore, DynamoConversationStore

    return ConversationPorts(
        store=DynamoConversationStore(),
        contacts=DynamoContactStore(),
        set_timer=_set_timer,
        raws=BucketRawStore(settings().media_bucket),
        clock=system_clock,
    )


@cache
def contact_ports() -> ContactPorts:
    from chalicelib.contacts.service import ContactPorts
    from chalicelib.contacts.store import DynamoContactStore

    return ContactPorts(store=DynamoContactStore(), renamed=_contact_renamed)


def _contact_renamed(account_id: str, contact_id: str, name: str) -> None:
    from chalicelib.conversations import service

    service.rename_contact(
        conversation_ports(), account_id=account_id, contact_id=contact_id, name=name
    )


def _set_timer(account_id: str, kind: str, due: datetime, payload: Mapping[str, str]) -> None:
    """One timer of a kind, a conversation and a moment: setting it again changes nothing."""
    from chalicelib.timers import service
    from chalicelib.timers.model import Timer

    timer = Timer(account_id, f"{kind}-{payload['conversation_id']}", due, kind, payload)
    service.schedule(timer_ports(), timer=timer)


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
        contact_of=_website_contact,
    )


def _website_contact(account_id: str, conversation_id: str) -> str:
    found = conversation(account_id, conversation_id)
    return found.contact_id if found and found.channel_kind == "website" else ""


@cache
def announce_ports() -> AnnouncePorts:
    from chalicelib.contacts.codec import contact_view
    from chalicelib.conversations import view
    from chalicelib.realtime import service
    from chalicelib.realtime.announce import AnnouncePorts
    from chalicelib.realtime.plan import Views
    from chalicelib.shared import events

    here = settings()
    return AnnouncePorts(
        read=view.from_image,
        views=Views(view.message_view, view.conversation_view, contact_view, _widget_view),
        to_agents=partial(service.push_to_agents, realtime_ports()),
        to_visitor=partial(service.push_to_visitor, realtime_ports()),
        outbound=_sender(here.outbound_queue_url),
        media=_sender(here.media_queue_url),
        publish=partial(events.publish, aws.events, here.bus_name),
    )


def _widget_view(shown: Conversation) -> dict[str, Any]:
    """With the face of the agent who answers now."""
    from chalicelib.accounts import service
    from chalicelib.visitors.view import widget_conversation

    page = service.site(account_ports(), account_id=shown.account_id)
    agent = next((each for each in page.agents if each.id == shown.assignee_id), None)
    return widget_conversation(shown, agent)


# To providers ---------------------------------------------------------------------------------


@cache
def outbound_ports() -> OutboundPorts:
    from chalicelib.channels import registry
    from chalicelib.outbound.journal import ConversationJournal
    from chalicelib.outbound.service import OutboundPorts
    from chalicelib.shared import http

    return OutboundPorts(
        journal=ConversationJournal(conversation_ports()),
        conversation=_known_conversation,
        provider_id=_provider_id,
        channel=channel,
        adapter=registry.get,
        media_url=_provider_link,
        call=http.call,
        credentials_broken=_credentials_broken,
        base_urls=base_urls(),
    )


def hide_outbound(receipt_handle: str, seconds: int) -> None:
    """Give a record of the outbound queue back, to be seen again after so many seconds."""
    aws.sqs().change_message_visibility(
        QueueUrl=settings().outbound_queue_url,
        ReceiptHandle=receipt_handle,
        VisibilityTimeout=seconds,
    )


def conversation(account_id: str, conversation_id: str) -> Conversation | None:
    from chalicelib.shared.ids import AccountId, ConversationId

    return conversation_ports().store.head(AccountId(account_id), ConversationId(conversation_id))


def _known_conversation(account_id: str, conversation_id: str) -> Conversation:
    from chalicelib.shared.errors import NotFound

    found = conversation(account_id, conversation_id)
    if found is None:
        raise NotFound("no such conversation")
    return found


def _message(account_id: str, conversation_id: str, seq: int) -> Message | None:
    from chalicelib.shared.ids import AccountId, ConversationId

    store = conversation_ports().store
    return store.message(AccountId(account_id), ConversationId(conversation_id), seq)


def _provider_id(account_id: str, conversation_id: str, seq: int) -> str:
    found = _message(account_id, conversation_id, seq)
    return found.provider_id if found else ""


def _credentials_broken(account_id: str, channel_id: str, reason: str) -> None:
    from chalicelib.accounts import service

    service.set_health(
        account_ports(), channel_id=channel_id, health="credentials_broken", detail=reason
    )


# Files ----------------------------------------------------------------------------------------


@cache
def link_ports() -> LinkPorts:
    from chalicelib.media.links import LinkPorts

    return LinkPorts(client=aws.s3, bucket=settings().media_bucket)


@cache
def media_ports() -> MediaPorts:
    from chalicelib.channels import registry
    from chalicelib.conversations import service
    from chalicelib.media.service import MediaPorts
    from chalicelib.shared import http

    return MediaPorts(
        message=_message,
        channel=channel,
        adapter=registry.get,
        call=http.call,
        download=http.download,
        put=_put,
        record=partial(service.record_media, conversation_ports()),
        base_urls=base_urls(),
    )


def _provider_link(media: Media) -> str:
    from chalicelib.media import links

    return links.provider_link(link_ports(), media.key, media.mime)


def _put(key: str, body: bytes | IO[bytes], mime: str) -> None:
    aws.s3().put_object(Bucket=settings().media_bucket, Key=key, Body=body, ContentType=mime)


def _fetch(key: str) -> bytes:
    return aws.s3().get_object(Bucket=settings().media_bucket, Key=key)["Body"].read()


# Accounts, agents and visitors -----------------------------------------------------------------


@cache
def account_ports() -> AccountPorts:
    from chalicelib.accounts.ports import AccountPorts
    from chalicelib.accounts.store import DynamoAccountStore
    from chalicelib.auth.cognito import CognitoUsers
    from chalicelib.channels import registry
    from chalicelib.shared.secrets import KmsSecretBox

    here = settings()
    return AccountPorts(
        store=DynamoAccountStore(),
        secrets=KmsSecretBox(aws.kms, here.kms_key_id),
        users=CognitoUsers(aws.cognito, here.user_pool_id),
        clock=system_clock,
        adapter=registry.get,
        call=_call_provider,
        announce_presence=_announce_presence,
        public_url=here.public_url,
        base_urls=base_urls(),
    )


def _call_provider(request: ProviderRequest) -> ProviderResponse:
    from chalicelib.shared import http

    return http.call(request)


def _announce_presence(account_id: str, agent_id: str, presence: Presence) -> None:
    from chalicelib.realtime import service

    service.announce_presence(
        realtime_ports(), account_id=account_id, agent_id=agent_id, presence=presence.value
    )


@cache
def sign_in_pool() -> CognitoSignIn:
    from chalicelib.auth.cognito import CognitoSignIn

    return CognitoSignIn(aws.cognito, settings().user_pool_client_id)


@cache
def token_verifier() -> TokenVerifier:
    """The pool's keys are public: on AWS at its issuer's address, else at the local stack's."""
    from chalicelib.auth.tokens import TokenVerifier, fetch_keys

    here = settings()
    issuer = f"https://cognito-idp.{here.region}.amazonaws.com/{here.user_pool_id}"
    local = f"{here.aws_endpoint_url}/{here.user_pool_id}"
    keys = f"{local if here.aws_endpoint_url else issuer}/.well-known/jwks.json"
    return TokenVerifier(
        issuer=issuer,
        client_id=here.user_pool_client_id,
        fetch=partial(fetch_keys, keys),
        clock=system_clock,
    )


@cache
def visitor_ports() -> VisitorPorts:
    from chalicelib.accounts import service
    from chalicelib.visitors.service import VisitorPorts
    from chalicelib.visitors.store import DynamoVisitorStore

    accounts = account_ports()
    return VisitorPorts(
        store=DynamoVisitorStore(),
        site=lambda account_id: service.site(accounts, account_id=account_id),
        signing_key=lambda account_id: service.signing_key(accounts, account_id=account_id),
        clock=system_clock,
    )


# Timers ---------------------------------------------------------------------------------------


@cache
def waker() -> Waker:
    from chalicelib.timers.waker import Waker

    here = settings()
    return Waker(
        scheduler=aws.scheduler,
        queue_arn=here.timers_queue_arn,
        role_arn=here.scheduler_role_arn,
        group=here.scheduler_group,
    )


@cache
def sweep_ports() -> SweepPorts:
    from chalicelib.timers.service import SweepPorts
    from chalicelib.timers.store import TimerStore

    return SweepPorts(
        store=TimerStore(), enqueue=_sender(settings().timers_queue_url), clock=system_clock
    )


@cache
def timer_ports() -> TimerPorts:
    from chalicelib.timers.service import TimerPorts
    from chalicelib.timers.store import TimerStore

    return TimerPorts(
        store=TimerStore(), wake=waker(), handlers={"snooze": _wake}, clock=system_clock
    )


def _wake(timer: Timer) -> None:
    from chalicelib.conversations import service
    from chalicelib.shared.ids import AccountId, ConversationId

    service.wake(
        conversation_ports(),
        account_id=AccountId(timer.account_id),
        conversation_id=ConversationId(timer.payload["conversation_id"]),
        due=timer.due,
    )


# Shared ---------------------------------------------------------------------------------------


def _sender(queue_url: str) -> Callable[[Sequence[Entry]], None]:
    from chalicelib.shared import queues

    return lambda entries: queues.send(aws.sqs(), queue_url, entries)


def forget() -> None:
    """Drop everything that was built, the settings and the clients too: for tests."""
    for built in list(globals().values()):
        if hasattr(built, "cache_clear"):
            built.cache_clear()
    aws.forget()
