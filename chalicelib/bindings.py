"""The small pieces between one domain's port and another's service; `wiring` puts them in place.

Everything is looked up when it is called: nothing here is imported or built before it is needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any

from chalicelib import wiring
from chalicelib.settings import settings
from chalicelib.shared import aws

if TYPE_CHECKING:
    from datetime import datetime

    from chalicelib.accounts.model import ChannelRecord
    from chalicelib.channels.base import Channel, Inbound, ProviderRequest, ProviderResponse
    from chalicelib.contacts.model import Contact
    from chalicelib.conversations.model import Conversation, Message
    from chalicelib.jobs.model import Job
    from chalicelib.realtime.model import Facing
    from chalicelib.shared.content import Media
    from chalicelib.shared.ids import ChannelId
    from chalicelib.shared.notices import Notice
    from chalicelib.timers.model import Timer


def base_urls() -> dict[str, str]:
    """Where each kind of channel's provider is called."""
    here = settings()
    return {
        "telegram": here.telegram_api_url,
        "whatsapp": here.whatsapp_api_url,
        "messenger": here.messenger_api_url,
        "instagram": here.instagram_api_url,
        "viber": here.viber_api_url,
        "vk": here.vk_api_url,
        "email": here.mail_domain,
    }


def channel(channel_id: str) -> Channel:
    """Raises NotFound."""
    from chalicelib.accounts import service

    return service.get_channel(wiring.account_ports(), channel_id=channel_id)


def identity_key(channel_id: str) -> str:
    """What a website's server signs its users' ids with; '' if there is none."""
    return channel(channel_id).secrets.get("identity_key", "")


def siblings(account_id: str) -> tuple[ChannelRecord, ...]:
    """The account's channels, at most 10 seconds old."""
    from chalicelib.accounts import service

    return service.site(wiring.account_ports(), account_id=account_id).channels


def attended(channel: Channel) -> bool:
    """Whether somebody is online who takes what comes in there: of its queue, if it has one."""
    from chalicelib import bindings_flows

    return bindings_flows.agents_online(channel.account_id, channel.queue_id) > 0


def heard(channel_id: ChannelId, at: datetime) -> None:
    from chalicelib.accounts import channels

    channels.heard(wiring.account_ports(), channel_id=channel_id, at=at)


def spoke(channel: Channel) -> None:
    """Written down for the first message of an hour. A passing thing: it breaks nothing."""
    from chalicelib.accounts import channels
    from chalicelib.channels.base import HEARD_EVERY
    from chalicelib.shared.clock import system_clock

    now = system_clock()
    if channel.spoke_at is None or now - channel.spoke_at >= HEARD_EVERY:
        channels.spoke(wiring.account_ports(), channel_id=channel.id, at=now)


def thank(channel_id: ChannelId, item: Inbound) -> None:
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


def conversation(account_id: str, conversation_id: str) -> Conversation | None:
    from chalicelib.shared.ids import AccountId, ConversationId

    return wiring.conversation_ports().store.head(
        AccountId(account_id), ConversationId(conversation_id)
    )


def known_conversation(account_id: str, conversation_id: str) -> Conversation:
    from chalicelib.shared.errors import NotFound

    found = conversation(account_id, conversation_id)
    if found is None:
        raise NotFound("no such conversation")
    return found


def message(account_id: str, conversation_id: str, seq: int) -> Message | None:
    from chalicelib.shared.ids import AccountId, ConversationId

    store = wiring.conversation_ports().store
    return store.message(AccountId(account_id), ConversationId(conversation_id), seq)


def provider_id(account_id: str, conversation_id: str, seq: int) -> str:
    found = message(account_id, conversation_id, seq)
    return found.provider_id if found else ""


def facing(account_id: str, conversation_id: str) -> Facing:
    """Whom an agent's typing reaches there."""
    from chalicelib.realtime.model import Facing

    found = conversation(account_id, conversation_id)
    return Facing(found.visitor_id, found.channel_kind) if found else Facing()


