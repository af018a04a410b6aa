"""Stand-ins for Slack and Google, as far as integrations need them: a page that asks for consent,
tokens, messages of a channel, rows of a spreadsheet. `/{host}/{path}` is `https://{host}/{path}`.

Sources: https://docs.slack.dev/authentication/installing-with-oauth,
https://docs.slack.dev/authentication/using-token-rotation and
https://developers.google.com/identity/protocols/oauth2/web-server. Any app is known, with any
secret; a code, and Slack's refresh tokens, are good once. `_control/` is for tests: `life` (seconds
of a token), `revoke`, `seen`.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import urlencode, urlsplit

from aiohttp import web

FILES = "https://www.googleapis.com/auth/drive.file"
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>{service}</title>
<style>body{{font:16px system-ui;max-width:420px;margin:15vh auto;padding:0 20px}}
a{{display:inline-block;margin:8px 12px 0 0;padding:10px 16px;border:1px solid;border-radius:8px}}
</style><h1>{service}</h1><p>Tertulia wants: <b>{scope}</b></p>
<a href="{yes}">Allow</a><a href="{no}">Cancel</a></html>"""


@dataclass(slots=True)
class Code:
    client_id: str
    back: str
    scope: str
    challenge: str


@dataclass(slots=True)
class Apps:
    """codes: not used yet. access, refresh: tokens that are good, and whose."""

    name: str = "apps"
    life: int = 43_200
    codes: dict[str, Code] = field(default_factory=dict)
    access: dict[str, str] = field(default_factory=dict)
    refresh: dict[str, str] = field(default_factory=dict)
    grants: list[str] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    def app(self) -> web.Application:
        app = web.Application()
        slack, google = "/slack.com", "/accounts.google.com"
        sheets = "/sheets.googleapis.com/v4/spreadsheets"
        app.router.add_get(f"{slack}/oauth/v2/authorize", self.consent)
        app.router.add_get(f"{google}/o/oauth2/v2/auth", self.consent)
        app.router.add_post(f"{slack}/api/oauth.v2.access", self.slack_tokens)
        app.router.add_route("*", f"{slack}/api/{{method}}", self.slack)
        app.router.add_post("/oauth2.googleapis.com/token", self.google_tokens)
        app.router.add_route("*", sheets + "{rest:.*}", self.sheets)
        app.router.add_post("/_control/life", self.set_life)
        app.router.add_post("/_control/revoke", self.revoke)
        app.router.add_get("/_control/seen", self.seen)
        return app

    async def consent(self, request: web.Request) -> web.Response:
        """Where people say yes or no; nothing is asked of who they are."""
        query = request.query
        back = urlsplit(query["redirect_uri"])
        if back.scheme not in ("http", "https") or query.get("response_type") != "code":
            raise web.HTTPBadRequest(text="invalid_request")
        code = secrets.token_urlsafe(24)
        self.codes[code] = Code(
            query["client_id"],
            query["redirect_uri"],
            query["scope"],
            query.get("code_challenge", ""),
        )
        service = "Slack" if "slack.com" in request.path else "Google"

        def way(told: Mapping[str, str]) -> str:
            more = urlencode({**told, "state": query["state"]})
            return escape(f"{query['redirect_uri']}?{more}")

        html = PAGE.format(
            service=service,
            scope=escape(query["scope"]),
            yes=way({"code": code}),
            no=way({"error": "access_denied"}),
        )
        return web.Response(text=html, content_type="text/html")

    async def slack_tokens(self, request: web.Request) -> web.Response:
        form = dict(await request.post())
        basic = request.headers.get("Authorization", "").removeprefix("Basic ")
        client = base64.b64decode(basic).decode().partition(":")[0]
        code = self._taken(form, client)
        if isinstance(code, str):
            return web.json_response({"ok": False, "error": code})
        told = self._made("xoxe.xoxb-1-", client) | {
            "ok": True,
            "app_id": "A0DEMO",
            "scope": code.scope if code else "",
            "token_type": "bot",
            "bot_user_id": "U0DEMO",
            "team": {"id": "T0DEMO", "name": "Café Tertulia"},
            "enterprise": None,
            "is_enterprise_install": False,
        }
        return web.json_response(told)

    async def google_tokens(self, request: web.Request) -> web.Response:
        form = dict(await request.post())
        client = str(form.get("client_id", ""))
        code = self._taken(form, client)
        if isinstance(code, str):
            error = {"error": "invalid_grant", "error_description": "Bad Request"}
            return web.json_response(error, status=400)
        told = self._made("ya29.", client) | {"scope": FILES, "token_type": "Bearer"}
        if code is None:  # the first one goes on
            self.refresh.pop(told.pop("refresh_token"))
        return web.json_response(told)

    def _taken(self, form: Mapping[str, Any], client: str) -> Code | str | None:
        """The code; None for a refresh token that is good; else the error."""
        self.grants.append(str(form.get("grant_type")))
        if form.get("grant_type") == "refresh_token":
            token = str(form.get("refresh_token"))
            known = self.refresh.get(token)
            if token.startswith("xoxe-"):
                self.refresh.pop(token, None)
            return None if known == client else "invalid_refresh_token"
        code = self.codes.pop(str(form.get("code")), None)
        if code is None or code.client_id != client:
            return "invalid_code"
        if code.back != form.get("redirect_uri"):
            return "bad_redirect_uri"
        verifier = str(form.get("code_verifier", "")).encode()
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).decode().rstrip("=")
        return code if code.challenge in ("", digest) else "invalid_code"

    def _made(self, prefix: str, client: str) -> dict[str, Any]:
        access = prefix + secrets.token_hex(16)
        refresh = ("1//" if prefix == "ya29." else "xoxe-1-") + secrets.token_hex(16)
        self.access[access] = self.refresh[refresh] = client
        return {"access_token": access, "refresh_token": refresh, "expires_in": self.life}

    def _known(self, request: web.Request) -> bool:
        return request.headers.get("Authorization", "").removeprefix("Bearer ") in self.access

    async def slack(self, request: web.Request) -> web.Response:
        if not self._known(request):
            return web.json_response({"ok": False, "error": "token_revoked"})
        method = request.match_info["method"]
        told: dict[str, Any] = {"ok": True, "team": "Café Tertulia", "user": "tertulia"}
        if method == "chat.postMessage":
            self.messages.append(await request.json())
            told["ts"] = f"1700000000.{len(self.messages):06}"
        if method == "chat.getPermalink":
            told["permalink"] = "https://cafe.slack.com/archives/C0123456/p1"
        return web.json_response(told)

    async def sheets(self, request: web.Request) -> web.Response:
        if not self._known(request):
            error = {"error": {"code": 401, "status": "UNAUTHENTICATED"}}
            return web.json_response(error, status=401)
        if request.method == "POST" and ":append" in request.path:
            self.rows += (await request.json())["values"]
            return web.json_response({"updates": {"updatedRange": f"Sheet1!A{len(self.rows)}"}})
        told = {
            "spreadsheetId": "1demoSpreadsheet0123456789",
            "properties": {"title": "Leads"},
            "sheets": [{"properties": {"title": "Sheet1"}}],
        }
        return web.json_response(told)

    async def set_life(self, request: web.Request) -> web.Response:
        self.life = int((await request.json())["seconds"])
        return web.json_response({"result": True})

    async def revoke(self, request: web.Request) -> web.Response:
        """As when somebody throws the app out: of one client, or all."""
        client = (await request.json()).get("client_id", "")
        for tokens in (self.access, self.refresh):
            for each in [token for token, of in tokens.items() if client in ("", of)]:
                del tokens[each]
        return web.json_response({"result": True})

    async def seen(self, request: web.Request) -> web.Response:
        told = {"grants": self.grants, "messages": self.messages, "rows": self.rows}
        return web.json_response(told)
