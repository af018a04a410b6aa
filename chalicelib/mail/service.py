"""A letter that came in becomes work for the inbound queue: read, its files put away, its thread
found. Everything may be repeated and adds nothing then: keys and ids follow from the letter."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from chalicelib.channels.base import Channel
from chalicelib.channels.intake import is_quiet
from chalicelib.channels.reading import Json
from chalicelib.mail import addresses, mime, notices, outcomes, recipients
from chalicelib.mail.decoding import person
from chalicelib.mail.model import (
    Attachment,
    Letter,
    MailThread,
    Person,
    document_key,
    files_folder,
    original_key,
    sender_id,
)
from chalicelib.mail.notices import NotOurs, Outcome, Received
from chalicelib.media.sniff import HEAD, sniff
from chalicelib.shared import log
from chalicelib.shared.clock import Clock, to_text
from chalicelib.shared.errors import NotFound
from chalicelib.shared.ids import derived_id
from chalicelib.shared.queues import Entry, entry

KIND = "email"
MOST_TEXT = 20_000  # characters of a letter that stand in the conversation; the rest is behind it
MOST_REFERENCES = 30
ANSWERED = 10  # letters of a sender in an hour that may be answered by themselves
HEARD = 200  # letters of a sender in an hour that may call somebody
_SHOWN_PICTURE = 8_000  # bytes: a smaller picture within the text is a logo, not a message


class ThreadStore(Protocol):
    def get(self, account_id: str, channel_id: str, thread: str) -> MailThread | None: ...

    def put(self, thread: MailThread) -> None: ...


@dataclass(frozen=True, slots=True)
class MailPorts:
    """channel: raises NotFound. fetch, keep: the bucket. confirm: the channel's own address was
    shown to be its owner's. count: how many of a sender's letters came in this hour, this one in.
    genuine: whether SNS signed an envelope; raises if that cannot be known now. topic: the one that
    may tell us anything. domain: of our addresses, '' = no mail is taken."""

    threads: ThreadStore
    channel: Callable[[str], Channel]
    fetch: Callable[[str], bytes]
    keep: Callable[[str, bytes, str], None]
    enqueue: Callable[[Sequence[Entry]], None]
    confirm: Callable[[str, str], None]
    count: Callable[[str, str], int]
    genuine: Callable[[Json], bool]
    clock: Clock
    bucket: str
    topic: str
    domain: str


def take(p: MailPorts, body: str) -> None:
    """body: a record of the queue that stands behind the topic. What no topic of ours has written,
    and what is for no channel of ours, is left with a line in the log."""
    try:
        told = notices.read(notices.opened(body, p.topic, p.genuine))
    except NotOurs as refused:
        log.line("mail.refused", why=str(refused))
        return
    if isinstance(told, Outcome):
        _outcome(p, told)
    elif told is not None:
        _received(p, told)


def _outcome(p: MailPorts, told: Outcome) -> None:
    try:
        channel = p.channel(told.channel_id)
    except NotFound:
        return
    thread = None
    if outcomes.is_of_many(told):
        thread = p.threads.get(channel.account_id, channel.id, told.thread)
    for dedup, work in outcomes.works(told, thread.answer_to if thread else ""):
        _send(p, channel, work, group=told.id, dedup=dedup)


def _received(p: MailPorts, told: Received) -> None:
    if told.bucket != p.bucket:
        log.line("mail.refused", why="another bucket")
        return
    found = [ours for each in told.recipients if (ours := addresses.read(each, p.domain))]
    if not found:
        log.line("mail.refused", why="no address of ours")
        return
    raw = p.fetch(told.key)
    if not raw:
        return  # told again: it was taken
    letter = mime.read(raw)
    taken = False
    for channel_id in dict.fromkeys(ours.channel_id for ours in found):
        try:
            channel = p.channel(channel_id)
        except NotFound:
            channel = None
        if channel is None or channel.kind != KIND:
            log.line("mail.refused", why="no such channel")
            continue
        _for_channel(p, channel, told, letter, raw)
        taken = True
    if taken:  # each channel has its own copy, which goes with its contact; nobody else finds this
        p.keep(told.key, b"", "message/rfc822")


def _for_channel(
    p: MailPorts, channel: Channel, told: Received, letter: Letter, raw: bytes
) -> None:
    if letter.probe:
        _probed(p, channel, letter)
        return
    if channel.id in letter.marks:
        log.line("mail.refused", why="our own", channel=channel.id)
        return
    if letter.report is not None:
        _reported(p, channel, letter, told)
    writer = letter.sender or person(told.source, "") or Person("unknown@invalid")
    known = _known_thread(p, channel, told, letter)
    thread = _begun(channel, told, letter, writer)
    known = known or p.threads.get(channel.account_id, channel.id, thread.id)
    thread = _joined(known, letter) if known else thread
    if letter.calls != "nobody":
        p.threads.put(thread)
    id = _id(letter, told)
    doc_key = document_key(channel.account_id, channel.id, _hash(id))
    p.keep(original_key(doc_key), raw, "message/rfc822")
    told_safe = told.verdicts.get("virus") != "fail"
    media, inline = _files(p, doc_key, letter) if told_safe else ([], {})
    document = _document(letter, told, media, inline)
    p.keep(doc_key, json.dumps(document).encode(), "application/json")
    shown = [each for each in media if not each.pop("hidden", False)]
    work = {
        "kind": "message",
        "id": id,
        "sender": {
            "id": thread.sender,
            "email": thread.sender.rpartition("/")[0],
            "name": _name(writer, thread),
        },
        "at": to_text(told.at),
        "text": letter.text[:MOST_TEXT],
        "media": shown,
        "data": _data(letter, told, writer, doc_key, raw)
        | _addressed(p, channel, letter, writer, thread),
        "reply_to": _answered(letter),
        "calls": _calls(p, channel, letter, told, writer),
    }
    _send(p, channel, work, group=thread.sender, dedup=id)


def _probed(p: MailPorts, channel: Channel, letter: Letter) -> None:
    """A letter that we sent to the channel's own address has come back by its forwarding."""
    address = channel.settings.get("address", "")
    right = address and addresses.probe_code(channel.id, address, key=_key(channel))
    if right and addresses.same(letter.probe, right) and letter.calls != "nobody":
        p.confirm(channel.id, address)
    else:
        log.line("mail.refused", why="no probe of ours", channel=channel.id)


