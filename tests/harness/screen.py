"""An agent's screen, and a visitor's: the rules of docs/realtime.md in their plainest form.

What a person sees of a conversation is the unbroken run of messages from the first on; `shown`
keeps the order in which they came to be seen, so that "once, in order" can be told from it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from chalicelib.shared.clock import from_text

View = dict[str, Any]
Page = Mapping[str, Any]  # {"messages": [...ascending], "more": bool}


@dataclass(slots=True)
class Thread:
    """messages: seq -> view. shown: seqs in the order in which they appeared to a reader."""

    messages: dict[int, View] = field(default_factory=dict)
    shown: list[int] = field(default_factory=list)

    def take(self, message: View) -> None:
        held = self.messages.get(message["seq"])
        if held is None or message["rev"] > held["rev"]:
            self.messages[message["seq"]] = message

    def newest(self) -> int:
        return max(self.messages, default=0)

    def unbroken(self) -> int:
        """The last seq before the first hole."""
        seq = len(self.shown)
        while seq + 1 in self.messages:
            seq += 1
        return seq

    def show(self) -> None:
        """Put on the screen whatever has no hole before it."""
        for seq in range(len(self.shown) + 1, self.unbroken() + 1):
            self.shown.append(seq)


@dataclass(slots=True)
class Screen:
    """fetch: (conversation, after) -> page; after 0: the newest page.
    list_rows: the first page of the list.
    asks: how often the server was asked for what was missing."""

    fetch: Callable[[str, int], Page]
    list_rows: Callable[[], list[View]]
    threads: dict[str, Thread] = field(default_factory=dict)
    rows: dict[str, View] = field(default_factory=dict)
    frames: int = 0
    asks: int = 0

    def frame(self, text: str) -> None:
        """One pushed frame."""
        self.frames += 1
        content = json.loads(text)
        if content["type"] != "events":
            return
        for event in content["events"]:
            self._event(event)

    def _event(self, event: View) -> None:
        kind = event["type"]
        if kind == "message.created":
            self._created(event["message"])
        elif kind == "message.updated":
            # One that was never seen is fetched as a hole or by the page, never taken from here:
            # it would look new although what came before it is not there.
            thread = self.thread(event["message"]["conversation_id"])
            if event["message"]["seq"] in thread.messages:
                thread.take(event["message"])
        elif kind == "conversation.updated":
            self._row(event["conversation"])

    def thread(self, conversation_id: str) -> Thread:
        return self.threads.setdefault(conversation_id, Thread())

    def _created(self, message: View) -> None:
        thread = self.thread(message["conversation_id"])
        thread.take(message)
        if thread.newest() > thread.unbroken():
            self._fill(message["conversation_id"])
        thread.show()
        row = self.rows.get(message["conversation_id"])
        if row is not None and message["seq"] > row["seq"]:
            self.rows[message["conversation_id"]] = bump(row, message)

    def _fill(self, conversation_id: str) -> None:
        thread = self.thread(conversation_id)
        more = True
        while more:
            self.asks += 1
            page = self.fetch(conversation_id, thread.unbroken())
            for message in page["messages"]:
                thread.take(message)
            thread.show()
            more = page["more"] and bool(page["messages"])

    def _row(self, incoming: View) -> None:
        held = self.rows.get(incoming["id"])
        if held is None:
            self.rows[incoming["id"]] = incoming
            return
        if incoming["version"] < held["version"]:
            return
        kept = dict(incoming)
        if incoming["seq"] < held["seq"]:
            kept |= {key: held[key] for key in _FROM_MESSAGE}
        self.rows[incoming["id"]] = kept

    def reconnect(self) -> None:
        """Page one of the list again, and what is new in the open conversations."""
        fresh = self.list_rows()
        for row in fresh:
            self._row(row)
        listed = {row["id"] for row in fresh}
        for conversation_id in [key for key in self.rows if key not in listed]:
            del self.rows[conversation_id]  # it left this list while nobody looked
        for conversation_id in {**self.rows, **self.threads}:
            thread = self.thread(conversation_id)
            for message in self.fetch(conversation_id, 0)["messages"]:
                thread.take(message)
            self._fill(conversation_id)


_FROM_MESSAGE = ("seq", "inbound", "inbound_at", "last", "last_at", "waiting_since")


def bump(row: View, message: View) -> View:
    """The list's row after a newer message."""
    waiting = row["waiting_since"]
    if message["visibility"] == "public":
        if message["author"]["kind"] == "contact":
            waiting = waiting or message["at"]
        elif message["author"]["kind"] in ("agent", "bot"):
            waiting = None
    moved = row["last_at"] if _answers_at_once(row, message) else message["at"]
    return {
        **row,
        "seq": message["seq"],
        "inbound": message["inbound"],
        "last": {**row["last"], "seq": message["seq"], "at": moved},
        "last_at": moved,
        "waiting_since": waiting,
        "inbound_at": message["at"] if _inbound(message) else row["inbound_at"],
    }


def _answers_at_once(row: View, message: View) -> bool:
    passed = from_text(message["at"]) - from_text(row["last_at"])
    return message["author"]["kind"] == "bot" and passed < timedelta(minutes=1)


def _inbound(message: View) -> bool:
    return (message["visibility"], message["author"]["kind"]) == ("public", "contact")