def announced(image: Mapping[str, Any]) -> Message | Conversation | Contact | Notice | None:
    """What lies in an image of the stream; None for what is not to be announced."""
    kind = image.get("announce", {}).get("S", "")
    if kind == "contact":
        from chalicelib.contacts import codec as contacts

        return contacts.from_image(image)
    if kind in ("message", "conversation"):
        from chalicelib.conversations import codec

        return codec.from_image(image)
    if kind == "notice":
        from chalicelib import wiring_events
        from chalicelib.shared import notices

        told = notices.from_image(image)
        if told.event["type"] == "account.changed":  # who listens there may have changed
            wiring_events.kept_watched().forget(told.account_id)
        return told
    return None


def widget_view(shown: Conversation) -> dict[str, Any]:
    """With the face of the agent who answers now."""
    from chalicelib.accounts import service
    from chalicelib.visitors.view import widget_conversation

    page = service.site(wiring.account_ports(), account_id=shown.account_id)
    agent = next((each for each in page.agents if each.id == shown.assignee_id), None)
    return widget_conversation(shown, agent)


def remember_contact(contact: Contact) -> None:
    from chalicelib.contacts import handles

    handles.remember(wiring.handle_ports(), contact)


def go_on_with_job(account_id: str, job_id: str, at: int) -> None:
    from chalicelib.shared import queues

    work = {"account_id": account_id, "job_id": job_id, "at": at}
    queues.send(aws.sqs(), settings().jobs_queue_url, [queues.entry(work)])


def import_step(job: Job) -> Job:
    from chalicelib.contacts import importing

    return importing.step(wiring.import_ports(), job)


def export_step(job: Job) -> Job:
    from chalicelib.contacts import exporting

    return exporting.step(wiring.export_ports(), job)


def merge_step(job: Job) -> Job:
    from chalicelib.contacts import merging

    return merging.step(wiring.merge_ports(), job)


def move_conversations(account_id: str, contact_id: str, to: str, name: str) -> int:
    from chalicelib.conversations import people

    return people.move_conversations(
        wiring.conversation_ports(), account_id=account_id, contact_id=contact_id, to=to, name=name
    )


def block_contact(account_id: str, contact_id: str, blocked: bool) -> None:
    from chalicelib import bindings_blocking

    bindings_blocking.in_store(account_id, contact_id, blocked)


def tag_names(account_id: str) -> dict[str, str]:
    from chalicelib.accounts import service

    page = service.bootstrap(wiring.account_ports(), account_id=account_id)
    return {tag.id: tag.name for tag in page.tags}


def fetch_job_file(key: str) -> bytes:
    """Raises NotFound."""
    from botocore.exceptions import ClientError

    from chalicelib.shared.errors import NotFound

    try:
        return fetch_file(key)
    except ClientError as problem:
        if problem.response["Error"]["Code"] in ("NoSuchKey", "404"):
            raise NotFound("no such file") from problem
        raise


def contact_renamed(account_id: str, contact_id: str, name: str) -> None:
    from chalicelib.conversations import service

    service.rename_contact(
        wiring.conversation_ports(), account_id=account_id, contact_id=contact_id, name=name
    )


def set_timer(account_id: str, kind: str, due: datetime, payload: Mapping[str, str]) -> None:
    """One timer of a kind, a conversation and a moment: setting it again changes nothing."""
    from chalicelib.timers import service
    from chalicelib.timers.model import Timer

    timer = Timer(account_id, f"{kind}-{payload['conversation_id']}", due, kind, payload)
    service.schedule(wiring.timer_ports(), timer=timer)


def wake_snoozed(timer: Timer) -> None:
    from chalicelib.conversations import service
    from chalicelib.shared.ids import AccountId, ConversationId

    service.wake(
        wiring.conversation_ports(),
        account_id=AccountId(timer.account_id),
        conversation_id=ConversationId(timer.payload["conversation_id"]),
        due=timer.due,
    )


def offer_lapsed(timer: Timer) -> None:
    from chalicelib.conversations import service

    service.lapse(
        wiring.conversation_ports(),
        account_id=timer.account_id,
        conversation_id=timer.payload["conversation_id"],
        due=timer.due,
    )


