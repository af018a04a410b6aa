"""As `bindings`, for quick responses and scheduled messages."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from chalicelib import bindings, wiring
from chalicelib.settings import settings
from chalicelib.shared import aws

if TYPE_CHECKING:
    from chalicelib.conversations.model import Author, Conversation, Message
    from chalicelib.replies.model import Values
    from chalicelib.schedules.model import Schedule
    from chalicelib.shared.content import Content
    from chalicelib.timers.model import Timer


def post_scheduled(schedule: Schedule) -> Message:
    from chalicelib.conversations import service
    from chalicelib.conversations.model import Author, AuthorKind

    return service.post(
        wiring.conversation_ports(),
        account_id=schedule.account_id,
        conversation_id=schedule.conversation_id,
        author=Author(AuthorKind.AGENT, schedule.author_id, schedule.author_name),
        content=schedule.content,
        client_id=schedule.id,
        reply_to=schedule.reply_to,
    )


def check_scheduled(head: Conversation, content: Content) -> None:
    """Raises InvalidInput, ChannelPaused or WindowClosed if the channel would not take it now."""
    from chalicelib.channels import policy, registry
    from chalicelib.shared.errors import NotFound

    with suppress(NotFound):  # of one that was removed, the sending tells
        policy.refuse_paused(bindings.channel(head.channel_id))
    limits = registry.get(head.channel_kind).limits
    policy.check(limits, content)
    now = wiring.conversation_ports().clock()
    policy.check_window(limits, inbound=head.inbound, inbound_at=head.inbound_at, now=now)


def schedule_line(
    schedule: Schedule, actor: Author, event: str, data: Mapping[str, str], dedup: str
) -> None:
    from chalicelib.conversations.telling import tell

    tell(
        wiring.conversation_ports(),
        account_id=schedule.account_id,
        conversation_id=schedule.conversation_id,
        actor=actor,
        event=event,
        data=data,
        dedup=dedup,
    )


def set_schedule_timer(schedule: Schedule) -> None:
    """One a message and a moment: setting it again changes nothing."""
    from chalicelib.schedules.service import TIMER
    from chalicelib.timers import service
    from chalicelib.timers.model import Timer

    payload = {"conversation_id": schedule.conversation_id, "schedule_id": schedule.id}
    timer = Timer(schedule.account_id, f"{TIMER}-{schedule.id}", schedule.due_at, TIMER, payload)
    service.schedule(wiring.timer_ports(), timer=timer)


def fire_schedule(timer: Timer) -> None:
    from chalicelib.schedules import service

    service.fire(
        wiring.schedule_ports(),
        account_id=timer.account_id,
        conversation_id=timer.payload["conversation_id"],
        id=timer.payload["schedule_id"],
        due_at=timer.due,
    )


def reply_values(account_id: str, agent_id: str, conversation_id: str) -> Values:
    """What a quick response's variables stand for in this conversation. Raises NotFound."""
    from chalicelib.accounts import service as accounts
    from chalicelib.contacts import service as contacts

    head = bindings.known_conversation(account_id, conversation_id)
    page = accounts.site(wiring.account_ports(), account_id=account_id)
    agent = page.agent(agent_id)
    channel = page.channel(head.channel_id)
    contact = contacts.get(
        wiring.contact_ports(), account_id=account_id, contact_id=head.contact_id
    )
    return {
        "contact": {
            "name": contact.name,
            "first_name": contact.name.split(" ")[0],
            "email": contact.email,
            "phone": contact.phone,
            "language": contact.language,
            "attributes": dict(contact.attributes),
        },
        "agent": {
            "name": agent.name if agent else "",
            "first_name": agent.name.split(" ")[0] if agent else "",
            "email": agent.email if agent else "",
        },
        "conversation": {"id": head.id},
        "channel": {"name": channel.name if channel else ""},
        "account": {"name": page.account.name},
    }


def copy_file(source: str, target: str) -> None:
    """Within the bucket, on Amazon's side. Raises NotFound if the source is gone."""
    from botocore.exceptions import ClientError

    from chalicelib.shared.errors import NotFound

    bucket = settings().media_bucket
    try:
        aws.s3().copy_object(
            Bucket=bucket, Key=target, CopySource={"Bucket": bucket, "Key": source}
        )
    except ClientError as problem:
        if problem.response["Error"]["Code"] in ("NoSuchKey", "404"):
            raise NotFound("the file is no longer there") from None
        raise
