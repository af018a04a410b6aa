"""What a person does on Messenger or Instagram, as the webhooks that a page receives of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from aiohttp import web

from infra.local.emulators.chats import Chats, File, Line, Person
from infra.local.emulators.desk import MEDIA, Deed

_TYPE_OF = {"voice": "audio", "sticker": "image"}
_NAMES = {"❤": "love", "👍": "like", "😮": "wow", "😢": "sad", "😠": "angry", "😆": "smile"}
INBOX = 263902037430900  # the app id of Meta's own inbox


class Business(Protocol):
    name: str
    base: str
    chats: Chats

    def push(self, page: Any, *events: dict[str, Any]) -> None: ...

    def event(self, person: Person, *, by_page: bool = ..., **what: Any) -> dict[str, Any]: ...

    def page_of(self, person: Person) -> Any: ...

    def new_mid(self) -> str: ...

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
            "inbox": self.inbox,
            "update": self.update,
        }

    def _tell(self, person: Person, *events: dict[str, Any]) -> None:
        self.business.push(self.business.page_of(person), *events)

    async def send(self, deed: Deed) -> Any:
        """kind: text (default), a kind of media, location, share, story_mention, story_reply or
        unsupported."""
        event = self._event(deed, deed.text("kind") or "text")
        self._tell(deed.person, event)
        return {"message_id": event["message"]["mid"]}

    async def send_many(self, deed: Deed) -> Any:
        """texts: several messages in one webhook, as Meta batches them."""
        some = [
            self._event(Deed(deed.person, {"text": text}), "text")
            for text in deed.fields.get("texts", [])
        ]
        self._tell(deed.person, *some)
        return {"message_ids": [event["message"]["mid"] for event in some]}

    def _event(self, deed: Deed, kind: str) -> dict[str, Any]:
        message: dict[str, Any] = {"mid": self.business.new_mid(), **self._content(kind, deed)}
        reply = self.chats.find(deed.person.id, deed.text("reply_to"))
        if reply:
            message["reply_to"] = {"mid": reply.id}
        if deed.fields.get("referral"):
            message["referral"] = deed.fields["referral"]
        files = [deed.file.id] if deed.file and kind in MEDIA else []
        point = {"latitude": -23.561414, "longitude": -46.655881} if kind == "location" else {}
        line = Line(message["mid"], True, kind, message.get("text", ""), files, extra=dict(point))
        line.reply_to = reply.id if reply else ""
        self.chats.add_line(deed.person.id, line)
        return self.business.event(deed.person, message=message)

    def _content(self, kind: str, deed: Deed) -> dict[str, Any]:
        text = deed.text("text")
        words = {"text": text} if text else {}
        if kind in MEDIA:
            if deed.file is None:
                raise web.HTTPUnprocessableEntity(text="a file is missing")
            payload: dict[str, Any] = {"url": self._address(deed.file)}
            if kind == "sticker":
                payload["sticker_id"] = 369239263222822
            return {
                **words,
                "attachments": [{"type": _TYPE_OF.get(kind, kind), "payload": payload}],
            }
        if kind == "location":
            payload = {"coordinates": {"lat": -23.561414, "long": -46.655881}}
            return {"attachments": [{"type": "location", "title": "Here", "payload": payload}]}
        if kind in ("share", "story_mention"):
            payload = {"url": "https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=1"}
            return {**words, "attachments": [{"type": kind, "payload": payload}]}
        if kind == "story_reply":
            story = {
                "url": "https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=2",
                "id": "1789",
            }
            return {"text": text or "Love it", "reply_to": {"story": story}}
        if kind == "unsupported":
            return {"is_unsupported": True}
        return {"text": text}

    def _address(self, file: File) -> str:
        return f"{self.business.base}/_media/{file.id}"

    def _line(self, deed: Deed) -> Line:
        line = self.chats.find(deed.person.id, deed.text("message_id"))
        if line is None:
            raise web.HTTPNotFound(text="no such message")
        return line

    async def press(self, deed: Deed) -> Any:
        """message_id, id: of the button. A quick reply is a message, a template's button a
        postback."""
        line, chosen = self._line(deed), deed.text("id")
        found = next((each for each in line.buttons if each["id"] and each["id"] == chosen), None)
        if found is None:
            raise web.HTTPNotFound(text="no such button")
        mid, title = self.business.new_mid(), found["title"]
        self.chats.add_line(deed.person.id, Line(mid, True, "text", title, reply_to=line.id))
        if found.get("quick"):
            message = {"mid": mid, "text": title, "quick_reply": {"payload": chosen}}
            self._tell(deed.person, self.business.event(deed.person, message=message))
        else:
            postback = {"mid": mid, "title": title, "payload": chosen}
            self._tell(deed.person, self.business.event(deed.person, postback=postback))
        return {"message_id": mid}

    async def react(self, deed: Deed) -> Any:
        """message_id, emoji: '' takes it back."""
        line, emoji = self._line(deed), deed.text("emoji")
        line.reactions.pop("person", None)
        if emoji:
            line.reactions["person"] = emoji
        self.chats.changed()
        told = {"mid": line.id, "action": "react" if emoji else "unreact"}
        if emoji:
            told |= {"emoji": emoji, "reaction": _NAMES.get(emoji, "other")}
        self._tell(deed.person, self.business.event(deed.person, reaction=told))
        return None

    async def edit(self, deed: Deed) -> Any:
        """message_id, text."""
        line = self._line(deed)
        line.text, line.edited = deed.text("text"), True
        self.chats.changed()
        told = {"mid": line.id, "text": line.text, "num_edit": 1}
        self._tell(deed.person, self.business.event(deed.person, message_edit=told))
        return None

    async def delete(self, deed: Deed) -> Any:
        """message_id: unsent."""
        line = self._line(deed)
        line.deleted = True
        self.chats.changed()
        told = {"mid": line.id, "is_deleted": True}
        self._tell(deed.person, self.business.event(deed.person, message=told))
        return None

    async def block(self, deed: Deed) -> Any:
        """A page hears nothing of it: the Send API says that the person is not available."""
        deed.person.blocked = bool(deed.fields.get("blocked", True))
        self.chats.changed()
        return None

    async def read(self, deed: Deed) -> Any:
        """The person opens the chat: all that was delivered is read."""
        self.business.outbox.read(deed.person)
        return None

    async def inbox(self, deed: Deed) -> Any:
        """text: somebody answers in Meta's own inbox; the page hears the echo."""
        mid, text = self.business.new_mid(), deed.text("text")
        self.chats.add_line(deed.person.id, Line(mid, False, "text", text, state="sent"))
        message = {"mid": mid, "text": text, "is_echo": True, "app_id": INBOX}
        self._tell(deed.person, self.business.event(deed.person, by_page=True, message=message))
        return {"message_id": mid}

    async def update(self, deed: Deed) -> Any:
        """value: members of any event, as they are."""
        self._tell(deed.person, self.business.event(deed.person, **deed.fields.get("value", {})))
        return None
