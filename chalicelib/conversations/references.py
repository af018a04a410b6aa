"""Finding a message by what its provider calls it, and what comes before its message does.

A status or an edit may overtake its message (the provider's answer to our call, or another queue
record). It is then parked at the reference's key; whoever writes the reference applies it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.channels.base import InboundEvent, InboundStatus
from chalicelib.conversations import codec, reactions, rules
from chalicelib.conversations.appending import (
    MOST_TRIES,
    REFERENCE_LIFE,
    change_head,
    raised,
)
from chalicelib.conversations.model import (
    Conversation,
    Delivery,
    DeliveryState,
    Message,
    Preview,
)
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.conversations.values import Reference
from chalicelib.shared.clock import from_text, to_milliseconds
from chalicelib.shared.content import Content
from chalicelib.shared.errors import TryAgain
from chalicelib.shared.ids import AccountId

MOST_UNREACHED = 20  # lines below a letter

Revision = Callable[[Message], Message]


def apply_or_park(
    p: ConversationPorts, account_id: AccountId, scope: str, item: InboundStatus | InboundEvent
) -> None:
    """Do to the message what `item` says, now or as soon as the message is known."""
    target = item.id if isinstance(item, InboundStatus) else item.target
    known = p.store.reference(account_id, scope, target)
    if known is None or not known.seq:
        place = Reference(account_id, scope, target, expires=item.at + REFERENCE_LIFE)
        known = p.store.park(place, _parked(item))
    if known is not None:
        _apply(p, known, _unparked(_parked(item)))


def apply_parked(p: ConversationPorts, reference: Reference) -> None:
    """Apply what was waiting for this message, oldest first, and drop it."""
    if not reference.parked:
        return
    waiting = sorted((json.loads(text) for text in reference.parked), key=lambda each: each["at"])
    for each in waiting:
        _apply(p, reference, each)
    p.store.unpark(reference)


def revise(p: ConversationPorts, reference: Reference, revision: Revision) -> Message:
    """Write `revision(message)`, beginning again when another writer was faster. Raises TryAgain,
    also while the reference is ahead of its message."""
    for _ in range(MOST_TRIES):
        message = p.store.message(reference.account_id, reference.conversation_id, reference.seq)
        if message is None or message.dedup != reference.dedup:
            raise TryAgain("the message is being written")
        after = revision(message)
        if after == message:
            return message
        after = replace(after, rev=message.rev + 1)
        if p.store.replace_message(message, after):
            return after
    raise TryAgain("too many writers")


def _parked(item: InboundStatus | InboundEvent) -> str:
    """As text that is the same for the same item, so that a repeat is parked once."""
    moment = to_milliseconds(item.at)
    values: dict[str, Any]
    if isinstance(item, InboundStatus):
        values = {"state": item.state, "reason": item.reason, "code": item.code}
    else:
        content = codec.pack(item.content) if item.content else None
        values = {"kind": item.kind, "value": item.value, "content": content}
    packed = {**values, "at": codec.pack(moment)}
    return json.dumps(packed, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _unparked(text: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(text)
    return values


def _apply(p: ConversationPorts, reference: Reference, waiting: dict[str, Any]) -> None:
    at = from_text(waiting["at"])
    if "state" in waiting:
        news = Delivery(reason=waiting["reason"], code=waiting["code"], at=at)
        state = DeliveryState(waiting["state"])
        revise(
            p,
            reference,
            lambda m: reactions.told(rules.delivered(m, state, news), reference.id, state, news),
        )
        return
    content = codec.content_from(waiting["content"]) if waiting["content"] else None
    message = revise(
        p, reference, lambda m: _done_to(m, waiting["kind"], waiting["value"], content, at)
    )
    if waiting["kind"] in ("edit", "delete"):
        _refresh_preview(p, message)


def _done_to(
    message: Message, kind: str, value: str, content: Content | None, at: datetime
) -> Message:
    """The message after a reaction, an edit or a deletion by its contact. An older edit than the
    last one changes nothing."""
    if kind == "reaction":
        who = f"contact:{message.contact_id}"
        others = {key: emoji for key, emoji in message.reactions.items() if key != who}
        return replace(message, reactions={**others, who: value} if value else others)
    if kind == "unreached":
        return _unreached(message, value)
    if kind == "delete":
        return message if message.deleted_at else replace(message, deleted_at=at)
    if content is None or (message.edited_at and at <= message.edited_at):
        return message
    return replace(message, content=content, edited_at=at)


def _unreached(message: Message, who: str) -> Message:
    """One of a letter's several recipients did not get it; told below it, a line each."""
    data = message.content.data or {}
    lines = [line for line in data.get("unreached", "").split("\n") if line]
    if who in lines or len(lines) >= MOST_UNREACHED:
        return message
    told = {**data, "unreached": "\n".join([*lines, who])}
    return replace(message, content=replace(message.content, data=told))


def _refresh_preview(p: ConversationPorts, message: Message) -> None:
    """The list shows the newest words as they are now; quiet lines may stand after them."""

    def patch(head: Conversation) -> Conversation:
        if head.last.seq == message.seq:
            return raised(head, replace(head, last=rules.preview(message)))
        if message.deleted_at and _same_words(head.last, message):
            gone = replace(rules.preview(message), seq=head.last.seq, at=head.last.at)
            return raised(head, replace(head, last=gone))
        return head

    head = p.store.head(message.account_id, message.conversation_id)
    if head is not None:
        change_head(p, head, patch)


def _same_words(shown: Preview, message: Message) -> bool:
    words = rules.preview(replace(message, deleted_at=None))
    return (words.kind, words.author_kind, words.text) == (
        shown.kind,
        shown.author_kind,
        shown.text,
    )
