"""What a community sends on the emulated API: files in three steps, then the message.

Source: https://dev.vk.com/en/method/messages.send, https://dev.vk.com/en/api/upload/overview
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Mapping
from typing import Any, Protocol

from aiohttp import web

from infra.local.emulators.chats import Chats, File, Line, Person

OWNER = -216500000
REACTIONS = {"❤️": 1, "🔥": 2, "😂": 3, "👍": 4, "😭": 7, "😡": 8, "🙏": 13}
_GESTURES = frozenset(
    f"messages.{name}" for name in ("setActivity", "markAsRead", "sendReaction", "deleteReaction")
)


class VkError(Exception):
    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words

    @property
    def body(self) -> dict[str, Any]:
        return {"error": {"error_code": self.code, "error_msg": self.words, "request_params": []}}


class Community(Protocol):
    base: str
    chats: Chats
    read_after: float | None

    def push(self, kind: str, object: Mapping[str, Any]) -> None: ...

    def later(self, work: Any) -> None: ...

    def message(self, person: Person, line: Line, **more: Any) -> dict[str, Any]: ...

    def new_number(self) -> str: ...

    def new_file_id(self) -> str: ...


def _need(right: bool, code: int, words: str) -> None:
    if not right:
        raise VkError(code, words)


class Outbox:
    """tickets: of files on their way: what is to become of them."""

    def __init__(self, vk: Community) -> None:
        self.vk = vk
        self.chats = vk.chats
        self.tickets: dict[str, str] = {}
        self.taken: dict[str, tuple[str, File]] = {}
        self.known: dict[tuple[str, str], dict[str, Any]] = {}

    async def answer(self, method: str, fields: Mapping[str, str]) -> Any:
        if method in ("photos.getMessagesUploadServer", "docs.getMessagesUploadServer"):
            kind = "photo" if method.startswith("photos") else fields.get("type", "doc")
            _need(kind in ("photo", "doc", "audio_message", "graffiti"), 100, "type")
            ticket = secrets.token_urlsafe(12)
            self.tickets[ticket] = kind
            return {"upload_url": f"{self.vk.base}/_upload/{ticket}", "album_id": -64, "user_id": 0}
        if method == "photos.saveMessagesPhoto":
            _need(bool(fields.get("server")), 118, "Invalid server")
            _need(bool(fields.get("hash")), 121, "Invalid hash")
            return [self._saved(fields.get("photo", ""), "photo")]
        if method == "docs.save":
            kind, file = self.taken.get(fields.get("file", ""), ("", None))
            _need(file is not None, 105, "Couldn't save file")
            return {"type": kind, kind: self._saved(fields["file"], kind)}
        if method == "messages.send":
            return [self._send(peer, fields) for peer in _peers(fields)]
        if method == "messages.sendMessageEventAnswer":
            return 1
        if method in _GESTURES:
            return self._gesture(method, fields)
        raise VkError(3, "Unknown method passed")

    def _gesture(self, method: str, fields: Mapping[str, str]) -> int:
        person = self.chats.people.get(fields.get("peer_id", ""))
        _need(person is not None, 936, "Contact not found")
        assert person is not None
        if method == "messages.setActivity":
            _need(fields.get("type") == "typing", 100, "type")
            self.chats.typing(person.id, 10)
            return 1
        if method == "messages.markAsRead":
            self.chats.seen(person.id, fields.get("up_to_cmid", ""))
            return 1
        line = self.chats.find(person.id, fields.get("cmid", ""))
        _need(line is not None, 100, "cmid")
        assert line is not None
        number = int(fields.get("reaction_id", 0))
        _need(method.endswith("deleteReaction") or 1 <= number <= 16, 1013, "Invalid reaction id")
        known = {number: emoji for emoji, number in REACTIONS.items()}
        gone = method == "messages.deleteReaction"
        self.chats.reacted(person.id, line, "" if gone else known.get(number, "🙂"))
        return 1

    async def take(self, request: web.Request) -> dict[str, Any]:
        """The upload's server: {"server", "photo", "hash"} or {"file"}; no `response` around it."""
        kind = self.tickets.pop(request.match_info["ticket"], "")
        form = await request.post()
        part = form.get("photo" if kind == "photo" else "file")
        if not kind or not isinstance(part, web.FileField):
            return {"error": "unknown file type", "error_descr": "no file"}
        data, mime = part.file.read(), part.content_type
        wrong = kind == "photo" and not mime.startswith("image/")
        if wrong or (kind == "audio_message" and not data.startswith(b"OggS")):
            return {"error": "unknown file type", "error_descr": mime}
        if kind == "doc" and (part.filename or "").lower().endswith((".mp3", ".exe")):
            return {"error": "wrong_file_type"}
        key = secrets.token_urlsafe(16)
        file = File(self.vk.new_file_id(), part.filename or "file", mime, data)
        self.taken[key] = (kind, self.chats.add_file(file))
        return {"server": 855128, "photo": key, "hash": "h"} if kind == "photo" else {"file": key}

    def _saved(self, key: str, kind: str) -> dict[str, Any]:
        known, file = self.taken.get(key, ("", None))
        _need(file is not None and known == kind, 105, "Couldn't save file")
        assert file is not None
        return {"id": int(file.id), "owner_id": OWNER, "access_key": "k"}

    def _send(self, peer: str, fields: Mapping[str, str]) -> dict[str, Any]:
        person = self.chats.people.get(peer)
        if person is None or not person.wrote_at:
            words = "Can't send messages for users without permission"
            return {
                "peer_id": int(peer),
                "message_id": 0,
                "error": {"code": 901, "description": words},
            }
        if person.blocked:
            words = "Can't send messages for users from blacklist"
            return {
                "peer_id": int(peer),
                "message_id": 0,
                "error": {"code": 900, "description": words},
            }
        again = self.known.get((peer, fields["random_id"]))
        if again:
            return again
        line = self._line(fields)
        self.chats.add_line(person.id, line)
        sent = {
            "peer_id": int(peer),
            "message_id": 100_000 + int(line.id),
            "conversation_message_id": int(line.id),
        }
        self.known[peer, fields["random_id"]] = sent
        told = self.vk.message(person, line, payload=fields.get("payload", ""))
        self.vk.push("message_reply", told)
        line.state = "delivered"
        self.chats.changed()
        if self.vk.read_after is not None:
            self.vk.later(self._read_later(person, self.vk.read_after))
        return sent

    def _line(self, fields: Mapping[str, str]) -> Line:
        text = fields.get("message", "")
        files = [part.split("_")[1] for part in fields.get("attachment", "").split(",") if part]
        _need(bool(text or files), 100, "message is empty or invalid")
        _need(len(text) <= 4096, 914, "Message is too long")
        _need(len(files) <= 10, 100, "attachment: at most 10")
        _need(all(id in self.chats.files for id in files), 100, "attachment is invalid")
        line = Line(self.vk.new_number(), False, "text", text, files)
        line.buttons = _buttons(fields.get("keyboard"))
        if "lat" in fields:
            line.kind = "location"
            line.extra = {"latitude": float(fields["lat"]), "longitude": float(fields["long"])}
        if "forward" in fields:
            answered = json.loads(fields["forward"])
            _need(bool(answered.get("is_reply")), 100, "forward is invalid")
            line.reply_to = str(answered["conversation_message_ids"][0])
        return line

    async def _read_later(self, person: Person, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self.read(person)

    def read(self, person: Person) -> None:
        """VK names the last one alone."""
        unread = [
            line
            for line in self.chats.lines.get(person.id, [])
            if not line.mine and line.state == "delivered"
        ]
        if not unread:
            return
        for line in unread:
            line.state = "read"
        self.chats.changed()
        number = int(unread[-1].id)
        self.vk.push(
            "message_read",
            {
                "from_id": int(person.id),
                "peer_id": int(person.id),
                "read_message_id": 100_000 + number,
                "conversation_message_id": number,
            },
        )


def _peers(fields: Mapping[str, str]) -> list[str]:
    number = fields.get("random_id", "")
    _need(number.isdecimal() and 0 < int(number) < 2**31, 100, "random_id is a required parameter")
    peers = fields.get("peer_ids", "")
    _need(all(peer.lstrip("-").isdecimal() for peer in peers.split(",")), 100, "peer_ids")
    return peers.split(",")


def _buttons(keyboard: str | None) -> list[dict[str, str]]:
    if keyboard is None:
        return []
    try:
        value = json.loads(keyboard)
        rows = value["buttons"]
        buttons = [_button(button) for row in rows for button in row]
    except (ValueError, KeyError, TypeError):
        raise VkError(911, "Keyboard format is invalid") from None
    right = value.get("inline") is True and value.get("one_time") is False
    right = (
        right and len(rows) <= 6 and 0 < len(buttons) <= 10 and all(len(row) <= 5 for row in rows)
    )
    _need(right, 911, "Keyboard format is invalid: size")
    return buttons


def _button(button: Mapping[str, Any]) -> dict[str, str]:
    action = button["action"]
    kind, label = action["type"], str(action["label"])
    payload = str(action.get("payload", ""))
    _need(kind in ("text", "open_link"), 911, "Keyboard format is invalid: type")
    _need(0 < len(label) <= 40, 911, "Keyboard format is invalid: label")
    _need(len(payload) <= 255, 911, "Keyboard format is invalid: payload")
    return {"id": payload, "title": label, "url": str(action.get("link", ""))}
