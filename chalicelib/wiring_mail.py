"""The composition root of e-mail: letters in, letters out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import IO, TYPE_CHECKING, Any

from chalicelib import bindings, wiring
from chalicelib.settings import settings
from chalicelib.shared import aws
from chalicelib.shared.clock import system_clock as system_clock

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    from chalicelib.channels.base import ProviderRequest
    from chalicelib.mail.sending import SendingPorts
    from chalicelib.mail.service import MailPorts


@cache
def mail_ports() -> MailPorts:
    from chalicelib.mail.service import MailPorts
    from chalicelib.mail.store import DynamoThreadStore

    here = settings()
    return MailPorts(
        threads=DynamoThreadStore(),
        channel=bindings.channel,
        fetch=bindings.fetch_file,
        keep=bindings.put_file,
        enqueue=wiring.queue_sender(here.inbound_queue_url),
        confirm=_confirm,
        count=_count,
        genuine=_genuine,
        clock=system_clock,
        bucket=here.media_bucket,
        topic=here.mail_topic,
        domain=here.mail_domain,
    )


@cache
def sending_ports() -> SendingPorts:
    from chalicelib.mail.sending import SendingPorts
    from chalicelib.mail.ses import SesV2
    from chalicelib.mail.store import DynamoThreadStore

    here = settings()
    east = here.region == "us-east-1"
    return SendingPorts(
        ses=SesV2(aws.mail, here.mail_configuration),
        threads=DynamoThreadStore(),
        channel=bindings.channel,
        download=_download,
        domain=here.mail_domain,
        # https://docs.aws.amazon.com/ses/latest/dg/header-fields.html
        message_domain="email.amazonses.com" if east else f"{here.region}.amazonses.com",
    )


def _download(request: ProviderRequest, into: IO[bytes], limit: int) -> int:
    from chalicelib.shared import http

    return http.download(request, into, limit=limit)


def _confirm(channel_id: str, address: str) -> None:
    from chalicelib.accounts import service

    service.set_health(wiring.account_ports(), channel_id=channel_id, health="ok")


def _genuine(envelope: Mapping[str, Any]) -> bool:
    from chalicelib.mail import signatures

    signer = settings().mail_signer
    if signer:  # the local stack's
        return signatures.is_by(envelope, signatures.key_from(signer))
    return signatures.genuine(envelope, _certificate)


@cache
def _certificate(address: str) -> RSAPublicKey:
    from chalicelib.channels.base import ProviderRequest
    from chalicelib.mail import signatures
    from chalicelib.shared import http
    from chalicelib.shared.errors import TryAgain

    answer = http.call(ProviderRequest(method="GET", url=address))
    if answer.status != 200:
        raise TryAgain("SNS did not give its certificate")
    return signatures.key_in(answer.body)


def _count(channel_id: str, sender: str) -> int:
    """How many letters of that sender came in this hour. Hashed: a name outlives an erasure."""
    from chalicelib.shared.ids import derived_id
    from chalicelib.visitors.limit_store import DynamoCounters

    hour = int(system_clock().timestamp()) // 3600
    return DynamoCounters().add(
        f"mail#{channel_id}#{derived_id('mail sender', sender)}#{hour}", (hour + 1) * 3600, 1
    )
