"""What an agent does besides writing: reactions, seen marks and typing to providers."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from chalicelib import bindings, wiring
from chalicelib.settings import settings
from chalicelib.shared import aws, log
from chalicelib.shared.clock import system_clock
from chalicelib.shared.ids import AccountId, ConversationId

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chalicelib.conversations.model import Conversation
    from chalicelib.conversations.values import Detail
    from chalicelib.gestures.service import GesturePorts
    from chalicelib.outbound.reactions import ReactionPorts
    from chalicelib.shared.queues import Entry

BRIEFLY = 5.0  # seconds: files wait in the same queue while a slow server is told


@cache
def reaction_ports() -> ReactionPorts:
    from chalicelib.conversations import reacting
    from chalicelib.outbound.reactions import ReactionPorts

    ports = wiring.conversation_ports()
    return ReactionPorts(
        begin=partial(reacting.begin, ports),
        sent=partial(reacting.record_sent, ports),
        waiting=partial(reacting.record_waiting, ports),
        failed=partial(reacting.record_failed, ports),
        to=wiring.outbound_ports(),
    )


@cache
def gesture_ports() -> GesturePorts:
    from chalicelib.channels import registry
    from chalicelib.gestures.service import GesturePorts
    from chalicelib.shared import http

    return GesturePorts(
        detail=_detail,
        channel=bindings.channel,
        adapter=registry.get,
        call=partial(http.call, seconds=BRIEFLY),
        base_urls=bindings.base_urls(),
        clock=system_clock,
    )


def _detail(account_id: str, conversation_id: str, most: int) -> Detail | None:
    store = wiring.conversation_ports().store
    return store.detail(AccountId(account_id), ConversationId(conversation_id), most)


def read(head: Conversation, inbound: int) -> None:
    from chalicelib.gestures import service

    service.read(_send, head, inbound)


def typed(account_id: str, conversation_id: str, *, on: bool) -> None:
    from chalicelib.gestures import service

    service.typed(_send, system_clock, account_id, conversation_id, on=on)


def _send(entries: Sequence[Entry]) -> None:
    """Nobody's reading or writing fails because a provider does not hear of it."""
    from botocore.exceptions import BotoCoreError, ClientError

    from chalicelib.shared.errors import TryAgain

    try:
        wiring.queue_sender(settings().media_queue_url)(entries)
    except (BotoCoreError, ClientError, TryAgain) as problem:
        log.error("gesture.dropped", problem)


def hide(receipt_handle: str, seconds: int) -> None:
    """Give a record back, to be seen again after so many seconds."""
    aws.sqs().change_message_visibility(
        QueueUrl=settings().media_queue_url,
        ReceiptHandle=receipt_handle,
        VisibilityTimeout=seconds,
    )
