"""What a page sends on the emulated Send API: refused as strictly as the reference has it, then
delivered, with the echo and the receipts that follow.

Source: https://developers.facebook.com/docs/messenger-platform/reference/send-api, .../error-codes
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import aiohttp

from infra.local.emulators.chats import Chats, File, Line, Person
from infra.local.emulators.graph import GraphError

DAY = 24 * 3600
MB = 1024 * 1024
APP = 1517776481860111
_FRAME = {
    *("recipient", "messaging_type", "tag", "message", "sender_action", "payload", "reply_to"),
    "notification_type",
}
_MESSAGE = {"text", "attachment", "quick_replies", "metadata"}
_FILES = {"image": 8, "video": 25, "audio": 25, "file": 25}
_ACTIONS = {"typing_on", "typing_off", "mark_seen", "react", "unreact"}


class Business(Protocol):
    name: str
    chats: Chats

    def push(self, page: Any, *events: dict[str, Any]) -> None: ...

    def event(self, person: Person, *, by_page: bool = ..., **what: Any) -> dict[str, Any]: ...

    def page_of(self, person: Person) -> Any: ...

    def new_mid(self) -> str: ...

    def new_file_id(self) -> str: ...


def _need(right: bool, words: str, code: int = 100, subcode: int = 0, status: int = 400) -> None:
    if not right:
        raise GraphError(code, f"(#{code}) {words}", status, subcode=subcode)


class Outbox:
    def __init__(self, business: Business, read_after: float | None) -> None:
        self.business = business
        self.chats = business.chats
        self.read_after = read_after
        self._tasks: set[asyncio.Task[None]] = set()

    async def take(self, page: Any, body: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to POST /messages."""
        check(body, self.business.name)
        person = self.chats.people.get(str(body["recipient"]["id"]))
        known = person is not None and self.business.page_of(person) is page
        _need(known, "No matching user found", subcode=2018001)
        assert person is not None
        if "sender_action" in body:
            return self._act(person, body)
        _check_window(person, body)
        _need(not person.blocked, "This person isn't available right now.", 551)
        mid = self.business.new_mid()
        line = await self._line(mid, body["message"])
        line.reply_to = str((body.get("reply_to") or {}).get("mid", ""))
        self.chats.add_line(person.id, line)
        task = asyncio.create_task(self._carry(person, line, body["message"]))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return {"recipient_id": person.id, "message_id": mid}

    async def idle(self) -> None:
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def stop(self) -> None:
        for task in set(self._tasks):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    def _act(self, person: Person, body: Mapping[str, Any]) -> dict[str, Any]:
        action = body["sender_action"]
        if action in ("react", "unreact"):
            told = body.get("payload") or {}
            line = self.chats.find(person.id, str(told.get("message_id")))
            _need(line is not None, "Message not found")
            assert line is not None
            emoji = str(told.get("reaction", "")) if action == "react" else ""
            love = self.business.name == "instagram" and emoji == "love"
            _need(love or not emoji or self.business.name != "instagram", "reaction must be love")
            _need(bool(emoji) == (action == "react"), "reaction goes with react")
            self.chats.reacted(person.id, line, "❤️" if love else emoji)
        elif action == "mark_seen":
            self.chats.seen(person.id)
        else:
            self.chats.typing(person.id, 20 if action == "typing_on" else 0)
        return {"recipient_id": person.id}

    async def _carry(self, person: Person, line: Line, message: Mapping[str, Any]) -> None:
        """The echo, then that it has arrived (Messenger tells it, Instagram does not), then that it
        was read."""
        shown = {key: message[key] for key in ("text", "metadata") if key in message}
        if self.business.name == "instagram":
            shown.pop("metadata", None)
        if "attachment" in message:
            shown["attachments"] = [message["attachment"]]
        echo = {"mid": line.id, "is_echo": True, "app_id": APP, **shown}
        page = self.business.page_of(person)
        line.state = "delivered"
        self.chats.changed()
        self.business.push(page, self.business.event(person, by_page=True, message=echo))
        if self.business.name == "messenger":
            delivery = {"mids": [line.id], "watermark": int(time.time() * 1000)}
            self.business.push(page, self.business.event(person, delivery=delivery))
        if self.read_after is not None:
            await asyncio.sleep(self.read_after)
            self.read(person)

    def read(self, person: Person) -> None:
        lines = self.chats.lines.get(person.id, [])
        unread = [line for line in lines if not line.mine and line.state == "delivered"]
        if not unread:
            return
        for line in unread:
            line.state = "read"
        self.chats.changed()
        read: dict[str, Any] = {"watermark": int(time.time() * 1000)}
        if self.business.name == "instagram":
            read = {"mid": unread[-1].id}
        page = self.business.page_of(person)
        self.business.push(page, self.business.event(person, read=read))

    async def _line(self, mid: str, message: Mapping[str, Any]) -> Line:
        attachment = message.get("attachment")
        if attachment is None:
            buttons = [
                {"id": each["payload"], "title": each["title"], "url": "", "quick": "yes"}
                for each in message.get("quick_replies", [])
            ]
            return Line(mid, False, "text", str(message["text"]), buttons=buttons)
        if attachment["type"] == "template":
            payload = attachment["payload"]
            buttons = [
                {"id": each.get("payload", ""), "title": each["title"], "url": each.get("url", "")}
                for each in payload["buttons"]
            ]
            return Line(mid, False, "text", str(payload["text"]), buttons=buttons)
        file = await self._file(attachment["type"], str(attachment["payload"]["url"]))
        return Line(mid, False, attachment["type"], "", [file.id])

    async def _file(self, kind: str, url: str) -> File:
        try:
            timeout = aiohttp.ClientTimeout(total=15)
            async with aiohttp.ClientSession(timeout=timeout) as session:  # noqa: SIM117
                async with session.get(url) as got:
                    data, mime, status = await got.read(), got.content_type, got.status
        except (aiohttp.ClientError, TimeoutError, OSError):
            status, data, mime = 0, b"", ""
        _need(status == 200, "Failed to fetch the file from the url", 100, 2018008)
        right = kind == "file" or mime.split("/")[0] == kind
        _need(right, f"The attachment is no {kind}: {mime}", 100, 2018047)
        _need(
            len(data) <= _FILES[kind] * MB, "Attachment size exceeds allowable limit", 100, 2018109
        )
        name = url.split("?")[0].rsplit("/", 1)[-1]
        return self.chats.add_file(File(self.business.new_file_id(), name, mime, data))


