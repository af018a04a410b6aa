"""What a person does in Telegram, as the updates that a bot receives of it."""

from __future__ import annotations

import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from aiohttp import web

from infra.local.emulators.chats import Chats, Line, Person
from infra.local.emulators.desk import MEDIA, Deed
from infra.local.emulators.telegram_send import chat_of, described

_FIELD_OF = {
    "image": "photo",
    "video": "video",
    "voice": "voice",
    "audio": "audio",
    "file": "document",
    "sticker": "sticker",
}


class Updates(Protocol):
    chats: Chats

    def push(self, kind: str, value: dict[str, Any]) -> int: ...

    @property
    def bots(self) -> Any: ...


class People:
    def __init__(self, telegram: Updates) -> None:
        self.telegram = telegram
        self.chats = telegram.chats
        self.pressed: set[str] = set()

    def deeds(self) -> dict[str, Callable[[Deed], Awaitable[Any]]]:
        return {
            "send": self.send,
            "press": self.press,
            "react": self.react,
            "edit": self.edit,
            "block": self.block,
            "read": self.read,
            "update": self.update,
        }

    async def send(self, deed: Deed) -> Any:
        """kind: text (default), a kind of media, location, venue, contact, poll or dice."""
        kind, person = deed.text("kind") or "text", deed.person
        if kind in MEDIA and deed.file is None:
            raise web.HTTPUnprocessableEntity(text="a file is missing")
        content, words, extra = self._content(kind, deed)
        reply = self.chats.find(person.id, deed.text("reply_to"))
        number = self.chats.number("message", 1200)
        files = [deed.file.id] if deed.file else []
        line = Line(str(number), True, kind, words, files, extra=extra)
        line.reply_to = reply.id if reply else ""
        self.chats.add_line(person.id, line)
        message = {**self._frame(person, number), **content}
        if deed.fields.get("forwarded"):
            origin = {"type": "hidden_user", "sender_user_name": "Rui", "date": int(time.time())}
            message["forward_origin"] = origin
        if reply and "message" in reply.extra:
            message["reply_to_message"] = reply.extra["message"]
        line.extra["message"] = message
        return {"update_id": self.telegram.push("message", message), "message_id": number}

    def _content(self, kind: str, deed: Deed) -> tuple[dict[str, Any], str, dict[str, Any]]:
        text = deed.text("text")
        if kind in MEDIA and deed.file is not None:
            caption = {"caption": text} if text and kind != "sticker" else {}
            return {_FIELD_OF[kind]: described(kind, deed.file), **caption}, text, {}
        point = {
            "latitude": float(deed.fields.get("latitude", -23.561414)),
            "longitude": float(deed.fields.get("longitude", -46.655881)),
        }
        if kind == "location":
            return {"location": point}, "", dict(point)
        if kind == "venue":
            venue = {"location": point, "title": text or "Our corner", "address": "Main street 1"}
            return {"location": point, "venue": venue}, str(venue["title"]), dict(point)
        if kind == "contact":
            phone = deed.text("phone") or "+34600000001"
            contact = {"phone_number": phone, "first_name": text or "Rui"}
            return {"contact": contact}, f"{contact['first_name']}\n{phone}", {}
        if kind == "dice":
            return {"dice": {"emoji": "🎲", "value": 4}}, "🎲", {}
        if kind == "poll":
            return {"poll": _poll(text)}, text, {}
        return _text(text), text, {}

    def _frame(self, person: Person, number: int) -> dict[str, Any]:
        return {
            "message_id": number,
            "from": _user(person),
            "chat": chat_of(person),
            "date": int(time.time()),
        }

    def _line(self, deed: Deed) -> Line:
        line = self.chats.find(deed.person.id, deed.text("message_id"))
        if line is None:
            raise web.HTTPNotFound(text="no such message")
        return line

    async def press(self, deed: Deed) -> Any:
        """message_id, id: of the button."""
        line = self._line(deed)
        data = deed.text("id")
        if data not in {button["id"] for button in line.buttons if button["id"]}:
            raise web.HTTPNotFound(text="no such button")
        rows = [[_button(button)] for button in line.buttons]
        query = str(secrets.randbelow(10**18) + 10**18)
        self.pressed.add(query)
        number = self.telegram.push(
            "callback_query",
            {
                "id": query,
                "from": _user(deed.person),
                "message": {**line.extra["message"], "reply_markup": {"inline_keyboard": rows}},
                "chat_instance": "-8123456789012345678",
                "data": data,
            },
        )
        return {"update_id": number, "callback_query_id": query}

    async def react(self, deed: Deed) -> Any:
        """message_id, emoji: '' takes it back."""
        line, emoji = self._line(deed), deed.text("emoji")
        old = line.reactions.pop("person", "")
        if emoji:
            line.reactions["person"] = emoji
        self.chats.changed()
        change = {
            "chat": chat_of(deed.person),
            "message_id": int(line.id),
            "user": _user(deed.person),
            "date": int(time.time()),
            "old_reaction": [{"type": "emoji", "emoji": old}] if old else [],
            "new_reaction": [{"type": "emoji", "emoji": emoji}] if emoji else [],
        }
        return {"update_id": self.telegram.push("message_reaction", change)}

    async def edit(self, deed: Deed) -> Any:
        """message_id, text. A caption if the message has a file."""
        line = self._line(deed)
        line.text, line.edited = deed.text("text"), True
        message = {**line.extra["message"], "edit_date": int(time.time())}
        message |= {"caption": line.text} if line.files else _text(line.text)
        line.extra["message"] = message
        self.chats.changed()
        return {"update_id": self.telegram.push("edited_message", message)}

    async def block(self, deed: Deed) -> Any:
        """blocked: true or false."""
        blocked = bool(deed.fields.get("blocked", True))
        deed.person.blocked = blocked
        self.chats.changed()
        old, new = ("member", "kicked") if blocked else ("kicked", "member")
        bot = next(iter(self.telegram.bots.values())).user
        change = {
            "chat": chat_of(deed.person),
            "from": _user(deed.person),
            "date": int(time.time()),
            "old_chat_member": {"user": bot, "status": old},
            "new_chat_member": {
                "user": bot,
                "status": new,
                **({"until_date": 0} if blocked else {}),
            },
        }
        return {"update_id": self.telegram.push("my_chat_member", change)}

    async def read(self, deed: Deed) -> Any:
        """Telegram tells a bot nothing of this; it is for the page's badges."""
        for line in self.chats.lines.get(deed.person.id, []):
            if not line.mine and line.state != "read":
                line.state = "read"
                self.chats.version += 1
        return None

    async def update(self, deed: Deed) -> Any:
        """kind, value: any update, as it is."""
        value = deed.fields.get("value", {})
        return {"update_id": self.telegram.push(deed.text("kind"), value)}


def _user(person: Person) -> dict[str, Any]:
    chat = {key: value for key, value in chat_of(person).items() if key != "type"}
    return {**chat, "is_bot": False, "language_code": person.facts.get("language", "en")}


def _text(text: str) -> dict[str, Any]:
    """Commands are marked as Telegram marks them."""
    command = text.split(" ")[0] if text.startswith("/") else ""
    if not command:
        return {"text": text}
    entity = {"type": "bot_command", "offset": 0, "length": len(command)}
    return {"text": text, "entities": [entity]}


def _button(button: dict[str, str]) -> dict[str, str]:
    if button["url"]:
        return {"text": button["title"], "url": button["url"]}
    return {"text": button["title"], "callback_data": button["id"]}


def _poll(question: str) -> dict[str, Any]:
    options = [
        {"persistent_id": id, "text": text, "voter_count": 0}
        for id, text in (("a", "Yes"), ("b", "No"))
    ]
    return {
        "id": "5314612345678901234",
        "question": question or "Shall we?",
        "options": options,
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": True,
        "members_only": False,
    }
