"""A webhook of the WhatsApp Business Platform as single pieces, each with the frame it came in.

Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference
{"object", "entry": [{"id", "changes": [{"field", "value"}]}]}: a payload may hold several entries,
changes, messages and statuses of several people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chalicelib.channels import reading
from chalicelib.channels.base import NotThisProvider, Sender
from chalicelib.channels.reading import Json
from chalicelib.channels.sharing import by_address

OBJECT = "whatsapp_business_account"

# The lists of a `value` whose members are items of their own, in the order in which they are read.
LISTS = (
    "errors",
    "messages",
    "message_echoes",
    "statuses",
    "history",
    "calls",
    "user_preferences",
    "user_actions",
    "state_sync",
)


@dataclass(frozen=True, slots=True)
class Piece:
    """item: one member of the list `key` of the value; the whole value if key is ''; whatever
    stands where an entry or a change should, if change is None; the payload if it has no entry."""

    entry: Json
    change: Json | None
    key: str
    item: object

    @property
    def field(self) -> str:
        field = (self.change or {}).get("field")
        return field if isinstance(field, str) else ""

    @property
    def value(self) -> Json:
        value = (self.change or {}).get("value")
        return value if isinstance(value, dict) else {}


def pieces(payload: Json) -> Iterator[Piece]:
    """Raises NotThisProvider if the payload is not of a WhatsApp Business account."""
    if payload.get("object") != OBJECT:
        raise NotThisProvider(f"object is not {OBJECT}")
    entries = payload.get("entry")
    if not isinstance(entries, list) or not entries:
        yield Piece(payload, None, "", payload)
        return
    for entry in entries:
        changes = entry.get("changes") if isinstance(entry, dict) else None
        if not isinstance(changes, list) or not changes:
            yield Piece({}, None, "", entry)
            continue
        for change in changes:
            yield from _of_change(entry, change)


def _of_change(entry: Json, change: object) -> Iterator[Piece]:
    if not isinstance(change, dict):
        yield Piece(entry, None, "", change)
        return
    value = change.get("value")
    found = [key for key in LISTS if isinstance(value, dict) and value.get(key, []) != []]
    if not isinstance(value, dict) or not found:
        yield Piece(entry, change, "", value)
        return
    for key in found:
        members = value[key]
        for item in members if isinstance(members, list) else [members]:
            yield Piece(entry, change, key, item)


def apart(body: bytes) -> list[tuple[str, bytes]]:
    """By the number that a change is about; what is the whole account's is nobody's."""
    try:
        payload = reading.load(body.decode("utf-8", "backslashreplace"))
    except NotThisProvider:
        return [("", body)]
    entries = payload.get("entry")
    found = by_address(
        each
        for entry in (entries if isinstance(entries, list) else ())
        for each in _addressed(entry)
    )
    if len(found) < 2:
        return [(next(iter(found), ""), body)]
    return [
        (address, reading.dump({**payload, "entry": some}).encode())
        for address, some in found.items()
    ]


def _addressed(entry: object) -> Iterator[tuple[str, object]]:
    changes = entry.get("changes") if isinstance(entry, dict) else None
    if not isinstance(entry, dict) or not isinstance(changes, list) or not changes:
        yield "", entry
        return
    for change in changes:
        value = change.get("value") if isinstance(change, dict) else None
        metadata = value.get("metadata") if isinstance(value, dict) else None
        number = metadata.get("phone_number_id") if isinstance(metadata, dict) else None
        yield (number if isinstance(number, str) else ""), {**entry, "changes": [change]}


def wrap(some: Sequence[Piece]) -> dict[str, object]:
    """A payload that holds just these pieces, framed as they were."""
    entries: list[object] = []
    for piece in some:
        if piece.change is None:
            if piece.entry is piece.item:
                return dict(piece.entry)
            framed = {**piece.entry, "changes": [piece.item]} if piece.entry else piece.item
            entries.append(framed)
            continue
        value: object = piece.item
        if piece.key:
            rest = {key: each for key, each in piece.value.items() if key not in LISTS}
            value = {**_only_their_contact(rest, piece), piece.key: [piece.item]}
        entries.append({**piece.entry, "changes": [{**piece.change, "value": value}]})
    return {"object": OBJECT, "entry": entries}


def _only_their_contact(value: dict[str, object], piece: Piece) -> dict[str, object]:
    """Nobody's name travels with another person's message."""
    contacts = _contacts(value)
    if len(contacts) < 2:
        return value
    ids = _ids(piece)
    return {**value, "contacts": [each for each in contacts if _names(each) & ids]}


def _contacts(value: Json) -> list[Json]:
    """Those of a value that are what they should be."""
    contacts = value.get("contacts")
    return (
        [each for each in contacts if isinstance(each, dict)] if isinstance(contacts, list) else []
    )


def _names(contact: Json) -> set[object]:
    return {each for key in ("wa_id", "user_id") if isinstance(each := contact.get(key), str)}


# Where a piece says whose it is: a phone number, or a business-scoped user id if the person hides
# it behind a username ("the phone number may be omitted").
_PERSON = {
    "messages": (("from",), ("from_user_id",)),
    "message_echoes": (("to",), ("to_user_id",)),
    "statuses": (("recipient_id",), ("recipient_user_id",)),
    "history": ((), ()),
    "calls": (("from", "to"), ("from_user_id", "to_user_id")),
    "user_preferences": (("wa_id",), ("user_id",)),
}


def _ids(piece: Piece) -> set[object]:
    if not isinstance(piece.item, dict):
        return set()
    fields = [name for names in _PERSON.get(piece.key, ()) for name in names]
    return {each for name in fields if isinstance(each := piece.item.get(name), str)}


def sender_of(piece: Piece) -> Sender:
    """Whose the piece is; nobody if it does not say.

    In a group (`group_id`, https://developers.facebook.com/documentation/business-messaging/
    whatsapp/groups) the group is the sender, as "group:{id}": that is where a reply goes.
    """
    item = piece.item if isinstance(piece.item, dict) else {}
    numbers, users = _PERSON.get(piece.key, ((), ()))
    number, user = _first(item, numbers), _first(item, users)
    contact = _contact(piece, number, user)
    alias = user or _first(contact, ("user_id",))
    number = "" if piece.key == "calls" and number == _own(piece) else number
    group = _first(item, ("group_id",))
    if not group and _first(item, ("recipient_type",)) == "group":
        group = number
    profile = contact.get("profile")
    profile = profile if isinstance(profile, dict) else {}
    return Sender(
        id=f"group:{group}" if group else number or alias,
        name="" if group else _first(profile, ("name",)),
        username="" if group else _first(profile, ("username",)),
        phone=f"+{number}" if number.isdecimal() and not group else "",
        alias=alias if number and not group else "",
    )


def _own(piece: Piece) -> str:
    metadata = piece.value.get("metadata")
    return _first(metadata, ("display_phone_number",)) if isinstance(metadata, dict) else ""


def _first(item: Json, names: Sequence[str]) -> str:
    for name in names:
        value = item.get(name)
        if isinstance(value, str) and 0 < len(value) <= 300:
            return reading.clean(value)
    return ""


def _contact(piece: Piece, number: str, user: str) -> Json:
    """The profile that belongs to the person; the only one there, since "a WhatsApp user's ID and
    phone number may not always match"."""
    contacts = _contacts(piece.value)
    for contact in contacts:
        if _names(contact) & ({number, user} - {""}):
            return contact
    return contacts[0] if len(contacts) == 1 and (number or user) else {}
