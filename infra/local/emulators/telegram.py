"""The Telegram Bot API, as far as a bot that answers people needs it.

Source: https://core.telegram.org/bots/api (Bot API 10.1). Unlike the original it takes webhooks by
plain HTTP, and knows only the people that were added to it.
"""

from __future__ import annotations

import json
import re
import secrets
import time
import unicodedata
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from infra.local.emulators.chats import Chats, File, Person
from infra.local.emulators.desk import Deed, Fault, Faults, add_routes
from infra.local.emulators.hooks import Hook
from infra.local.emulators.telegram_people import People
from infra.local.emulators.telegram_send import Refused, Sender

# "specify an empty list to receive all update types except chat_member, message_reaction and
# message_reaction_count" (setWebhook, allowed_updates).
_BY_NAME_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True)
class Bot:
    token: str
    username: str
    url: str = ""
    secret: str = ""
    allowed: list[str] = field(default_factory=list)
    hook: Hook = field(init=False)

    def __post_init__(self) -> None:
        self.hook = Hook(self._target)

    @property
    def id(self) -> int:
        return int(self.token.partition(":")[0])

    @property
    def user(self) -> dict[str, Any]:
        name = self.username.removesuffix("_bot").replace("_", " ").title()
        return {"id": self.id, "is_bot": True, "first_name": name, "username": self.username}

    def wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in _BY_NAME_ONLY

    def _target(self) -> tuple[str, Callable[[bytes], Mapping[str, str]]] | None:
        if not self.url:
            return None
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        return self.url, lambda body: headers


