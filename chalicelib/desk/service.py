"""Mentions of an agent, notes and files of a contact: kept as messages come, listed by the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib.conversations.model import Message
from chalicelib.desk.model import Beside, BesidePage, Mention, MentionPage, beside, mentions
from chalicelib.shared.errors import InvalidInput

MAX_PAGE = 50
MOST_MENTIONS = 20  # in one note
KINDS = ("note", "files")


class DeskStore(Protocol):
    """See chalicelib/desk/store.py."""

    def put_mention(self, mention: Mention) -> None:
        """Unless it is there: what was read stays read."""

    def put_beside(self, item: Beside) -> None:
        """Unless a later state (`rev`) of it is there."""

    def mentions(
        self, account_id: str, agent_id: str, *, cursor: str, limit: int
    ) -> MentionPage: ...

    def set_read(self, mention: Mention) -> None: ...

    def beside(
        self, account_id: str, contact_id: str, kind: str, *, cursor: str, limit: int
    ) -> BesidePage:
        """Without what is gone: a page may hold fewer than `limit` while there are more."""


@dataclass(frozen=True, slots=True)
class DeskPorts:
    store: DeskStore


def keep(p: DeskPorts, messages: Sequence[Message]) -> None:
    """What the messages leave beside. Bears repeats, in any order."""
    for message in messages:
        for mention in mentions(message):
            p.store.put_mention(mention)
        for item in beside(message):
            p.store.put_beside(item)


def checked_mentions(asked: Sequence[str], agents: Sequence[str]) -> tuple[str, ...]:
    """Each once. agents: ids of the account's. Raises InvalidInput (content.mentions)."""
    named = tuple(dict.fromkeys(asked))
    if len(named) > MOST_MENTIONS:
        raise InvalidInput(f"at most {MOST_MENTIONS} people", field="content.mentions")
    if not set(named) <= set(agents):
        raise InvalidInput("no such agent", field="content.mentions")
    return named


def list_mentions(
    p: DeskPorts, *, account_id: str, agent_id: str, cursor: str = "", limit: int = 30
) -> MentionPage:
    """Newest first."""
    return p.store.mentions(account_id, agent_id, cursor=cursor, limit=_most(limit))


def read_mentions(p: DeskPorts, *, account_id: str, agent_id: str, conversation_id: str) -> None:
    """The agent has opened the conversation: its mentions among his newest 50 are read."""
    page = p.store.mentions(account_id, agent_id, cursor="", limit=MAX_PAGE)
    for mention in page.mentions:
        if mention.place.conversation_id == conversation_id and not mention.read:
            p.store.set_read(mention)


def list_beside(
    p: DeskPorts,
    *,
    account_id: str,
    contact_id: str,
    kind: str,
    cursor: str = "",
    limit: int = 30,
) -> BesidePage:
    """kind: note or files. Newest first. Raises InvalidInput."""
    if kind not in KINDS:
        raise InvalidInput("note or files", field="kind")
    return p.store.beside(account_id, contact_id, kind, cursor=cursor, limit=_most(limit))


def _most(limit: int) -> int:
    return min(max(limit, 1), MAX_PAGE)