def keep_beside(messages: Sequence[Message]) -> None:
    from chalicelib.desk import service

    service.keep(wiring.desk_ports(), messages)


def hide_outbound(receipt_handle: str, seconds: int) -> None:
    """Give a record of the outbound queue back, to be seen again after so many seconds."""
    aws.sqs().change_message_visibility(
        QueueUrl=settings().outbound_queue_url,
        ReceiptHandle=receipt_handle,
        VisibilityTimeout=seconds,
    )


def credentials_broken(account_id: str, channel_id: str, reason: str) -> None:
    from chalicelib.accounts import service

    service.set_health(
        wiring.account_ports(), channel_id=channel_id, health="credentials_broken", detail=reason
    )


def call_provider(request: ProviderRequest) -> ProviderResponse:
    from chalicelib.shared import http

    if request.url.startswith("mail:"):
        from chalicelib.mail import sending

        return sending.call(wiring.sending_ports(), request)
    return http.call(request)


def hand_over(account_id: str, agent_id: str, heir_id: str) -> None:
    """Durable: the timer does it, again and again until nothing is left."""
    from chalicelib.shared.clock import system_clock
    from chalicelib.timers import service
    from chalicelib.timers.model import Timer

    payload = {"agent_id": agent_id, "heir_id": heir_id}
    timer = Timer(account_id, f"handover-{agent_id}", system_clock(), "handover", payload)
    service.schedule(wiring.timer_ports(), timer=timer)


def hand_on(timer: Timer) -> None:
    from chalicelib.conversations import leaving

    agent_id, heir_id = timer.payload["agent_id"], timer.payload["heir_id"]
    agent = wiring.account_ports().store.agent(timer.account_id, agent_id)
    if agent.active:
        return  # he was taken back meanwhile
    left = leaving.hand_over(
        wiring.conversation_ports(),
        account_id=timer.account_id,
        agent_id=agent_id,
        heir_id=heir_id,
    )
    if left:
        hand_over(timer.account_id, agent_id, heir_id)


def newest_messages(account_id: str, conversation_id: str) -> tuple[list[Message], bool]:
    """What a visitor sees of a conversation: at most the newest 500, ascending, and whether there
    are more."""
    from chalicelib.conversations import service

    found: list[Message] = []
    before = 0
    for _ in range(5):
        page = service.messages(
            wiring.conversation_ports(),
            account_id=account_id,
            conversation_id=conversation_id,
            before=before,
            limit=100,
        )
        found = [*page.messages, *found]
        if not page.more or not page.messages:
            return found, False
        before = page.messages[0].seq
    return found, True


def transcript_sent(account_id: str, conversation_id: str, client_id: str, email: str) -> None:
    from chalicelib.conversations.model import Author, AuthorKind
    from chalicelib.conversations.telling import tell

    tell(
        wiring.conversation_ports(),
        account_id=account_id,
        conversation_id=conversation_id,
        actor=Author(AuthorKind.CONTACT),
        event="conversation.transcript",
        data={"email": email},
        dedup=f"conversation.transcript:{client_id}",
    )


def team_audience(account_id: str, room_id: str, agent_id: str) -> tuple[str, ...] | None:
    """Who is told of what happens in a room (none = all); None if this agent is not in it."""
    from chalicelib.team.model import EVERYONE

    if room_id == EVERYONE:
        return ()
    room = wiring.team_ports().store.room(account_id, room_id)
    return room.audience if room and room.sees(agent_id) else None


def provider_link(media: Media) -> str:
    from chalicelib.media import links

    return links.provider_link(wiring.link_ports(), media.key, media.mime)


def put_file(key: str, body: bytes | IO[bytes], mime: str) -> None:
    aws.s3().put_object(Bucket=settings().media_bucket, Key=key, Body=body, ContentType=mime)


def fetch_file(key: str) -> bytes:
    return aws.s3().get_object(Bucket=settings().media_bucket, Key=key)["Body"].read()
