"""A letter as it was read, and what is kept of a thread of letters. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.shared.ids import derived_id


@dataclass(frozen=True, slots=True)
class Person:
    """email: in lower case."""

    email: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>" if self.name else self.email


@dataclass(frozen=True, slots=True)
class Attachment:
    """cid: by which the HTML names it, without its brackets."""

    name: str
    mime: str
    data: bytes = field(repr=False)
    cid: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A delivery report (RFC 3464). ids: of the letter that it is about, as it was sent."""

    ids: tuple[str, ...]
    failed: bool
    reason: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """message_id, in_reply_to, references: without brackets, '' or empty where there are none.
    text: what was written now; quoted: what it answers, and the signature. html, quoted_html: the
    same, made safe (markup.py), '' if the letter had none; pictures in it are `cid:`.
    calls: whom it may call: all | people (nothing answers it by itself) | nobody. why: in one word.
    marks: channels of ours that it has come from. remote: pictures of other servers were left out.
    problems: what was wrong with its form, one word each."""

    sender: Person | None
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    reply_to: tuple[Person, ...] = ()
    to: tuple[Person, ...] = ()
    cc: tuple[Person, ...] = ()
    subject: str = ""
    date: str = ""
    at: datetime | None = None
    text: str = ""
    quoted: str = ""
    html: str = ""
    quoted_html: str = ""
    remote: bool = False
    attachments: tuple[Attachment, ...] = ()
    calls: str = "all"
    why: str = ""
    marks: tuple[str, ...] = ()
    probe: str = ""
    report: Report | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MailThread:
    """sender: the contact's id on the channel. answer_to: where replies go. last_id, references:
    of the newest letter, without brackets."""

    account_id: str
    channel_id: str
    id: str
    sender: str
    answer_to: str
    subject: str = ""
    last_id: str = ""
    references: tuple[str, ...] = ()


def document_key(account_id: str, channel_id: str, hash: str) -> str:
    """Where the whole letter lies, as it was read (reading.py)."""
    return f"raw/{account_id}/{channel_id}/{hash}.json"


def original_key(document_key: str) -> str:
    """Where its very bytes lie for 14 days, as SES had them (infra/resources.yaml)."""
    return f"mail/{document_key.removeprefix('raw/').removesuffix('.json')}.eml"


def files_folder(document_key: str) -> str:
    """What the keys of its files begin with, those within its HTML too."""
    place, _, hash = document_key.removeprefix("raw/").removesuffix(".json").rpartition("/")
    return f"media/{place}/{hash[:24]}-"


def sender_id(address: str, thread: str) -> str:
    """A contact's id on the channel: one for each thread, so that each is a conversation."""
    return f"{address}/{thread}"


def parts_of(sender: str) -> tuple[str, str]:
    """Address and thread in a contact's id; the thread is '' where we write first."""
    address, slash, thread = sender.rpartition("/")
    return (address, thread) if slash and "@" in address else (sender, "")


def thread_of(channel_id: str, sender: str) -> str:
    """The thread that a contact's id on the channel stands for."""
    address, thread = parts_of(sender)
    return thread or derived_id("mail thread", channel_id, address, "")
