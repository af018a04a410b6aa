"""What a person does in WhatsApp, as the webhooks that a business receives of it."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from aiohttp import web

from infra.local.emulators.chats import Chats, File, Line, Person
from infra.local.emulators.desk import MEDIA, Deed

_TYPE_OF = {
    "image": "image",
    "video": "video",
    "voice": "audio",
    "audio": "audio",
    "file": "document",
    "sticker": "sticker",
}


class Business(Protocol):
    chats: Chats

    def push(self, value: dict[str, Any], field: str = ...) -> None: ...

    @property
    def number(self) -> Any: ...

    @property
    def outbox(self) -> Any: ...


class People:
    def __init__(self, business: Business) -> None:
        self.business = business
        self.chats = business.chats

    def deeds(self) -> dict[str, Callable[[Deed], Awaitable[Any]]]:
        return {
            "send": self.send,
            "send_many": self.send_many,
            "press": self.press,
            "react": self.react,
            "edit": self.edit,
            "delete": self.delete,
            "block": self.block,
            "read": self.read,
            "update": self.update,
        }

    async def send(self, deed: Deed) -> Any:
        """kind: text (default), a kind of media, location, contact, order or unsupported."""
        message = self._message(deed, deed.text("kind") or "text")
        self._tell(deed.person, message)
        return {"message_id": message["id"]}

    async def send_many(self, deed: Deed) -> Any:
        """texts: several messages in one webhook, as Meta batches them."""
        some = [
            self._message(Deed(deed.person, {"text": text}), "text")
            for text in deed.fields.get("texts", [])
        ]
        self._tell(deed.person, *some)
        return {"message_ids": [message["id"] for message in some]}

    def _tell(self, person: Person, *messages: dict[str, Any]) -> None:
        self.business.push({"contacts": [_contact(person)], "messages": list(messages)})

    def _message(self, deed: Deed, kind: str) -> dict[str, Any]:
        content, words, extra = self._content(kind, deed)
        message = self._frame(deed.person, **content)
        reply = self.chats.find(deed.person.id, deed.text("reply_to"))
        if reply:
            message["context"] = {"from": self.business.number.display, "id": reply.id}
        elif deed.fields.get("forwarded"):
            message["context"] = {"forwarded": True}
        if deed.fields.get("referral"):
            message["referral"] = deed.fields["referral"]
        files = [deed.file.id] if deed.file and kind in MEDIA else []
        line = Line(message["id"], True, kind, words, files, extra=extra)
        line.reply_to = reply.id if reply else ""
        self.chats.add_line(deed.person.id, line)
        return message

    def _frame(self, person: Person, **content: Any) -> dict[str, Any]:
        return {
            "from": person.id,
            "from_user_id": person.facts.get("user_id", ""),
            "id": "wamid.HBgL" + secrets.token_urlsafe(30),
            "timestamp": str(int(time.time())),
            **content,
        }

    def _content(self, kind: str, deed: Deed) -> tuple[dict[str, Any], str, dict[str, Any]]:
        text = deed.text("text")
        if kind in MEDIA:
            if deed.file is None:
                raise web.HTTPUnprocessableEntity(text="a file is missing")
            part = _file(kind, deed.file)
            if text and kind in ("image", "video", "file"):
                part["caption"] = text
            return {"type": _TYPE_OF[kind], _TYPE_OF[kind]: part}, text, {}
        if kind == "location":
            point = {
                "latitude": float(deed.fields.get("latitude", -23.561414)),
                "longitude": float(deed.fields.get("longitude", -46.655881)),
            }
            named = {"name": text} if text else {}
            return {"type": "location", "location": {**point, **named}}, text, dict(point)
        if kind == "contact":
            name, phone = text or "Rui", deed.text("phone") or "+34 600 000 009"
            card = {
                "name": {"first_name": name, "formatted_name": name},
                "phones": [{"phone": phone, "type": "CELL"}],
            }
            return {"type": "contacts", "contacts": [card]}, f"{name}\n{phone}", {}
        if kind == "order":
            item = {
                "product_retailer_id": "espresso-250",
                "quantity": 2,
                "item_price": 9.5,
                "currency": "EUR",
            }
            order = {"catalog_id": "194836987003835", "text": text, "product_items": [item]}
            return {"type": "order", "order": order}, text or "2 × espresso-250", {}
        if kind == "unsupported":
            words = "Message type is currently not supported."
            error = {
                "code": 131051,
                "title": "Message type unknown",
                "message": "Message type unknown",
                "error_data": {"details": words},
            }
            return {"type": "unsupported", "errors": [error]}, "unsupported", {}
        return {"type": "text", "text": {"body": text}}, text, {}

    def _line(self, deed: Deed) -> Line:
        line = self.chats.find(deed.person.id, deed.text("message_id"))
        if line is None:
            raise web.HTTPNotFound(text="no such message")
        return line

    async def press(self, deed: Deed) -> Any:
        """message_id, id: of the button or the row of the list."""
        line, chosen = self._line(deed), deed.text("id")
        found = [each for each in line.buttons if each["id"] and each["id"] == chosen]
        if not found:
            raise web.HTTPNotFound(text="no such button")
        kind = "list_reply" if found[0].get("list") else "button_reply"
        reply = {key: found[0][key] for key in ("id", "title", "description") if key in found[0]}
        message = self._frame(
            deed.person,
            type="interactive",
            context={"from": self.business.number.display, "id": line.id},
            interactive={"type": kind, kind: reply},
        )
        mine = Line(message["id"], True, "text", found[0]["title"], reply_to=line.id)
        self.chats.add_line(deed.person.id, mine)
        self._tell(deed.person, message)
        return {"message_id": message["id"]}

    async def react(self, deed: Deed) -> Any:
        """message_id, emoji: '' takes it back."""
        line, emoji = self._line(deed), deed.text("emoji")
        line.reactions.pop("person", None)
        if emoji:
            line.reactions["person"] = emoji
        self.chats.changed()
        reaction = {"message_id": line.id} | ({"emoji": emoji} if emoji else {})
        self._tell(deed.person, self._frame(deed.person, type="reaction", reaction=reaction))
        return None

    async def edit(self, deed: Deed) -> Any:
        """message_id, text."""
        line = self._line(deed)
        line.text, line.edited = deed.text("text"), True
        self.chats.changed()
        inner = {"context": {"id": "M0"}, "type": "text", "text": {"body": line.text}}
        edit = {"original_message_id": line.id, "message": inner}
        self._tell(deed.person, self._frame(deed.person, type="edit", edit=edit))
        return None

    async def delete(self, deed: Deed) -> Any:
        """message_id."""
        line = self._line(deed)
        line.deleted = True
        self.chats.changed()
        revoke = {"original_message_id": line.id}
        self._tell(deed.person, self._frame(deed.person, type="revoke", revoke=revoke))
        return None

    async def block(self, deed: Deed) -> Any:
        """WhatsApp tells a business nothing of it: its messages just do not arrive."""
        deed.person.blocked = bool(deed.fields.get("blocked", True))
        self.chats.changed()
        return None

    async def read(self, deed: Deed) -> Any:
        """The person opens the chat: all that was delivered is read."""
        for line in list(self.chats.lines.get(deed.person.id, [])):
            if line.state == "delivered":
                self.business.outbox.read(deed.person, line)
        return None

    async def update(self, deed: Deed) -> Any:
        """value, field: any change, as it is."""
        self.business.push(deed.fields.get("value", {}), deed.text("field") or "messages")
        return None


def _contact(person: Person) -> dict[str, Any]:
    profile = {"name": person.name}
    if person.facts.get("username"):
        profile["username"] = person.facts["username"]
    return {"profile": profile, "wa_id": person.id, "user_id": person.facts.get("user_id", "")}


def _file(kind: str, file: File) -> dict[str, Any]:
    mime = "audio/ogg; codecs=opus" if kind == "voice" else file.mime
    part: dict[str, Any] = {
        "mime_type": mime,
        "sha256": hashlib.sha256(file.data).hexdigest(),
        "id": file.id,
    }
    if kind == "file":
        part["filename"] = file.name
    if kind in ("voice", "audio"):
        part["voice"] = kind == "voice"
    if kind == "sticker":
        part["animated"] = False
    return part
