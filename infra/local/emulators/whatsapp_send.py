"""What a business sends on the emulated Cloud API: checked as strictly as Meta's schema has it,
then delivered, with the statuses that follow.

Source: facebook/openapi business-messaging-api_v23.0.yaml, `Message` and what it refers to.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import Mapping
from typing import Any, Protocol

import aiohttp

from infra.local.emulators.chats import Chats, File, Line, Person
from infra.local.emulators.graph import GraphError

MB = 1024 * 1024
MEDIA = {
    "image": (5 * MB, ("image/jpeg", "image/png")),
    "video": (16 * MB, ("video/mp4", "video/3gpp")),
    "audio": (16 * MB, ("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg")),
    "document": (100 * MB, ()),
    "sticker": (500 * 1024, ("image/webp",)),
}
_KEYS = {
    "image": {"id", "link", "caption"},
    "video": {"id", "link", "caption"},
    "audio": {"id", "link", "voice"},
    "document": {"id", "link", "caption", "filename"},
    "sticker": {"id", "link"},
    "text": {"body", "preview_url"},
    "location": {"latitude", "longitude", "name", "address"},
    "reaction": {"message_id", "emoji"},
    "interactive": {"type", "header", "body", "footer", "action"},
    "template": {"name", "language", "components"},
}
_FRAME = {
    "messaging_product",
    "recipient_type",
    "to",
    "recipient",
    "type",
    "context",
    "biz_opaque_callback_data",
}
WINDOW = 24 * 3600


class Business(Protocol):
    chats: Chats

    def push(self, value: dict[str, Any], field: str = ...) -> None: ...

    def new_file_id(self) -> str: ...


def _invalid(details: str, code: int = 131009) -> GraphError:
    words = {131008: "Required parameter is missing", 131009: "Parameter value is not valid"}
    return GraphError(code, f"(#{code}) {words[code]}", details=details)


def _need(right: bool, details: str, code: int = 131009) -> None:
    if not right:
        raise _invalid(details, code)


def _text(holder: Any, key: str, most: int, least: int = 1) -> str:
    value = holder.get(key) if isinstance(holder, Mapping) else None
    _need(value is not None, f"{key} is required", 131008)
    _need(isinstance(value, str) and least <= len(value) <= most, f"{key}: {least} to {most}")
    return str(value)


class Outbox:
    def __init__(self, business: Business, read_after: float | None) -> None:
        self.business = business
        self.chats = business.chats
        self.read_after = read_after
        self._tasks: set[asyncio.Task[None]] = set()

    async def take(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to POST /messages; what becomes of it is told by statuses."""
        if body.get("status") == "read":
            return self._mark_read(body)
        check(body)
        to = str(body.get("to") or body.get("recipient")).lstrip("+")
        person = self._person(to)
        id = "wamid.HBgL" + secrets.token_urlsafe(30)
        task = asyncio.create_task(self._carry(body, person, to, id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        key = "wa_id" if body.get("to") else "user_id"
        contact = {"input": body.get("to") or body.get("recipient"), key: to}
        return {
            "messaging_product": "whatsapp",
            "contacts": [contact],
            "messages": [{"id": id}],
        }

    async def idle(self) -> None:
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def stop(self) -> None:
        for task in set(self._tasks):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    def _person(self, to: str) -> Person | None:
        for person in self.chats.people.values():
            if to in (person.id, person.facts.get("user_id")):
                return person
        return None

    def _mark_read(self, body: Mapping[str, Any]) -> dict[str, Any]:
        found = self.chats.where(str(body.get("message_id")))
        if found is None:
            raise GraphError(100, "(#100) Invalid parameter", details="unknown message_id")
        extra = set(body) - {"messaging_product", "status", "message_id", "typing_indicator"}
        typing = body.get("typing_indicator")
        if extra or not found[1].mine or typing not in (None, {"type": "text"}):
            raise GraphError(100, "(#100) Invalid parameter", details=str(sorted(extra)))
        self.chats.seen(found[0], found[1].id)
        if typing:
            self.chats.typing(found[0], 25)
        return {"success": True}

    async def _carry(
        self, body: Mapping[str, Any], person: Person | None, to: str, id: str
    ) -> None:
        if person is None or person.blocked:
            self.status(to, id, "failed", _error(131026, "Message undeliverable"))
            return
        if time.time() - person.wrote_at > WINDOW and body["type"] != "template":
            words = "more than 24 hours have passed since the customer last replied"
            self.status(to, id, "failed", _error(131047, "Re-engagement message", words))
            return
        try:
            line = await self._line(body, id)
        except GraphError as error:
            words = error.body["error"]["message"]
            self.status(to, id, "failed", _error(131053, "Media upload error", words))
            return
        if body["type"] == "reaction":
            self._react(body)
            self.status(person.id, id, "sent")
            return
        context = body.get("context") or {}
        line.reply_to = str(context.get("message_id", ""))
        self.chats.add_line(person.id, line)
        await self._progress(person, line)

    async def _progress(self, person: Person, line: Line) -> None:
        for state in ("sent", "delivered"):
            line.state = state
            self.chats.changed()
            self.status(person.id, line.id, state)
        if self.read_after is not None:
            await asyncio.sleep(self.read_after)
            self.read(person, line)

    def read(self, person: Person, line: Line) -> None:
        if not line.mine and line.state not in ("read", "failed"):
            line.state = "read"
            self.chats.changed()
            self.status(person.id, line.id, "read")

    def status(self, to: str, id: str, state: str, error: Mapping[str, Any] | None = None) -> None:
        status: dict[str, Any] = {
            "id": id,
            "status": state,
            "timestamp": str(int(time.time())),
            "recipient_id": to,
        }
        if error:
            status["errors"] = [error]
        elif state in ("sent", "delivered"):
            status["conversation"] = {"id": "a75d17ad0610", "origin": {"type": "service"}}
            status["pricing"] = {
                "billable": False,
                "pricing_model": "PMP",
                "category": "service",
                "type": "free_customer_service",
            }
        self.business.push({"statuses": [status]})

    def _react(self, body: Mapping[str, Any]) -> None:
        found = self.chats.where(str(body["reaction"]["message_id"]))
        if found:
            self.chats.reacted(found[0], found[1], str(body["reaction"].get("emoji", "")))

    async def _line(self, body: Mapping[str, Any], id: str) -> Line:
        kind = str(body["type"])
        part = body[kind]
        if kind in MEDIA:
            file = await self._file(kind, part)
            shown = "voice" if part.get("voice") else "file" if kind == "document" else kind
            return Line(id, False, shown, str(part.get("caption", "")), [file.id])
        if kind == "interactive":
            return _interactive_line(id, part)
        if kind == "location":
            words = "\n".join(str(part[key]) for key in ("name", "address") if part.get(key))
            point = {key: float(part[key]) for key in ("latitude", "longitude")}
            return Line(id, False, "location", words, extra=point)
        if kind == "contacts":
            cards = ["\n".join([each["name"]["formatted_name"], *_phones(each)]) for each in part]
            return Line(id, False, "contact", "\n\n".join(cards))
        if kind == "template":
            return Line(id, False, "text", f"[{part['name']} · {part['language']['code']}]")
        return Line(id, False, "text", str(part.get("body", "")))

    async def _file(self, kind: str, part: Mapping[str, Any]) -> File:
        if part.get("id"):
            known = self.chats.files.get(str(part["id"]))
            if known is None:
                raise GraphError(131053, "unknown media id")
            return known
        try:
            timeout = aiohttp.ClientTimeout(total=15)
            async with aiohttp.ClientSession(timeout=timeout) as session:  # noqa: SIM117
                async with session.get(str(part["link"])) as got:
                    data, mime, status = await got.read(), got.content_type, got.status
        except (aiohttp.ClientError, TimeoutError, OSError):
            raise GraphError(131053, "the link could not be fetched") from None
        most, types = MEDIA[kind]
        if status != 200 or len(data) > most or (types and mime not in types):
            raise GraphError(131053, f"{mime}, {len(data)} bytes, HTTP {status}")
        name = str(part.get("filename") or part["link"]).split("?")[0].rsplit("/", 1)[-1]
        return self.chats.add_file(File(self.business.new_file_id(), name, mime, data))


def _phones(contact: Mapping[str, Any]) -> list[str]:
    return [str(phone["phone"]) for phone in contact.get("phones", [])]


def _error(code: int, title: str, details: str = "") -> dict[str, Any]:
    return {
        "code": code,
        "title": title,
        "message": title,
        "error_data": {"details": details or title},
    }


def _interactive_line(id: str, part: Mapping[str, Any]) -> Line:
    action = part["action"]
    buttons: list[dict[str, str]] = [
        {**button["reply"], "url": "", "list": ""} for button in action.get("buttons", [])
    ]
    buttons += [
        {"url": "", "list": "yes", **row}
        for section in action.get("sections", [])
        for row in section.get("rows", [])
    ]
    if part["type"] == "cta_url":
        link = action["parameters"]
        buttons.append({"id": "", "title": link["display_text"], "url": link["url"], "list": ""})
    return Line(id, False, "text", part["body"]["text"], buttons=buttons)


def check(body: Mapping[str, Any]) -> None:
    """Raises GraphError as Meta would: 100 for keys and types, 131008 and 131009 for values."""
    if body.get("messaging_product") != "whatsapp":
        raise GraphError(100, "(#100) The parameter messaging_product is required.")
    kind = body.get("type", "text")
    if kind not in _KEYS and kind != "contacts":
        raise GraphError(100, "(#100) Param type must be one of the message types.")
    extra = set(body) - _FRAME - {str(kind)}
    if extra:
        raise GraphError(100, f'(#100) Unexpected key "{min(extra)}" on param.')
    if body.get("recipient_type", "individual") not in ("individual", "group"):
        raise GraphError(100, "(#100) Param recipient_type must be one of {INDIVIDUAL, GROUP}")
    if not isinstance(body.get("to") or body.get("recipient"), str):
        raise GraphError(100, "(#100) The parameter to is required.")
    context = body.get("context")
    _need(context is None or bool(_text(context, "message_id", 1000)), "context")
    part = body.get(kind)
    _need(part is not None, f"{kind} is required", 131008)
    if kind == "contacts":
        _check_contacts(part)
        return
    if not isinstance(part, Mapping) or set(part) - _KEYS[kind]:
        raise GraphError(100, f'(#100) Unexpected key on param "{kind}".')
    _CHECKS.get(kind, _check_media)(part)


def _check_text(part: Mapping[str, Any]) -> None:
    _text(part, "body", 4096)


def _check_media(part: Mapping[str, Any]) -> None:
    _need(bool(part.get("id")) != bool(part.get("link")), "either id or link", 131008)
    if part.get("link"):
        _need(str(part["link"]).startswith(("http://", "https://")), "link is no address")
    if "caption" in part:
        _text(part, "caption", 1024)
    if "filename" in part:
        _text(part, "filename", 240)


def _check_location(part: Mapping[str, Any]) -> None:
    for key, most in (("latitude", 90.0), ("longitude", 180.0)):
        try:
            value = float(part[key])
        except (KeyError, TypeError, ValueError):
            raise _invalid(f"{key} is required", 131008) from None
        _need(abs(value) <= most, key)


def _check_contacts(part: Any) -> None:
    _need(isinstance(part, list) and bool(part), "contacts")
    for contact in part:
        name = contact.get("name") or {}
        _text(name, "formatted_name", 1000)
        _need(len(name) > 1, "name needs one more part", 131008)
        for phone in contact.get("phones", []):
            _text(phone, "phone", 100)


def _check_reaction(part: Mapping[str, Any]) -> None:
    _text(part, "message_id", 1000)


def _check_template(part: Mapping[str, Any]) -> None:
    _text(part, "name", 512)
    _text(part.get("language"), "code", 10)


def _check_interactive(part: Mapping[str, Any]) -> None:
    kind, action = part.get("type"), part.get("action")
    _need(kind in ("button", "list", "cta_url"), "interactive type")
    _need(isinstance(action, Mapping), "action is required", 131008)
    assert isinstance(action, Mapping)
    _text(part.get("body"), "text", 4096 if kind == "list" else 1024)
    if kind == "button":
        replies = [button.get("reply") for button in action.get("buttons", [])]
        _need(1 <= len(replies) <= 3, "1 to 3 buttons")
        _check_choices(replies, 256, 20)
    elif kind == "list":
        _text(action, "button", 20)
        rows = [row for each in action.get("sections", []) for row in each.get("rows", [])]
        _need(1 <= len(rows) <= 10, "1 to 10 rows")
        _check_choices(rows, 200, 24)
        for row in rows:
            _need(len(str(row.get("description", ""))) <= 72, "description: at most 72")
    else:
        _text(action.get("parameters"), "display_text", 20)
        _text(action.get("parameters"), "url", 2000)


def _check_choices(choices: list[Any], id_length: int, title_length: int) -> None:
    for choice in choices:
        _text(choice, "id", id_length)
        _text(choice, "title", title_length)
    for key in ("id", "title"):
        values = [choice[key] for choice in choices]
        _need(len(set(values)) == len(values), f"duplicated {key}")


_CHECKS = {
    "text": _check_text,
    "location": _check_location,
    "reaction": _check_reaction,
    "template": _check_template,
    "interactive": _check_interactive,
}
