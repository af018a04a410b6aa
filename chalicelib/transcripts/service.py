"""A visitor is sent his conversation: once for each time he asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta, tzinfo
from typing import Protocol
from zoneinfo import ZoneInfo

from chalicelib.conversations.model import Message
from chalicelib.shared.clock import Clock
from chalicelib.shared.errors import AppError, InvalidInput
from chalicelib.transcripts.model import Mail, compose, lines, words_of, zone_name

SENDING = timedelta(seconds=30)  # then whoever was sending has died: a call ends after 28


class MailFailed(AppError):
    """Not sent; it may be asked for again."""

    status = 502
    code = "mail_failed"


class BeingSent(AppError):
    """Somebody is sending it, or died over it: nobody knows yet whether it will arrive."""

    status = 503
    code = "mail_being_sent"


class Claims(Protocol):
    """See chalicelib/transcripts/store.py. key: what was asked for, once."""

    def claim(self, account_id: str, key: str, now: float, stale_before: float) -> bool:
        """Whether it is the caller's to send: nobody has sent it, or is sending it since
        `stale_before` (both epoch seconds)."""

    def sent(self, account_id: str, key: str) -> bool:
        """Consistent."""

    def done(self, account_id: str, key: str) -> None: ...

    def release(self, account_id: str, key: str) -> None: ...


@dataclass(frozen=True, slots=True)
class TranscriptPorts:
    """history: the newest messages of a conversation, ascending, and whether there are older ones.
    links: where files are to be had for an hour. send: raises MailFailed. tell: leaves a line for
    the agents (account, conversation, key, address); the same key again leaves none."""

    claims: Claims
    history: Callable[[str, str], tuple[Sequence[Message], bool]]
    links: Callable[[Sequence[str]], dict[str, str]]
    send: Callable[[Mail], None]
    tell: Callable[[str, str, str, str], None]
    clock: Clock


@dataclass(frozen=True, slots=True)
class Wish:
    """site, zone: the name and the time zone that the mail is written with."""

    account_id: str
    conversation_id: str
    client_id: str
    email: str
    site: str
    zone: str
    language: str = ""


def send_transcript(p: TranscriptPorts, *, wish: Wish) -> None:
    """The same client_id again sends nothing, unless the first try failed or died. Raises
    MailFailed; BeingSent while that is not known; InvalidInput (email) for an address that cannot
    be written in a header."""
    _check(wish.email)
    key = f"{wish.conversation_id}#{wish.client_id}"
    now = p.clock()
    if not p.claims.claim(wish.account_id, key, now.timestamp(), (now - SENDING).timestamp()):
        if not p.claims.sent(wish.account_id, key):
            raise BeingSent
        _tell(p, wish)  # whoever sent it may have died before
        return
    try:
        p.send(_mail(p, wish))
    except Exception:
        p.claims.release(wish.account_id, key)
        raise
    p.claims.done(wish.account_id, key)
    _tell(p, wish)


def _tell(p: TranscriptPorts, wish: Wish) -> None:
    p.tell(wish.account_id, wish.conversation_id, wish.client_id, wish.email)


def _mail(p: TranscriptPorts, wish: Wish) -> Mail:
    messages, cut = p.history(wish.account_id, wish.conversation_id)
    words = words_of(wish.language)
    zone, name = _zone(wish.zone)
    keys = [media.key for message in messages for media in message.content.media if media.key]
    links = p.links(list(dict.fromkeys(keys))) if keys else {}
    shown = lines(messages, words, zone, links)
    return compose(shown, words, site=wish.site, zone=zone_name(name), to=wish.email, cut=cut)


def _zone(name: str) -> tuple[tzinfo, str]:
    try:
        return ZoneInfo(name), name
    except (KeyError, ValueError, OSError):
        return UTC, "UTC"


def _check(email: str) -> None:
    plain = email.isascii() and email.isprintable() and not set(email) & set(' ,;<>()"\\')
    if not plain or email.count("@") != 1:
        raise InvalidInput("is not an e-mail address", field="email")
