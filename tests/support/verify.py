"""Snapshot + pushed events = fresh fetch, by the rule of docs/realtime.md.

The client's side of that rule, in Python and over views: `Screen` begins with what a page fetched,
takes events as a socket brings them, and must then show what a page would fetch now.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from chalicelib.contacts.codec import contact_view
from chalicelib.contacts.model import Contact
from chalicelib.conversations.model import Conversation, Message
from chalicelib.conversations.view import conversation_view, message_view
from chalicelib.shared.clock import from_text

View = dict[str, Any]

_MESSAGE_FIELDS = ("seq", "inbound", "inbound_at", "last", "last_at", "waiting_since")


class Screen:
    """rows: conversation id -> view. messages: (conversation id, seq) -> view."""

    def __init__(
        self, conversations: Iterable[Conversation] = (), messages: Iterable[Message] = ()
    ) -> None:
        self.rows = {each.id: conversation_view(each) for each in conversations}
        self.messages = {(m.conversation_id, m.seq): message_view(m) for m in messages}
        self.contacts: dict[str, View] = {}

    def take(self, announced: Iterable[tuple[bool, Message | Conversation | Contact]]) -> None:
        """Apply what was announced, in order. A repeat changes nothing."""
        for created, item in announced:
            if isinstance(item, Message):
                self._message(message_view(item), created=created)
            elif isinstance(item, Conversation):
                self._conversation(conversation_view(item))
            else:
                self.contacts[item.id] = contact_view(item)

    def _message(self, view: View, *, created: bool) -> None:
        key = (view["conversation_id"], view["seq"])
        held = self.messages.get(key)
        if held is None or view["rev"] > held["rev"]:
            self.messages[key] = view
        row = self.rows.get(view["conversation_id"])
        if created and row and view["seq"] > row["seq"]:
            self.rows[row["id"]] = {**row, **_moved(row, view)}

    def _conversation(self, view: View) -> None:
        held = self.rows.get(view["id"])
        if held is None:
            self.rows[view["id"]] = view
            return
        if (view["version"], view["seq"]) < (held["version"], held["seq"]):
            return
        if view["seq"] < held["seq"]:
            view = {**view, **{name: held[name] for name in _MESSAGE_FIELDS}}
        self.rows[view["id"]] = view


def _moved(row: View, message: View) -> View:
    if _inbound(message) and message["inbound"] <= row["inbound"]:  # of somebody who is blocked
        return {"seq": message["seq"], "last": {**row["last"], "seq": message["seq"]}}
    last_at = _last_at(row["last_at"], message)
    return {
        "seq": message["seq"],
        "inbound": message["inbound"],
        "last": {**_last_words(row["last"], message), "at": last_at},
        "last_at": last_at,
        "waiting_since": _waiting(row["waiting_since"], message),
        "inbound_at": message["at"] if _inbound(message) else row["inbound_at"],
    }


def _last_at(before: str, message: View) -> str:
    """A bot answers what has just moved the row."""
    soon = from_text(message["at"]) - from_text(before) < timedelta(minutes=1)
    return before if message["author"]["kind"] == "bot" and soon else str(message["at"])


def _last_words(before: View, message: View) -> View:
    if message["visibility"] == "event" and before["kind"]:
        return {**before, "seq": message["seq"], "at": message["at"]}
    return _preview(message)


def _inbound(message: View) -> bool:
    return (message["visibility"], message["author"]["kind"]) == ("public", "contact")


def _waiting(before: str | None, message: View) -> str | None:
    kind = message["author"]["kind"]
    if message["visibility"] != "public" or kind == "system":
        return before
    return (before or message["at"]) if kind == "contact" else None


def _preview(message: View) -> View:
    content = message["content"]
    names = [content["choice"] and content["choice"]["title"]]
    names += [each["name"] for each in content["media"][:1]]
    names += [content["location"] and content["location"]["name"]]
    names += [each["name"] for each in content["contacts"][:1]]
    words = next((text for text in (content["text"], *names, content["event"]) if text), "")
    return {
        "seq": message["seq"],
        "kind": content["kind"],
        "author_kind": message["author"]["kind"],
        "author_name": message["author"]["name"],
        "visibility": message["visibility"],
        "text": "" if message["deleted_at"] else " ".join(words.split())[:120],
        "at": message["at"],
    }
