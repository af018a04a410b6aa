"""Our letters go to SES; and whether a channel may use the address that it wants to.

The channel's adapter is pure: it says what is to be sent, as a call to `mail:`. Here the thread's
subject and references come in, the files, and SES.
https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import IO, Any, Protocol

from chalicelib.channels.base import Channel, ProviderRequest, ProviderResponse
from chalicelib.mail import addresses, compose, recipients
from chalicelib.mail.compose import Draft, Enclosure
from chalicelib.mail.model import MailThread, parts_of, thread_of
from chalicelib.mail.service import MOST_REFERENCES, ThreadStore
from chalicelib.shared.errors import AppError, TooLarge

SEND = "mail:send"  # anything else that the adapter asks for is a check of the channel
# SES takes 40 MB with what base64 adds.
MOST_FILES = 28 * 1024 * 1024


class Refused(Exception):
    """What SES answers instead. code: AWS's own word; status: HTTP's, 0 = no answer."""

    def __init__(self, status: int, code: str, reason: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Recipients:
    """Of the envelope."""

    to: str
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()


class Ses(Protocol):
    def send(self, raw: bytes, *, sender: str, to: Recipients, tags: Mapping[str, str]) -> str:
        """SES's id of it. Raises Refused."""

    def may_send_from(self, address: str) -> bool:
        """Whether the address, or its domain, is a verified identity. Raises Refused."""


@dataclass(frozen=True, slots=True)
class SendingPorts:
    """download: as `http.download`. message_domain: what SES puts behind its ids in Message-ID."""

    ses: Ses
    threads: ThreadStore
    channel: Callable[[str], Channel]
    download: Callable[[ProviderRequest, IO[bytes], int], int]
    domain: str
    message_domain: str


def call(p: SendingPorts, request: ProviderRequest) -> ProviderResponse:
    """As `http.call`, for the adapter's `mail:` addresses."""
    asked: Any = request.json or {}
    try:
        if not p.domain:
            raise Refused(422, "no_mail_domain", "this deployment has no mail domain")
        told = _send(p, asked) if request.url == SEND else _check(p, asked)
        return _answer(200 if told.get("ready", True) else 202, told)
    except Refused as refused:
        return _answer(refused.status, {"code": refused.code, "description": refused.reason})


def _answer(status: int, body: Mapping[str, object]) -> ProviderResponse:
    return ProviderResponse(status=status, headers={}, body=json.dumps(body).encode())


def _send(p: SendingPorts, asked: Mapping[str, Any]) -> dict[str, object]:
    channel = p.channel(asked["channel_id"])
    thread = _thread(p, channel, asked["to"])
    key = channel.secrets.get("reply_key", "")
    sender = sending_address(channel, p.domain)
    answers = addresses.answer_address(channel.id, thread.id, key=key, domain=p.domain)
    to = _recipients(p, channel, thread, asked)
    draft = Draft(
        channel_id=channel.id,
        sender=sender,
        sender_name=channel.settings.get("sender_name", "") or channel.name,
        to=to.to,
        cc=to.cc,
        subject=compose.answer_subject(thread.subject) if thread.last_id else thread.subject,
        text=asked.get("text", ""),
        reply_to=answers,
        in_reply_to=thread.last_id,
        references=thread.references,
        by_bot=bool(asked.get("by_bot")),
        files=_files(p, asked.get("files", ())),
    )
    try:
        raw = compose.composed(draft)
    except (ValueError, IndexError) as problem:
        raise Refused(422, "bad_address", str(problem)[:200]) from problem
    tags = {"channel": channel.id, "thread": thread.id}
    id = p.ses.send(raw, sender=sender, to=to, tags=tags)
    _remember(p, thread, id)
    return {"id": id}


def _recipients(
    p: SendingPorts, channel: Channel, thread: MailThread, asked: Mapping[str, Any]
) -> Recipients:
    """Nobody twice, and none of our own addresses: a letter to one of them comes back as news."""
    own = channel.settings.get("address", "")

    def left(name: str, but: tuple[str, ...]) -> tuple[str, ...]:
        given = (each for each in asked.get(name, ()) if each not in but)
        return recipients.others(given, own=own, domain=p.domain, but=thread.answer_to)

    cc = left("cc", ())
    return Recipients(thread.answer_to, cc, left("bcc", cc))


def _remember(p: SendingPorts, thread: MailThread, id: str) -> None:
    """The next letter names this one. It is sent already: nothing may fail here."""
    ours = f"{id}@{p.message_domain}"
    references = (*thread.references, ours)
    kept = references[:1] + references[1:][1 - MOST_REFERENCES :]
    with suppress(Exception):  # a missing reference harms nobody, a second letter does
        p.threads.put(replace(thread, last_id=thread.last_id or ours, references=kept))


def _thread(p: SendingPorts, channel: Channel, to: str) -> MailThread:
    known = p.threads.get(channel.account_id, channel.id, thread_of(channel.id, to))
    if known is not None:
        return known
    address, _ = parts_of(to)
    return MailThread(
        account_id=channel.account_id,
        channel_id=channel.id,
        id=thread_of(channel.id, to),
        sender=to,
        answer_to=address,
        subject=channel.name,
    )


def _files(p: SendingPorts, files: Any) -> list[Enclosure]:
    found: list[Enclosure] = []
    left = MOST_FILES
    for each in files:
        into = io.BytesIO()
        try:
            status = p.download(ProviderRequest(method="GET", url=each["url"]), into, left)
        except TooLarge:
            raise Refused(422, "files_too_large", "more than 28 MB of files") from None
        except AppError as problem:
            raise Refused(503, "no_file", problem.detail) from problem
        if status != 200:
            raise Refused(503, "no_file", "the file is not there")
        left -= into.tell()
        found.append(Enclosure(each["name"], each["mime"], into.getvalue()))
    return found


def sending_address(channel: Channel, domain: str) -> str:
    """The channel's own address once it was shown to be its owner's, else ours for it."""
    own = channel.settings.get("address", "")
    return own if own and channel.health == "ok" else addresses.inbox(channel.id, domain)


def _check(p: SendingPorts, asked: Mapping[str, Any]) -> dict[str, object]:
    """Write to the channel's own address: it is confirmed when that letter is forwarded to us."""
    channel = p.channel(asked["channel_id"])
    inbox = addresses.inbox(channel.id, p.domain)
    own = channel.settings.get("address", "")
    if not own:
        return {"ready": True, "inbox": inbox}
    if addresses.read(own, p.domain):
        raise Refused(422, "own_domain", f"{own} is one of our own; leave the address empty")
    if not p.ses.may_send_from(own):
        why = f"SES may not send from {own}: verify it, or its domain, in Amazon SES first"
        raise Refused(422, "not_verified", why)
    key = channel.secrets.get("reply_key", "")
    draft = Draft(
        channel_id=channel.id,
        sender=inbox,
        sender_name="Tertulia",
        to=own,
        subject=f"Connecting {own}",
        text=(
            f"Somebody is connecting {own} to Tertulia. When this message is forwarded to {inbox},"
            " the address is connected. If you know nothing of it, do nothing."
        ),
        reply_to=inbox,
        probe=addresses.probe_code(channel.id, own, key=key),
    )
    tags = {"channel": channel.id, "thread": "probe"}
    p.ses.send(compose.composed(draft), sender=inbox, to=Recipients(own), tags=tags)
    why = f"A message is on its way to {own}. Once it is forwarded to {inbox}, you are connected."
    return {"ready": False, "inbox": inbox, "description": why}
