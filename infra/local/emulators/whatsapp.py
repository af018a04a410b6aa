"""WhatsApp's Cloud API on the Graph API, as far as a business that answers people needs it.

Sources: https://developers.facebook.com/documentation/business-messaging/whatsapp and
facebook/openapi business-messaging-api_v23.0.yaml. A version segment in the path may be left out.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from infra.local.emulators.chats import Chats, File, Person
from infra.local.emulators.desk import Deed, Fault, Faults, add_routes
from infra.local.emulators.graph import GraphError, is_of, presented, unknown_token
from infra.local.emulators.hooks import Hook
from infra.local.emulators.whatsapp_people import People
from infra.local.emulators.whatsapp_send import Outbox


@dataclass(slots=True)
class Number:
    """A business phone number and the app that owns it."""

    id: str
    account: str
    token: str
    app_secret: str
    display: str = "15550783881"
    name: str = "Café Tertulia"
    url: str = ""
    subscribed: bool = False
    hook: Hook = field(init=False)

    def __post_init__(self) -> None:
        self.hook = Hook(self._target)

    @property
    def metadata(self) -> dict[str, str]:
        return {"display_phone_number": self.display, "phone_number_id": self.id}

    def sign(self, body: bytes) -> Mapping[str, str]:
        digest = hmac.new(self.app_secret.encode(), body, hashlib.sha256).hexdigest()
        return {"X-Hub-Signature-256": f"sha256={digest}"}

    def _target(self) -> tuple[str, Callable[[bytes], Mapping[str, str]]] | None:
        return (self.url, self.sign) if self.url else None


class WhatsApp:
    """read_after: seconds until a person has read a message; None: never by itself."""

    name = "whatsapp"

    def __init__(
        self, number: Number, path: Path | None = None, *, read_after: float | None = 1.5
    ) -> None:
        self.number = number
        self.chats = Chats(path)
        self.faults = Faults()
        self.sent: list[dict[str, Any]] = []
        self.people = People(self)
        self.outbox = Outbox(self, read_after)

    def app(self) -> web.Application:
        app = web.Application(client_max_size=110 * 1024 * 1024)
        add_routes(app, self)
        for prefix in ("", r"/{version:v\d+\.\d+}"):
            app.router.add_post(f"{prefix}/{{id}}/messages", self._guarded(self.messages))
            app.router.add_post(f"{prefix}/{{id}}/media", self._guarded(self.upload))
            apps = f"{prefix}/{{id}}/subscribed_apps"
            app.router.add_route("*", apps, self._guarded(self.subscribe))
            app.router.add_get(f"{prefix}/{{id}}/phone_numbers", self._guarded(self.numbers))
            app.router.add_route("*", f"{prefix}/{{id}}", self._guarded(self.node))
        app.router.add_get("/_media/{id}", self.download)
        app.on_cleanup.append(self._stop)
        return app

    async def _stop(self, app: web.Application) -> None:
        await self.outbox.stop()
        await self.number.hook.stop()

    # --- what the desk asks for

    def new_person(self, fields: dict[str, Any]) -> Person:
        number = self.chats.number("person", 34_600_000_000)
        facts = {"username": str(fields["username"])} if fields.get("username") else {}
        facts["user_id"] = f"ES.1349120865530274{number % 10_000:04d}"
        name = str(fields.get("name") or f"Guest {number % 1000}")
        return Person(str(fields.get("phone") or number).lstrip("+"), name, facts)

    def new_file_id(self) -> str:
        return str(13_790_000_000_000 + secrets.randbelow(9_999_999_999))

    def fault(self, fields: dict[str, Any]) -> Fault:
        """code: Meta's; status: HTTP."""
        code, status = int(fields.get("code", 131000)), int(fields.get("status", 500))
        words = str(fields.get("description", "Something went wrong"))
        body = GraphError(code, words, status).body
        times, delay = int(fields.get("times", 1)), float(fields.get("delay", 0))
        return Fault(times, status, body, str(fields.get("method", "")), delay)

    def deeds(self) -> dict[str, Callable[[Deed], Awaitable[Any]]]:
        return self.people.deeds()

    def repeat(self, copies: int) -> None:
        self.number.hook.copies = copies

    async def idle(self) -> None:
        await self.outbox.idle()
        await self.number.hook.idle()

    def deliveries(self) -> list[dict[str, Any]]:
        return [asdict(each) for each in self.number.hook.attempts]

    # --- webhooks

    def push(self, value: dict[str, Any], field: str = "messages") -> None:
        framed = {"messaging_product": "whatsapp", "metadata": self.number.metadata, **value}
        self.push_entry({"value": framed, "field": field})

    def push_entry(self, *changes: dict[str, Any]) -> None:
        entry = {"id": self.number.account, "changes": list(changes)}
        payload = {"object": "whatsapp_business_account", "entry": [entry]}
        self.number.hook.push(json.dumps(payload).encode())

    # --- the API

    def _guarded(
        self, handler: Callable[[web.Request], Awaitable[Any]]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def guarded(request: web.Request) -> web.Response:
            failed = None
            try:
                self._check_token(request)
                if handler == self.messages:
                    failed = await self.faults.next("messages")
                return failed or web.json_response(await handler(request))
            except GraphError as error:
                return web.json_response(error.body, status=error.status)

        return guarded

    def _check_token(self, request: web.Request) -> None:
        if not is_of(presented(request), self.number.token):
            raise unknown_token()

    def _own(self, request: web.Request, *ids: str) -> str:
        id = request.match_info["id"]
        if id not in ids:
            raise _unknown(id, request.method)
        return id

    async def messages(self, request: web.Request) -> dict[str, Any]:
        self._own(request, self.number.id)
        body = await _json(request)
        if "status" not in body:
            self.sent.append({"method": "messages", "fields": body})
        return await self.outbox.take(body)

    async def upload(self, request: web.Request) -> dict[str, Any]:
        """multipart/form-data: messaging_product, type, file."""
        self._own(request, self.number.id)
        form = await request.post()
        part = form.get("file")
        if form.get("messaging_product") != "whatsapp" or not isinstance(part, web.FileField):
            raise GraphError(100, "(#100) The parameter messaging_product is required.", 400)
        mime = str(form.get("type") or part.content_type)
        file = File(self.new_file_id(), part.filename or "file", mime, part.file.read())
        return {"id": self.chats.add_file(file).id}

    async def subscribe(self, request: web.Request) -> dict[str, Any]:
        """GET, POST (perhaps with an override of the callback address), DELETE."""
        self._own(request, self.number.account)
        if request.method == "POST":
            body = await _json(request)
            if body.get("override_callback_uri"):
                await self._override(body)
            self.number.subscribed = True
            return {"success": True}
        if request.method == "DELETE":
            self.number.subscribed = False
            return {"success": True}
        apps = [{"whatsapp_business_api_data": {"id": "1", "name": "Tertulia"}}]
        return {"data": apps if self.number.subscribed else []}

    async def numbers(self, request: web.Request) -> dict[str, Any]:
        self._own(request, self.number.account)
        return {"data": [self._described()]}

    def _described(self) -> dict[str, Any]:
        return {
            "id": self.number.id,
            "display_phone_number": f"+{self.number.display}",
            "verified_name": self.number.name,
            "quality_rating": "GREEN",
            "platform_type": "CLOUD_API",
        }

    async def node(self, request: web.Request) -> dict[str, Any]:
        """GET of the number or of a file; POST of the number's webhook; DELETE of a file."""
        id = request.match_info["id"]
        if id == self.number.id:
            if request.method == "POST":
                await self._override((await _json(request)).get("webhook_configuration") or {})
                return {"success": True}
            asked = set(request.query.get("fields", "").split(",")) - {""}
            known = self._described()
            return {key: known[key] for key in known if not asked or key in asked or key == "id"}
        if id in self.chats.files and request.method == "DELETE":
            del self.chats.files[id]
            return {"success": True}
        if id in self.chats.files:
            return self._media(request, self.chats.files[id])
        raise _unknown(id, request.method)

    def _media(self, request: web.Request, file: File) -> dict[str, Any]:
        root = request.path.rsplit(f"/{file.id}", 1)[0].removesuffix(
            request.match_info.get("version", "")
        )
        return {
            "messaging_product": "whatsapp",
            "url": f"{request.url.origin()}{root.rstrip('/')}/_media/{file.id}",
            "mime_type": file.mime,
            "sha256": hashlib.sha256(file.data).hexdigest(),
            "file_size": len(file.data),
            "id": file.id,
        }

    async def download(self, request: web.Request) -> web.Response:
        """The access token is needed here too."""
        try:
            self._check_token(request)
        except GraphError as error:
            return web.json_response(error.body, status=error.status)
        file = self.chats.files.get(request.match_info["id"])
        if file is None:
            raise web.HTTPNotFound
        return web.Response(body=file.data, content_type=file.mime.split(";")[0])

    async def _override(self, wanted: Mapping[str, Any]) -> None:
        """Meta asks the address at once, and takes it only if the challenge comes back."""
        url = str(wanted.get("override_callback_uri") or "")
        if not url:
            self.number.url = ""
            return
        challenge = str(secrets.randbelow(10**9))
        query = {
            "hub.mode": "subscribe",
            "hub.challenge": challenge,
            "hub.verify_token": str(wanted.get("verify_token", "")),
        }
        try:
            timeout = aiohttp.ClientTimeout(total=15)
            async with aiohttp.ClientSession(timeout=timeout) as session:  # noqa: SIM117
                async with session.get(url, params=query) as answer:
                    right = answer.status == 200 and (await answer.text()).strip() == challenge
        except (aiohttp.ClientError, TimeoutError, OSError):
            right = False
        if not right:
            raise GraphError(2200, "(#2200) Callback verification failed.", 400)
        self.number.url = url
        self.number.hook.wake()


def _unknown(id: str, method: str) -> GraphError:
    verb = "Unsupported get request" if method == "GET" else "Unsupported post request"
    words = (
        f"{verb}. Object with ID '{id}' does not exist, cannot be loaded due to missing "
        "permissions, or does not support this operation. Please read the Graph API documentation "
        "at https://developers.facebook.com/docs/graph-api"
    )
    return GraphError(100, words, 400, kind="GraphMethodException", subcode=33)


async def _json(request: web.Request) -> dict[str, Any]:
    try:
        value = json.loads(await request.read() or b"{}")
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise GraphError(100, "(#100) The parameter messaging_product is required.", 400)
    return value
