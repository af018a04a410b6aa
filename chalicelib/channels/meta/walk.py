"""A webhook of a page or of an Instagram account as single pieces, each with its frame.

Source: https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks
{"object", "entry": [{"id", "time", "messaging" | "standby" | "changes": [...]}]}: a payload may
hold several entries, and an entry several events of several people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chalicelib.channels import reading
from chalicelib.channels.base import NotThisProvider, Sender
from chalicelib.channels.reading import Json
from chalicelib.channels.sharing import by_address

# Standby: what people write while another app has the thread. Changes: Meta's test button sends
# messages in them, comments and mentions come in them.
LISTS = ("messaging", "standby", "changes")


@dataclass(frozen=True, slots=True)
class Piece:
    """origin: the payload's `object`. item: one member of the list `key` of the entry; the entry's
    rest if key is '' (Instagram tells comments so); whatever stands where an entry should, or the
    payload, if entry is None."""

    origin: str
    entry: Json | None
    key: str
    item: object

    @property
    def field(self) -> str:
        """The webhook field, where one is named."""
        holder = self.item if isinstance(self.item, dict) else {}
        value = holder.get("field") if self.key in ("changes", "") else None
        return value if isinstance(value, str) else ""

    @property
    def event(self) -> Json:
        """{"sender", "recipient", "timestamp", ...}; empty if the piece holds none."""
        item = self.item if isinstance(self.item, dict) else {}
        if self.key in ("messaging", "standby"):
            return item
        value = item.get("value")
        return value if isinstance(value, dict) and "recipient" in value else {}


def pieces(payload: Json, origin: str) -> Iterator[Piece]:
    """Raises NotThisProvider if the payload is not of this kind of object."""
    if payload.get("object") != origin:
        raise NotThisProvider(f"object is not {origin}")
    entries = payload.get("entry")
    if not isinstance(entries, list) or not entries:
        yield Piece(origin, None, "payload", payload)
        return
    for entry in entries:
        if isinstance(entry, dict):
            yield from _of_entry(entry, origin)
        else:
            yield Piece(origin, None, "", entry)


def _of_entry(entry: Json, origin: str) -> Iterator[Piece]:
    found = [key for key in LISTS if entry.get(key, []) != []]
    if not found:
        yield Piece(origin, entry, "", entry)
    for key in found:
        members = entry[key]
        for item in members if isinstance(members, list) else [members]:
            yield Piece(origin, entry, key, item)


def apart(body: bytes) -> list[tuple[str, bytes]]:
    """By the page or account of its entry. The test button's is "0": nobody's."""
    try:
        payload = reading.load(body.decode("utf-8", "backslashreplace"))
    except NotThisProvider:
        return [("", body)]
    entries = payload.get("entry")
    found = by_address(
        (_address(entry), entry) for entry in (entries if isinstance(entries, list) else ())
    )
    if len(found) < 2:
        return [(next(iter(found), ""), body)]
    return [
        (address, reading.dump({**payload, "entry": some}).encode())
        for address, some in found.items()
    ]


def _address(entry: object) -> str:
    id = entry.get("id") if isinstance(entry, dict) else None
    return id if isinstance(id, str) and id != "0" else ""


def wrap(some: Sequence[Piece]) -> dict[str, object]:
    """A payload that holds just these pieces, framed as they were."""
    entries: list[object] = []
    for piece in some:
        if piece.key == "payload" and isinstance(piece.item, dict):
            return dict(piece.item)
        if piece.entry is None or not piece.key:
            entries.append(piece.item)
            continue
        rest = {key: value for key, value in piece.entry.items() if key not in LISTS}
        entries.append({**rest, piece.key: [piece.item]})
    return {"object": some[0].origin, "entry": entries}


def sender_of(piece: Piece) -> Sender:
    """Whose the event is: the person, also of what the business itself has said (an echo)."""
    event = piece.event
    sender, recipient = _id(event, "sender"), _id(event, "recipient")
    own = piece.entry.get("id") if piece.entry else None
    message = event.get("message")
    echo = isinstance(message, dict) and message.get("is_echo") is True
    by_business = bool(sender) and sender == own
    return Sender(id=recipient if echo or by_business else sender)


def is_by_business(piece: Piece) -> bool:
    own = piece.entry.get("id") if piece.entry else None
    return bool(own) and _id(piece.event, "sender") == own


def _id(event: Json, key: str) -> str:
    holder = event.get(key)
    value = holder.get("id") if isinstance(holder, dict) else None
    return reading.clean(value) if isinstance(value, str) and 0 < len(value) <= 300 else ""
