"""Mentions of an agent, notes and files of a contact: kept as messages come, listed by the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from chalicelib.conversations.model import Message
from chalicelib.desk.model import Beside, BesidePage, Mention, MentionPage, beside, mentions
from chalicelib.shared.errors import InvalidInput

MAX_PAGE = 50
MOST_MENTIONS = 20  # in one note
MOST_CARRIED = 50  # of a merged contact's notes or files, in one step
KINDS = ("note", "files")


class DeskStore(Protocol):
    """See chalicelib/desk/store.py."""

    def put_mention(self, mention: Mention) -> None:
        """Unless it is there: what was read stays read."""

    def put_beside(self, item: Beside) -> None:
        """Unless a later state (`rev`) of it is there."""

    def drop_beside(self, item: Beside) -> None:
        """Unless a later state (`rev`) of it is there. Repeatable."""

    def all_beside(
        self, account_id: str, contact_id: str, kind: str, *, limit: int
    ) -> list[Beside]:
        """Oldest first, with what is gone. Consistent."""

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
    """part_of: account, contact; the contact that this one was merged into, or ''. Consistent."""

    store: DeskStore
    part_of: Callable[[str, str], str]


def keep(p: DeskPorts, messages: Sequence[Message]) -> None:
    """What the messages leave beside. Bears repeats, in any order."""
    found: dict[tuple[str, str], list[Beside]] = {}
    for message in messages:
        for mention in mentions(message):
            p.store.put_mention(mention)
        for item in beside(message):
            found.setdefault((item.account_id, item.contact_id), []).append(item)
    for (_, contact_id), items in found.items():
        _lay(p, items, contact_id, passed=())


def carry(p: DeskPorts, *, account_id: str, contact_id: str, to: str) -> int:
    """Give some of a merged contact's notes and files to the one that he is part of. Answers how
    many it was; 0: none is left. Repeating it goes on. He must be known to be merged already."""
    for kind in KINDS:
        items = p.store.all_beside(account_id, contact_id, kind, limit=MOST_CARRIED)
        if items:
            _move(p, items, to, passed=(contact_id,))
            return len(items)
    return 0


def _lay(p: DeskPorts, items: Sequence[Beside], contact_id: str, passed: tuple[str, ...]) -> None:
    """Beside that contact, or the one that he is part of: a message names its first contact for
    ever. Written first, then asked: a merge marks the contact first, then carries what it finds, so
    one of the two sees the other."""
    laid = [replace(item, contact_id=contact_id) for item in items]
    for item in laid:
        p.store.put_beside(item)
    further = p.part_of(items[0].account_id, contact_id)
    if further and further not in passed:
        _move(p, laid, further, (*passed, contact_id))


def _move(p: DeskPorts, items: Sequence[Beside], to: str, passed: tuple[str, ...]) -> None:
    """Dropped last: whoever dies before finds them where they were."""
    _lay(p, items, to, passed)
    for item in items:
        p.store.drop_beside(item)


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