def _check_window(person: Person, body: Mapping[str, Any]) -> None:
    """A day for everybody, a week for people."""
    tagged = body["messaging_type"] == "MESSAGE_TAG" and body.get("tag") == "HUMAN_AGENT"
    open_for = 7 * DAY if tagged else DAY
    inside = bool(person.wrote_at) and time.time() - person.wrote_at < open_for
    _need(inside, "This message is sent outside of allowed window.", 10, 2018278, 403)


def check(body: Mapping[str, Any], name: str) -> None:
    """Raises GraphError as Meta would."""
    extra = set(body) - _FRAME
    _need(not extra, f"Unexpected key on param: {sorted(extra)}")
    recipient = body.get("recipient")
    right = isinstance(recipient, Mapping) and isinstance(recipient.get("id"), str)
    _need(right, "param recipient must be non-empty.")
    if "sender_action" in body:
        _need(body["sender_action"] in _ACTIONS, "sender_action")
        _need("message" not in body, "Cannot send both message and state at the same time", 100)
        return
    kind = body.get("messaging_type")
    _need(kind in ("RESPONSE", "UPDATE", "MESSAGE_TAG"), "messaging_type is required")
    _need((kind == "MESSAGE_TAG") == ("tag" in body), "tag goes with MESSAGE_TAG")
    message = body.get("message")
    _need(isinstance(message, Mapping) and not set(message) - _MESSAGE, "message")
    assert isinstance(message, Mapping)
    _need(("text" in message) != ("attachment" in message), "either text or attachment")
    _need(len(str(message.get("metadata", ""))) < 1000, "metadata")
    if "text" in message:
        _check_text(str(message["text"]), name)
    else:
        _check_attachment(message["attachment"])
    _check_replies(message.get("quick_replies", []))


def _check_text(text: str, name: str) -> None:
    most = len(text.encode()) <= 1000 if name == "instagram" else len(text) <= 2000
    _need(bool(text.strip()) and most, "Length of param message[text] must be less than the limit")


def _check_attachment(attachment: Any) -> None:
    kind = attachment.get("type") if isinstance(attachment, Mapping) else None
    payload = attachment.get("payload") if isinstance(attachment, Mapping) else None
    _need(isinstance(payload, Mapping), "attachment[payload]")
    assert isinstance(payload, Mapping)
    if kind == "template":
        _need(payload.get("template_type") == "button", "template_type")
        _need(0 < len(str(payload.get("text", ""))) <= 640, "template text: 1 to 640")
        _check_buttons(payload.get("buttons") or [])
        return
    _need(kind in _FILES, "attachment[type]")
    _need(str(payload.get("url", "")).startswith(("http://", "https://")), "url")
    _need(not set(payload) - {"url", "is_reusable"}, "Unexpected key on param payload")


def _check_buttons(buttons: Sequence[Mapping[str, Any]]) -> None:
    _need(1 <= len(buttons) <= 3, "1 to 3 buttons")
    for button in buttons:
        _need(button.get("type") in ("web_url", "postback"), "button type")
        _need(0 < len(str(button.get("title", ""))) <= 20, "button title: 1 to 20")
        where = "url" if button["type"] == "web_url" else "payload"
        _need(0 < len(str(button.get(where, ""))) <= 1000, f"button {where}")


def _check_replies(replies: Sequence[Mapping[str, Any]]) -> None:
    _need(len(replies) <= 13, "at most 13 quick replies")
    for reply in replies:
        _need(reply.get("content_type") == "text", "content_type")
        _need(0 < len(str(reply.get("title", ""))) <= 20, "quick reply title: 1 to 20")
        _need(0 < len(str(reply.get("payload", ""))) <= 1000, "quick reply payload: 1 to 1000")
