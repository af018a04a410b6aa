"""What answers by itself speaks: bots, closed messages, positions in a queue, surveys.

Cheaper than `post`: who speaks works through a conversation's happenings one after another, so
nobody else writes under his `dedup`, and what he has said already is found behind the message that
he answers. It needs no reference item: one write a message, and one of the head for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from chalicelib.conversations import rules
from chalicelib.conversations.appending import (
    Patch,
    Thread,
    append,
    change_head,
    place,
    raised,
    unchanged,
)
from chalicelib.conversations.model import (
    Author,
    AuthorKind,
    Conversation,
    Delivery,
    DeliveryState,
    Message,
    Visibility,
)
from chalicelib.conversations.opening import WEBSITE
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.conversations.posting import checked_content
from chalicelib.shared.clock import to_milliseconds
from chalicelib.shared.content import Content, Kind
from chalicelib.shared.errors import Conflict, TryAgain

MOST_BEHIND = 100  # messages a page, of those behind the answered one
MOST_PAGES = 10


@dataclass(frozen=True, slots=True)
class Line:
    """dedup: unique in the conversation among what bots say. visibility: a note or an event is for
    the team alone."""

    content: Content
    dedup: str
    visibility: Visibility = Visibility.PUBLIC


@dataclass(frozen=True, slots=True)
class Said:
    """head: as it is stored now. messages: one for each line, as stored."""

    head: Conversation
    messages: Sequence[Message]


def say(
    p: ConversationPorts,
    head: Conversation,
    content: Content,
    *,
    dedup: str,
    name: str,
    author_id: str = "",
    after: int | None = None,
    patch: Patch = unchanged,
) -> Message:
    """Tell the contact something, once for each `dedup`; delivered as an agent's words are.

    name: under which it is shown. patch: as for `speak`. after: seq of what is answered, below
    everything that was said under this dedup: 4 write units; None: not known, a reference keeps it,
    6 units. Raises InvalidInput (what nobody may write) or TryAgain.
    """
    author = Author(AuthorKind.BOT, id=author_id, name=name)
    line = Line(content, dedup)
    if after is not None:
        return speak(p, head, [line], author=author, after=after, patch=patch).messages[0]
    draft = _draft(p, head, author, line)
    changed = partial(_patched, patch)
    return append(p, Thread(head), draft, scope=head.id, patch=changed).message


def speak(
    p: ConversationPorts,
    head: Conversation,
    lines: Sequence[Line],
    *,
    author: Author,
    after: int,
    patch: Patch = unchanged,
) -> Said:
    """Append the lines behind message `after`, in their order, each unless it stands there already,
    and change the head in one write. patch: pure, and nothing when done twice; what it changes
    raises the version; where it may not go (Conflict) the lines alone stay.

    Raises InvalidInput or TryAgain.
    """
    drafts = [_draft(p, head, author, line) for line in lines]
    news = _behind(p, head, after) if head.seq > after and drafts else []
    mine = {each.dedup: each for each in news if each.author.kind is author.kind}
    seen = rules.bump(head, news)
    said: list[Message] = []
    for draft in drafts:
        there = mine.get(draft.dedup)
        if there is None:
            there, passed = place(p, seen, draft, seen.seq + 1)
            seen = rules.bump(seen, [*passed, there])
            news += [*passed, there]
        said.append(there)

    def followed(before: Conversation) -> Conversation:
        return _patched(patch, rules.bump(before, news))

    return Said(change_head(p, head, followed), said)


def _patched(patch: Patch, bumped: Conversation) -> Conversation:
    try:
        return raised(bumped, patch(bumped))
    except Conflict:
        return bumped


def _behind(p: ConversationPorts, head: Conversation, after: int) -> list[Message]:
    found: list[Message] = []
    for _ in range(MOST_PAGES):
        page = p.store.messages(head.account_id, head.id, before=0, after=after, limit=MOST_BEHIND)
        found += page.messages
        if not page.more or not page.messages:
            return found
        after = page.messages[-1].seq
    raise TryAgain("too much was said meanwhile")


def _draft(p: ConversationPorts, head: Conversation, author: Author, line: Line) -> Message:
    now = to_milliseconds(p.clock())
    quiet = line.content.kind is Kind.EVENT
    draft = Message(
        account_id=head.account_id,
        conversation_id=head.id,
        seq=0,
        author=author,
        content=line.content if quiet else checked_content(head.account_id, line.content),
        visibility=Visibility.EVENT if quiet else line.visibility,
        at=now,
        dedup=line.dedup,
    )
    if draft.visibility is not Visibility.PUBLIC:
        return draft
    website = head.channel_kind == WEBSITE
    state = DeliveryState.SENT if website else DeliveryState.QUEUED
    return replace(draft, delivery=Delivery(state=state, at=now))
