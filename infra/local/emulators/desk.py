"""What both emulators share: the page for people, the control API for tests, faults on order."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

from aiohttp import web

from infra.local.emulators.chats import Chats, File, Line, Person
from infra.local.emulators.samples import sample

HERE = Path(__file__).parent
MEDIA = frozenset({"image", "video", "voice", "audio", "file", "sticker"})


@dataclass(slots=True)
class Fault:
    """The next `times` calls (of `method`, if named) are answered with this."""

    times: int
    status: int
    body: dict[str, Any]
    method: str = ""
    delay: float = 0.0


@dataclass(slots=True)
class Faults:
    waiting: list[Fault] = field(default_factory=list)

    async def next(self, method: str) -> web.Response | None:
        for fault in self.waiting:
            if fault.times > 0 and fault.method in ("", method):
                fault.times -= 1
                await asyncio.sleep(fault.delay)
                return web.json_response(fault.body, status=fault.status) if fault.status else None
        return None


@dataclass(slots=True)
class Deed:
    """What a person does. kind: of what they send. fields: the rest of the request."""

    person: Person
    fields: dict[str, Any]
    file: File | None = None

    def text(self, name: str) -> str:
        return str(self.fields.get(name, ""))


class Provider(Protocol):
    """What an emulator offers to the desk."""

    name: str
    chats: Chats
    faults: Faults
    sent: list[dict[str, Any]]

    def new_person(self, fields: dict[str, Any]) -> Person: ...

    def new_file_id(self) -> str: ...

    def fault(self, fields: dict[str, Any]) -> Fault: ...

    def deeds(self) -> dict[str, Callable[[Deed], Awaitable[Any]]]: ...

    def repeat(self, copies: int) -> None: ...

    async def idle(self) -> None: ...

    def deliveries(self) -> list[dict[str, Any]]: ...


def add_routes(app: web.Application, provider: Provider) -> None:
    """`/` is the page; `/_control/...` is for tests and for the page."""
    desk = _Desk(provider)
    app.router.add_get("/", desk.page)
    app.router.add_static("/_page", HERE / "page")
    control = {
        ("GET", "people"): desk.people,
        ("POST", "people"): desk.add,
        ("GET", "people/{id}"): desk.chat,
        ("POST", "people/{id}/{deed}"): desk.act,
        ("GET", "files/{id}"): desk.file,
        ("POST", "fail"): desk.fail,
        ("POST", "duplicates"): desk.duplicates,
        ("POST", "idle"): desk.idle,
        ("GET", "sent"): desk.sent,
        ("GET", "gestures"): desk.gestures,
        ("DELETE", "sent"): desk.forget_sent,
        ("GET", "deliveries"): desk.deliveries,
        ("POST", "reset"): desk.reset,
    }
    for (method, path), handler in control.items():
        app.router.add_route(method, f"/_control/{path}", handler)


class _Desk:
    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self.chats = provider.chats

    async def page(self, request: web.Request) -> web.Response:
        html = (HERE / "page" / "chat.html").read_text()
        return web.Response(
            text=html.replace("{{provider}}", self.provider.name), content_type="text/html"
        )

    async def people(self, request: web.Request) -> web.Response:
        shown = [self._person(person) for person in self.chats.people.values()]
        return web.json_response({"version": self.chats.version, "people": shown})

    def _person(self, person: Person) -> dict[str, Any]:
        lines = self.chats.lines.get(person.id, [])
        unread = sum(1 for line in lines if not line.mine and line.state != "read")
        last = lines[-1].text or lines[-1].kind if lines else ""
        return {**asdict(person), "last": last, "unread": unread}

    async def add(self, request: web.Request) -> web.Response:
        fields = await request.json() if request.can_read_body else {}
        person = self.chats.add_person(self.provider.new_person(fields))
        return web.json_response(asdict(person), status=201)

    def _who(self, request: web.Request) -> Person:
        person = self.chats.people.get(request.match_info["id"])
        if person is None:
            raise web.HTTPNotFound(text="no such person")
        return person

    async def chat(self, request: web.Request) -> web.Response:
        person = self._who(request)
        lines = [self._line(line) for line in self.chats.lines[person.id]]
        return web.json_response(
            {"version": self.chats.version, "person": asdict(person), "lines": lines}
        )

    def _line(self, line: Line) -> dict[str, Any]:
        files = [self.chats.files[id] for id in line.files if id in self.chats.files]
        shown = [{"id": file.id, "name": file.name, "mime": file.mime} for file in files]
        return {**asdict(line), "files": shown}

    async def act(self, request: web.Request) -> web.Response:
        deed = request.match_info["deed"]
        do = self.provider.deeds().get(deed)
        if do is None:
            raise web.HTTPNotFound(text=f"nobody can {deed}")
        person = self._who(request)
        done = await do(await self._deed(request, person))
        return web.json_response({"result": done})

    async def _deed(self, request: web.Request, person: Person) -> Deed:
        """JSON, or a form with a file. A kind that needs a file and brings none gets a sample."""
        if request.content_type == "multipart/form-data":
            form = await request.post()
            part = form.get("file")
            fields = {key: value for key, value in form.items() if isinstance(value, str)}
            if isinstance(part, web.FileField):
                data, name = part.file.read(), part.filename or "file"
                fields.setdefault("kind", kind_of(part.content_type))
                return Deed(person, fields, self._keep(name, part.content_type, data))
            return Deed(person, fields)
        fields = await request.json() if request.can_read_body else {}
        if fields.get("kind") in MEDIA:
            return Deed(person, fields, self._keep(*sample(fields["kind"])))
        return Deed(person, fields)

    def _keep(self, name: str, mime: str, data: bytes) -> File:
        return self.chats.add_file(File(self.provider.new_file_id(), name, mime, data))

    async def file(self, request: web.Request) -> web.Response:
        file = self.chats.files.get(request.match_info["id"])
        if file is None:
            raise web.HTTPNotFound
        return web.Response(body=file.data, content_type=file.mime.split(";")[0])

    async def fail(self, request: web.Request) -> web.Response:
        self.provider.faults.waiting.append(self.provider.fault(await request.json()))
        return web.json_response({"result": True})

    async def duplicates(self, request: web.Request) -> web.Response:
        self.provider.repeat(int((await request.json())["copies"]))
        return web.json_response({"result": True})

    async def idle(self, request: web.Request) -> web.Response:
        await self.provider.idle()
        return web.json_response({"result": True})

    async def sent(self, request: web.Request) -> web.Response:
        return web.json_response({"sent": self.provider.sent})

    async def gestures(self, request: web.Request) -> web.Response:
        return web.json_response({"gestures": self.chats.gestures})

    async def forget_sent(self, request: web.Request) -> web.Response:
        self.provider.sent.clear()
        return web.json_response({"result": True})

    async def deliveries(self, request: web.Request) -> web.Response:
        return web.json_response({"deliveries": self.provider.deliveries()})

    async def reset(self, request: web.Request) -> web.Response:
        self.provider.sent.clear()
        self.provider.faults.waiting.clear()
        self.provider.repeat(1)
        self.chats.forget()
        return web.json_response({"result": True})


def kind_of(mime: str) -> str:
    family = mime.split("/")[0]
    return family if family in ("image", "video", "audio") else "file"
