"""What stands beside a conversation: whom a note mentions, a contact's notes and files. Pure.

All of it follows from messages: the table's stream brings them (realtime/announce.py), so that
nothing is missing though whoever stored the message died right after, and a repeat adds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from chalicelib.conversations.model import AuthorKind, Message, Visibility
from chalicelib.shared.content import MEDIA_KINDS, Media

MENTION_TEXT = 280  # characters of the note that a mention repeats
NOTE_TEXT = 2_000
_OURS = frozenset({AuthorKind.AGENT, AuthorKind.BOT})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message is. at: when it was stored; sorts what stands beside."""

    conversation_id: str
    seq: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Mention:
    """agent_id: who is mentioned. text: the note's beginning."""

    account_id: str
    agent_id: str
    place: Place
    contact_id: str
    author_id: str
    author_name: str
    text: str
    read: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """A note, or files, of a contact. rev: of the message that tells it. gone: it was deleted."""

    account_id: str
    contact_id: str
    kind: Literal["note", "files"]
    place: Place
    rev: int
    author_kind: str
    author_id: str
    author_name: str
    text: str = ""
    cut: bool = False  # the note is longer
    media: tuple[Media, ...] = ()
    visibility: str = "public"
    gone: bool = False


def concerns(message: Message, *, created: bool) -> bool:
    """Whether something is to be kept beside. Our own messages change often after they are stored
    (sent, delivered, read), and never in what is kept."""
    if not created and message.author.kind in _OURS and not message.deleted_at:
        return False
    return bool(beside(message) or mentions(message))


def mentions(message: Message) -> list[Mention]:
    """One for each agent whom a note mentions, but for its author."""
    if message.visibility is not Visibility.NOTE or message.deleted_at:
        return []
    named = dict.fromkeys(message.content.mentions)
    return [
        Mention(
            account_id=message.account_id,
            agent_id=agent_id,
            place=_place(message),
            contact_id=message.contact_id,
            author_id=message.author.id,
            author_name=message.author.name,
            text=_words(message, MENTION_TEXT),
        )
        for agent_id in named
        if agent_id != message.author.id
    ]


def beside(message: Message) -> list[Beside]:
    """The message's note and its files: those that are in the account's own bucket."""
    if not message.contact_id or message.visibility is Visibility.EVENT:
        return []
    found: list[Beside] = []
    if message.visibility is Visibility.NOTE:
        text = message.content.text
        found.append(_kept(message, "note", text=text[:NOTE_TEXT], cut=len(text) > NOTE_TEXT))
    media = tuple(each for each in message.content.media if each.key)
    if media and message.content.kind in MEDIA_KINDS:
        found.append(_kept(message, "files", media=media))
    return found


def _kept(message: Message, kind: Literal["note", "files"], **what: Any) -> Beside:
    gone = message.deleted_at is not None
    return Beside(
        account_id=message.account_id,
        contact_id=message.contact_id,
        kind=kind,
        place=_place(message),
        rev=message.rev,
        author_kind=message.author.kind.value,
        author_id=message.author.id,
        author_name=message.author.name,
        visibility=message.visibility.value,
        gone=gone,
        **({} if gone else what),
    )


def _place(message: Message) -> Place:
    return Place(message.conversation_id, message.seq, message.at)


def _words(message: Message, most: int) -> str:
    return " ".join(message.content.text.split())[:most]


@dataclass(frozen=True, slots=True)
class MentionPage:
    """Newest first. cursor: '' at the end."""

    mentions: Sequence[Mention]
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class BesidePage:
    """Newest first. cursor: '' at the end."""

    items: Sequence[Beside]
    cursor: str = ""
