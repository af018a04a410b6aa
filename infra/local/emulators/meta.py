"""A stand-in for Meta's Send API and its webhooks: Messenger, and Instagram through its page.

It knows pages by their tokens, answers and refuses as the reference has it (see `meta_send`), and
delivers signed webhooks in order. `_control/webhook` does what an owner does in the app's dashboard
(https://developers.facebook.com/docs/graph-api/webhooks/getting-started).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from infra.local.emulators.chats import Chats, Person
from infra.local.emulators.desk import Deed, Fault, Faults, add_routes
from infra.local.emulators.graph import GraphError, is_of, presented, unknown_token
from infra.local.emulators.hooks import Hook
from infra.local.emulators.meta_people import People
from infra.local.emulators.meta_send import Outbox
from infra.local.emulators.place import Here
from infra.local.emulators.samples import png


@dataclass(slots=True)
class Page:
    """A page and the app that serves it. account: of Instagram, linked with the page."""

    id: str
    token: str
    app_secret: str
    account: str = ""
    name: str = "Café Tertulia"
    username: str = "cafe.tertulia"
    url: str = ""
    subscribed: str = ""
    hook: Hook = field(init=False)

    def __post_init__(self) -> None:
        self.hook = Hook(self._target)

    def sign(self, body: bytes) -> Mapping[str, str]:
        digest = hmac.new(self.app_secret.encode(), body, hashlib.sha256).hexdigest()
        return {"X-Hub-Signature-256": f"sha256={digest}"}

    def _target(self) -> tuple[str, Callable[[bytes], Mapping[str, str]]] | None:
        return (self.url, self.sign) if self.url and self.subscribed else None


class Meta(Here):
    """name: messenger or instagram. read_after: seconds until a person has read a message; None:
    never by itself."""

    def __init__(
        self, name: str, page: Page, path: Path | None = None, *, read_after: float | None = 1.5
    ) -> None:
        self.name = name
        self.pages = {page.id: page}
        self.home = page.id
        self.base = ""
        self.chats = Chats(path)
        self.faults = Faults()
        self.sent: list[dict[str, Any]] = []
        self.people = People(self)
        self.outbox = Outbox(self, read_after)

    def app(self) -> web.Application:
        app = web.Application(client_max_size=110 * 1024 * 1024, middlewares=[self.heard])
        add_routes(app, self)
        app.router.add_post("/_control/webhook", self.webhook)
        app.router.add_post("/_control/pages", self.add_page)
        for prefix in ("", r"/{version:v\d+\.\d+}"):
            app.router.add_post(f"{prefix}/{{id}}/messages", self._guarded(self.messages))
            apps = f"{prefix}/{{id}}/subscribed_apps"
            app.router.add_route("*", apps, self._guarded(self.subscribe))
            app.router.add_get(f"{prefix}/{{id}}", self._guarded(self.node))
        app.router.add_get("/_media/{id}", self.download)
        app.on_cleanup.append(self._stop)
        return app

    async def _stop(self, app: web.Application) -> None:
        await self.outbox.stop()
        for page in self.pages.values():
            await page.hook.stop()

    # --- what the desk asks for

    def new_person(self, fields: dict[str, Any]) -> Person:
        number = self.chats.number("person", 7_400_000_000_000_000)
        name = str(fields.get("name") or f"Guest {number % 1000}")
        handle = str(fields.get("username") or name.lower().replace(" ", "."))
        facts = {"username": handle, "page": str(fields.get("page") or self.home)}
        return Person(str(number), name, facts)

    def new_file_id(self) -> str:
        return secrets.token_urlsafe(12)

    def fault(self, fields: dict[str, Any]) -> Fault:
        """code, subcode: Meta's; status: HTTP."""
        code, status = int(fields.get("code", 1200)), int(fields.get("status", 500))
        words = str(fields.get("description", "Temporary send message failure."))
        body = GraphError(code, words, status, subcode=int(fields.get("subcode", 0))).body
        times, delay = int(fields.get("times", 1)), float(fields.get("delay", 0))
        return Fault(times, status, body, str(fields.get("method", "")), delay)

    def deeds(self) -> dict[str, Callable[[Deed], Awaitable[Any]]]:
        return self.people.deeds()

    def repeat(self, copies: int) -> None:
        for page in self.pages.values():
            page.hook.copies = copies

    async def idle(self) -> None:
        await self.outbox.idle()
        for page in self.pages.values():
            await page.hook.idle()

    def deliveries(self) -> list[dict[str, Any]]:
        return [asdict(each) for page in self.pages.values() for each in page.hook.attempts]

    # --- webhooks

    def page_of(self, person: Person) -> Page:
        return self.pages.get(person.facts.get("page", ""), self.pages[self.home])

    def own_id(self, page: Page) -> str:
        return page.account if self.name == "instagram" else page.id

    def push(self, page: Page, *events: dict[str, Any]) -> None:
        entry = {"id": self.own_id(page), "time": int(time.time() * 1000), "messaging": [*events]}
        origin = "instagram" if self.name == "instagram" else "page"
        page.hook.push(json.dumps({"object": origin, "entry": [entry]}).encode())

    def event(self, person: Person, *, by_page: bool = False, **what: Any) -> dict[str, Any]:
        ends = [{"id": person.id}, {"id": self.own_id(self.page_of(person))}]
        sender, recipient = reversed(ends) if by_page else ends
        now = int(time.time() * 1000)
        return {"sender": sender, "recipient": recipient, "timestamp": now, **what}

    def new_mid(self) -> str:
        start = "aWdfZAG1f" if self.name == "instagram" else "m_"
        return start + secrets.token_urlsafe(40)

    # --- the API

    def _guarded(
        self, handler: Callable[[web.Request, Page], Awaitable[Any]]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def guarded(request: web.Request) -> web.Response:
            failed = None
            try:
                page = self._page(request)
                if handler == self.messages:
                    failed = await self.faults.next("messages")
                return failed or web.json_response(await handler(request, page))
            except GraphError as error:
                return web.json_response(error.body, status=error.status)

        return guarded

    def _page(self, request: web.Request) -> Page:
        given = presented(request)
        for page in self.pages.values():
            if is_of(given, page.token):
                return page
        raise unknown_token()

    def _own(self, request: web.Request, page: Page) -> None:
        id = request.match_info["id"]
        if id not in (page.id, "me"):
            words = f"Unsupported post request. Object with ID '{id}' does not exist."
            raise GraphError(100, words, 400, kind="GraphMethodException", subcode=33)

    async def messages(self, request: web.Request, page: Page) -> dict[str, Any]:
        self._own(request, page)
        body = await _json(request)
        if "sender_action" not in body:
            self.sent.append({"method": "messages", "fields": body})
        return await self.outbox.take(page, body)

    async def subscribe(self, request: web.Request, page: Page) -> dict[str, Any]:
        self._own(request, page)
        if request.method == "POST":
            fields = str((await _json(request)).get("subscribed_fields", ""))
            if not fields:
                raise GraphError(100, "(#100) The parameter subscribed_fields is required.", 400)
            page.subscribed = fields
            page.hook.wake()
            return {"success": True}
        if request.method == "DELETE":
            page.subscribed = ""
            return {"success": True}
        return {"data": [{"id": "1", "subscribed_fields": page.subscribed.split(",")}]}

    async def node(self, request: web.Request, page: Page) -> dict[str, Any]:
        """GET of the page, or of the profile of a person who wrote to it."""
        id = request.match_info["id"]
        asked = set(request.query.get("fields", "").replace("{id,username}", "").split(","))
        known: dict[str, Any]
        if id in (page.id, "me"):
            known = {"name": page.name, "link": f"https://www.facebook.com/{page.id}"}
            if page.account:
                linked = {"id": page.account, "username": page.username}
                known["instagram_business_account"] = linked
            return {"id": page.id, **{key: known[key] for key in known if key in asked}}
        person = self.chats.people.get(id)
        if person is None or not person.wrote_at or self.page_of(person) is not page:
            raise GraphError(100, "Unsupported get request.", 400, subcode=33)
        first, _, last = person.name.partition(" ")
        known = {"name": person.name, "first_name": first, "last_name": last}
        known |= {"username": person.facts["username"], "profile_pic": f"{self.base}/_media/face"}
        return {"id": person.id, **{key: known[key] for key in known if key in asked}}

    async def download(self, request: web.Request) -> web.Response:
        """Meta's CDN: whoever has the address gets the file."""
        id = request.match_info["id"]
        if id == "face":
            return web.Response(body=png(128, 128), content_type="image/png")
        file = self.chats.files.get(id)
        if file is None:
            raise web.HTTPNotFound
        return web.Response(body=file.data, content_type=file.mime.split(";")[0])

    # --- the app's dashboard

    async def add_page(self, request: web.Request) -> web.Response:
        """id, token, app_secret, account, name: one more page."""
        page = Page(**await request.json())
        self.pages[page.id] = page
        return web.json_response({"result": page.id}, status=201)

    async def webhook(self, request: web.Request) -> web.Response:
        """url, verify_token, page: taken only if the challenge comes back."""
        wanted = await request.json()
        page = self.pages[str(wanted.get("page") or self.home)]
        challenge = str(secrets.randbelow(10**9))
        query = {
            "hub.mode": "subscribe",
            "hub.challenge": challenge,
            "hub.verify_token": str(wanted.get("verify_token", "")),
        }
        try:
            timeout = aiohttp.ClientTimeout(total=15)
            async with aiohttp.ClientSession(timeout=timeout) as session:  # noqa: SIM117
                async with session.get(str(wanted["url"]), params=query) as answer:
                    right = answer.status == 200 and (await answer.text()).strip() == challenge
        except (aiohttp.ClientError, TimeoutError, OSError):
            right = False
        if not right:
            error = GraphError(2200, "(#2200) Callback verification failed.", 400)
            return web.json_response(error.body, status=400)
        page.url = str(wanted["url"])
        page.hook.wake()
        return web.json_response({"result": True})


async def _json(request: web.Request) -> dict[str, Any]:
    try:
        value = json.loads(await request.read() or b"{}")
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise GraphError(100, "(#100) param recipient must be non-empty.", 400)
    return value