class Telegram:
    """tokens: of the bots that exist: {"123:abc": "username"}."""

    name = "telegram"

    def __init__(self, tokens: Mapping[str, str], path: Path | None = None) -> None:
        self.bots = {token: Bot(token, username) for token, username in tokens.items()}
        self.chats = Chats(path)
        self.faults = Faults()
        self.sent: list[dict[str, Any]] = []
        self.people = People(self)
        self.answered: list[str] = []

    def app(self) -> web.Application:
        app = web.Application(client_max_size=60 * 1024 * 1024)
        add_routes(app, self)
        app.router.add_route("*", "/bot{token}/{method}", self.call)
        app.router.add_get("/file/bot{token}/{path:.+}", self.download)
        app.on_cleanup.append(self._stop)
        return app

    async def _stop(self, app: web.Application) -> None:
        for bot in self.bots.values():
            await bot.hook.stop()

    # --- what the desk asks for

    def new_person(self, fields: dict[str, Any]) -> Person:
        number = self.chats.number("person", 5_512_340_000)
        name = str(fields.get("name") or f"Guest {number % 1000}")
        plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
        username = re.sub(r"\W", "", plain)
        facts = {"username": username, "language": str(fields.get("language", "en"))}
        return Person(str(number), name, facts)

    def new_file_id(self) -> str:
        return "AgACAgQAAxkB" + secrets.token_urlsafe(24)

    def fault(self, fields: dict[str, Any]) -> Fault:
        """status 0 with a delay: a slow answer. retry_after: seconds, for 429."""
        status = int(fields.get("status", 500))
        words = str(fields.get("description", _WORDS.get(status, "Bad Request")))
        after = fields.get("retry_after", 3 if status == 429 else 0)
        body = _failure(status, f"{words}: retry after {after}" if after else words)
        if after:
            body["parameters"] = {"retry_after": int(after)}
        times, delay = int(fields.get("times", 1)), float(fields.get("delay", 0))
        return Fault(times, status, body, str(fields.get("method", "")), delay)

    def deeds(self) -> dict[str, Callable[[Deed], Awaitable[Any]]]:
        return self.people.deeds()

    def repeat(self, copies: int) -> None:
        for bot in self.bots.values():
            bot.hook.copies = copies

    async def idle(self) -> None:
        for bot in self.bots.values():
            await bot.hook.idle()

    def deliveries(self) -> list[dict[str, Any]]:
        return [asdict(each) for bot in self.bots.values() for each in bot.hook.attempts]

    # --- updates

    def push(self, kind: str, value: dict[str, Any]) -> int:
        """Tell every bot that wants to know. Returns the update's id."""
        number = self.chats.number("update", 870_500_000)
        body = json.dumps({"update_id": number, kind: value}).encode()
        for bot in self.bots.values():
            if bot.wants(kind):
                bot.hook.push(body)
        return number

    # --- the API

    async def call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        token = request.match_info["token"]
        if not re.fullmatch(r"\d+:[\w-]+", token):
            return _refuse(404, "Not Found")
        bot = self.bots.get(token)
        if bot is None:
            return _refuse(401, "Unauthorized")
        fields, files = await _arguments(request)
        self.sent.append({"method": method, "fields": fields, "files": sorted(files)})
        failed = await self.faults.next(method)
        if failed:
            return failed
        try:
            return await self._answer(bot, method, fields, files)
        except Refused as refused:
            return _refuse(refused.status, refused.words)

    async def _answer(
        self, bot: Bot, method: str, fields: dict[str, Any], files: dict[str, File]
    ) -> web.Response:
        own = getattr(self, f"_{method.lower()}", None) if method in _OWN else None
        if own:
            result, words = own(bot, fields)
        else:
            sender = Sender(self.chats, bot.user, fields, files, self.new_file_id)
            result, words = await sender.send(method), ""
        answer = {"ok": True, "result": result} | ({"description": words} if words else {})
        return web.json_response(answer)

    def _getme(self, bot: Bot, fields: dict[str, Any]) -> tuple[Any, str]:
        abilities = {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": True,
            "has_main_web_app": False,
        }
        return {**bot.user, **abilities}, ""

    def _setwebhook(self, bot: Bot, fields: dict[str, Any]) -> tuple[Any, str]:
        url, secret = str(fields.get("url", "")), str(fields.get("secret_token", ""))
        if url and not url.startswith(("http://", "https://")):
            raise Refused("Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise Refused("Bad Request: secret token contains unallowed characters")
        bot.url, bot.secret = url, secret
        if "allowed_updates" in fields:
            bot.allowed = list(_json(fields["allowed_updates"]))
        if fields.get("drop_pending_updates"):
            bot.hook.drop()
        bot.hook.wake()
        return True, "Webhook was set" if url else "Webhook was deleted"

    def _deletewebhook(self, bot: Bot, fields: dict[str, Any]) -> tuple[Any, str]:
        bot.url = bot.secret = ""
        if fields.get("drop_pending_updates"):
            bot.hook.drop()
        return True, "Webhook was deleted"

    def _getwebhookinfo(self, bot: Bot, fields: dict[str, Any]) -> tuple[Any, str]:
        info: dict[str, Any] = {
            "url": bot.url,
            "has_custom_certificate": False,
            "pending_update_count": bot.hook.pending,
            "max_connections": 40,
        }
        if bot.hook.last_error:
            info |= {
                "last_error_date": int(time.time()),
                "last_error_message": bot.hook.last_error,
            }
        if bot.allowed:
            info["allowed_updates"] = bot.allowed
        return info, ""

    def _getfile(self, bot: Bot, fields: dict[str, Any]) -> tuple[Any, str]:
        file = self.chats.files.get(str(fields.get("file_id", "")))
        if file is None:
            raise Refused("Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(file.data) > 20 * 1024 * 1024:
            raise Refused("Bad Request: file is too big")
        path = f"files/{file.id[-12:]}/{file.name}"
        unique = f"AQAD{file.id[-10:]}"
        return {
            "file_id": file.id,
            "file_unique_id": unique,
            "file_size": len(file.data),
            "file_path": path,
        }, ""

    def _answercallbackquery(self, bot: Bot, fields: dict[str, Any]) -> tuple[Any, str]:
        query = str(fields.get("callback_query_id", ""))
        if query not in self.people.pressed:
            raise Refused(
                "Bad Request: query is too old and response timeout expired or query ID is invalid"
            )
        self.answered.append(query)
        return True, ""

    async def download(self, request: web.Request) -> web.Response:
        if request.match_info["token"] not in self.bots:
            return _refuse(401, "Unauthorized")
        tail = request.match_info["path"].split("/")[1:2]
        for file in self.chats.files.values():
            if tail == [file.id[-12:]]:
                return web.Response(body=file.data, content_type="application/octet-stream")
        return _refuse(404, "Not Found")


_OWN = frozenset(
    {
        "getMe",
        "setWebhook",
        "deleteWebhook",
        "getWebhookInfo",
        "getFile",
        "answerCallbackQuery",
    }
)

_WORDS = {
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


def _failure(status: int, words: str) -> dict[str, Any]:
    return {"ok": False, "error_code": status, "description": words}


def _refuse(status: int, words: str) -> web.Response:
    return web.json_response(_failure(status, words), status=status)


def _json(value: Any) -> Any:
    """In a form, whatever is not text is JSON text."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise Refused("Bad Request: can't parse JSON object") from None


async def _arguments(request: web.Request) -> tuple[dict[str, Any], dict[str, File]]:
    """ "URL query string, application/x-www-form-urlencoded, application/json, multipart/form-data"
    (#making-requests)."""
    fields: dict[str, Any] = dict(request.query)
    files: dict[str, File] = {}
    if request.content_type == "application/json" and request.can_read_body:
        given = _json((await request.read()).decode("utf-8", "replace") or "{}")
        fields |= given if isinstance(given, dict) else {}
    elif request.method == "POST":
        for name, part in (await request.post()).items():
            if isinstance(part, web.FileField):
                data = part.file.read()
                files[name] = File("", part.filename or name, part.content_type, data)
            else:
                fields[name] = part if isinstance(part, str) else ""
    return fields, files