def _reported(p: MailPorts, channel: Channel, letter: Letter, told: Received) -> None:
    report = letter.report
    if report is None or not report.failed:
        return
    for each in report.ids:
        work = {
            "kind": "status",
            "id": each.partition("@")[0],
            "state": "failed",
            "at": to_text(told.at),
            "reason": report.reason or "not delivered",
            "code": report.code or "bounced",
        }
        _send(p, channel, work, group=each, dedup=f"{each}#report")


def _known_thread(
    p: MailPorts, channel: Channel, told: Received, letter: Letter
) -> MailThread | None:
    """By an address of ours that we signed: the one it came to, or one among its references."""
    named = (*told.recipients, *reversed(letter.references), letter.in_reply_to)
    thread = addresses.thread_in(named, channel_id=channel.id, key=_key(channel), domain=p.domain)
    return p.threads.get(channel.account_id, channel.id, thread) if thread else None


def _begun(channel: Channel, told: Received, letter: Letter, writer: Person) -> MailThread:
    """By the letter that began it: whoever else writes in the same thread has a conversation of
    his own, unless he answers to the thread's own address."""
    root = next(iter(letter.references), "") or letter.in_reply_to or letter.message_id or told.id
    thread = derived_id("mail thread", channel.id, writer.email, root)
    answer_to = letter.reply_to[0].email if letter.reply_to else writer.email
    return MailThread(
        account_id=channel.account_id,
        channel_id=channel.id,
        id=thread,
        sender=sender_id(writer.email, thread),
        answer_to=answer_to,
        subject=letter.subject,
        last_id=letter.message_id,
        references=_chain(letter.references, letter.message_id),
    )


def _joined(known: MailThread, letter: Letter) -> MailThread:
    """The thread goes on; where its answers go is not for others to change."""
    return replace(
        known,
        subject=known.subject or letter.subject,
        last_id=letter.message_id or known.last_id,
        references=_chain((*known.references, *letter.references), letter.message_id),
    )


def _chain(references: Sequence[str], last: str) -> tuple[str, ...]:
    """The first, which names the thread, and the newest."""
    found = tuple(dict.fromkeys(each for each in (*references, last) if each))
    return found if len(found) <= MOST_REFERENCES else (found[0], *found[1 - MOST_REFERENCES :])


def _name(writer: Person, thread: MailThread) -> str:
    """A colleague who was copied is told apart from the contact."""
    if sender_id(writer.email, thread.id) == thread.sender:
        return writer.name
    return str(writer)


def _calls(p: MailPorts, channel: Channel, letter: Letter, told: Received, writer: Person) -> str:
    """Nothing answers a machine by itself, nor somebody who writes too often for a person."""
    if letter.calls == "nobody":
        return "nobody"
    sent = p.count(channel.id, writer.email)
    if sent > HEARD:
        return "nobody"
    spam = told.verdicts.get("spam") == "fail" or told.verdicts.get("virus") == "fail"
    return "people" if spam or sent > ANSWERED or letter.marks else letter.calls


def _files(
    p: MailPorts, doc_key: str, letter: Letter
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Put into the bucket; and which picture of the HTML is which file."""
    media: list[dict[str, Any]] = []
    inline: dict[str, str] = {}
    for index, file in enumerate(letter.attachments):
        mime_type = sniff(file.data[:HEAD], file.mime)
        key = f"{files_folder(doc_key)}{index}/{file.name}"
        p.keep(key, file.data, mime_type)
        within = _is_within(letter, file)
        if within:
            inline[file.cid] = key
        known = {"key": key, "mime": mime_type, "name": file.name, "size": len(file.data)}
        media.append(known | ({"hidden": True} if within and _is_small(letter, file) else {}))
    return media, inline


def _is_within(letter: Letter, file: Attachment) -> bool:
    return bool(file.cid) and f"cid:{file.cid}" in letter.html + letter.quoted_html


def _is_small(letter: Letter, file: Attachment) -> bool:
    return len(file.data) < _SHOWN_PICTURE or f"cid:{file.cid}" not in letter.html


def _data(
    letter: Letter, told: Received, writer: Person, doc_key: str, raw: bytes
) -> dict[str, str]:
    """What the conversation shows beside the text; the rest is in the document."""
    failed = [name for name in ("dmarc", "spf", "dkim") if told.verdicts.get(name) == "fail"]
    signed = "pass" in (told.verdicts.get("dmarc"), told.verdicts.get("dkim"))
    data = {
        "subject": letter.subject,
        "from": str(writer)[:300],
        "cc": ", ".join(map(str, letter.cc))[:1000],
        "raw_key": doc_key,
        "raw_bytes": str(len(raw)),
        "why": letter.why,
        "unproved": " ".join(failed) if failed and ("dmarc" in failed or not signed) else "",
        "spam": "1" if told.verdicts.get("spam") == "fail" else "",
        "virus": "1" if told.verdicts.get("virus") == "fail" else "",
        "more": "1" if letter.html or letter.quoted or len(letter.text) > MOST_TEXT else "",
        "problems": " ".join(letter.problems),
    }
    return {name: word for name, word in data.items() if word}


def _addressed(
    p: MailPorts, channel: Channel, letter: Letter, writer: Person, thread: MailThread
) -> dict[str, str]:
    """To whom it went, and whom an answer to all would go to beside the contact."""
    own = channel.settings.get("address", "")
    to = ", ".join(map(str, letter.to))[:1000]
    everybody = recipients.to_all(
        letter, writer, own=own, domain=p.domain, answer_to=thread.answer_to
    )
    return {name: text for name, text in (("to", to), ("all", everybody)) if text}


def _document(
    letter: Letter, told: Received, media: list[dict[str, Any]], inline: Mapping[str, str]
) -> dict[str, Any]:
    """The whole letter, for whoever opens it."""
    return {
        "subject": letter.subject,
        "message_id": letter.message_id,
        "from": str(letter.sender or told.source),
        "to": [str(each) for each in letter.to],
        "cc": [str(each) for each in letter.cc],
        "date": letter.date,
        "text": letter.text,
        "quoted": letter.quoted,
        "html": letter.html,
        "quoted_html": letter.quoted_html,
        "remote": letter.remote,
        "inline": dict(inline),
        "keys": [each["key"] for each in media],
        "verdicts": dict(told.verdicts),
    }


def _answered(letter: Letter) -> str:
    """The letter that is answered, if SES sent it: it puts its own id into Message-ID."""
    local, _, domain = letter.in_reply_to.partition("@")
    return local if domain.endswith("amazonses.com") else ""


def _id(letter: Letter, told: Received) -> str:
    """The same letter, forwarded twice or told twice, has one id. Programs that give all their
    letters one Message-ID lose none of them."""
    if not letter.message_id:
        return f"ses:{told.id}"
    apart = f"{letter.sender}\x00{letter.date}\x00{letter.subject}"
    return f"{letter.message_id}#{_hash(apart)[:12]}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _key(channel: Channel) -> str:
    return channel.secrets.get("reply_key", "")


def _send(
    p: MailPorts, channel: Channel, work: Mapping[str, Any], *, group: str, dedup: str
) -> None:
    queued: dict[str, object] = {
        "channel_id": channel.id,
        "kind": KIND,
        "received_at": to_text(p.clock()),
        "body": json.dumps(work),
    }
    if channel.automation:
        queued["automation"] = channel.automation
    if channel.queue_id:
        queued["queue_id"] = channel.queue_id
    if is_quiet(channel, p.clock()):
        queued["hear"] = "1"
    p.enqueue([entry(queued, group=f"{channel.id}#{group}", dedup=f"{channel.id}#{dedup}")])
