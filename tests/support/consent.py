"""Slack and Google as far as connecting by consent goes, for tests in process."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib import wiring
from chalicelib.channels.base import ProviderResponse
from chalicelib.integrations import granting
from chalicelib.integrations.model import Connection
from chalicelib.shared.queues import Entry
from tests.support.api import PUBLIC_URL, Account

BACK = f"{PUBLIC_URL}/settings/integrations/connected"
APP = {"client_id": "1234567890.9876543210", "client_secret": "s" * 32}
SLACK: dict[str, Any] = {
    "kind": "slack",
    "way": "oauth",
    "name": "Support",
    "settings": {"channel": "C0123456", "tells": ["new"]},
    "secrets": APP,
}
GOOGLE: dict[str, Any] = {
    "kind": "sheets",
    "way": "oauth",
    "name": "Leads",
    "settings": {"sheet": "New", "attributes": "plan"},
    "secrets": {
        "client_id": "1234567890-abc.apps.googleusercontent.com",
        "client_secret": "GOCSPX-secret",
    },
}
MADE = "1newSpreadsheet_0123456789abcdef"


class Service:
    """Slack and Google as far as consent goes. It takes the newest access token and refresh token
    alone. life: seconds of a token. during: what happens while it has a token made anew."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, str], dict[str, str]]] = []
        self.number = 0
        self.life = 43200
        self.rotates = True
        self.refusal = ""
        self.status = 200
        self.during: Any = None
        self.dead: set[str] = set()

    def __call__(self, method: str, url: str, **how: Any) -> ProviderResponse:
        body, headers = how["body"] or b"", dict(how["headers"])
        form = {k: v[0] for k, v in parse_qs(body.decode("utf-8", "replace")).items()}
        self.calls.append((url, headers, form))
        if url.endswith("/oauth.v2.access") or url == "https://oauth2.googleapis.com/token":
            return self._tokens(form, slack=url.endswith("/oauth.v2.access"))
        if headers.get("Authorization") != f"Bearer {self.access}" or self.access in self.dead:
            if url.startswith("https://slack.com"):
                return self._said({"ok": False, "error": "token_revoked"})
            error = {"error": {"code": 401, "status": "UNAUTHENTICATED"}}
            return ProviderResponse(401, {}, json.dumps(error).encode())
        told: dict[str, Any] = {"ok": True, "team": "Acme", "user": "bot", "ts": "17.1"}
        if url.startswith("https://sheets.googleapis.com"):
            sheets = [{"properties": {"title": "New"}}]
            told = {"spreadsheetId": MADE, "properties": {"title": "Leads"}, "sheets": sheets}
        return self._said(told)

    @property
    def access(self) -> str:
        return f"xoxe.xoxb-{self.number}"

    def _tokens(self, form: dict[str, str], *, slack: bool) -> ProviderResponse:
        if self.status != 200:
            return ProviderResponse(self.status, {}, b"")
        if self.during:
            self.during()
        if form["grant_type"] == "refresh_token" and form["refresh_token"] != self.refresh:
            self.refusal = "invalid_refresh_token" if slack else "invalid_grant"
        if self.refusal:
            told = {"ok": False, "error": self.refusal}
            return ProviderResponse(200 if slack else 400, {}, json.dumps(told).encode())
        self.number += 1
        told = {
            "ok": True,
            "access_token": self.access,
            "token_type": "bot" if slack else "Bearer",
            "scope": "chat:write" if slack else "https://www.googleapis.com/auth/drive.file",
        }
        if self.rotates:
            told |= {"refresh_token": self.refresh, "expires_in": self.life}
        return self._said(told)

    @property
    def refresh(self) -> str:
        return f"xoxe-{self.number}"

    def _said(self, told: dict[str, Any]) -> ProviderResponse:
        return ProviderResponse(200, {}, json.dumps(told).encode())

    def forms(self) -> list[dict[str, str]]:
        return [form for _, _, form in self.calls if "grant_type" in form]


def asked(house: Account, id: str) -> dict[str, str]:
    url = house.owner.post(f"/integrations/{id}/consent").ok()["url"]
    return {name: value[0] for name, value in parse_qs(urlsplit(url).query).items()}


def connect(house: Account, what: dict[str, Any] = SLACK) -> dict[str, Any]:
    id = house.owner.post("/integrations", what).ok()["id"]
    told = {"state": asked(house, id)["state"], "code": "c-1"}
    connected: dict[str, Any] = house.owner.post("/integrations/consents", told).ok()
    return connected


def kept(house: Account, id: str) -> Connection:
    found = wiring.integration_ports().store.connection(house.id, id)
    assert found is not None
    return found


def later(**passed: float) -> Any:
    """The integrations' ports, after some time."""
    now = datetime.now(UTC) + timedelta(**passed)
    return replace(wiring.integration_ports(), clock=lambda: now)


def renewing(house: Account, id: str, dead: str, queued: list[Entry], warned: list[str]) -> Any:
    """Ports of thirteen hours later. dead: at which step somebody died who had the token renewed:
    exchanged (before the service was asked) or keep (once it had answered)."""

    def dies(*told: object) -> None:
        raise RuntimeError("killed")

    ports = replace(
        later(hours=13),
        enqueue=queued.extend,
        warn=lambda connection, why: warned.append(why),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(granting, dead, dies)
        with pytest.raises(RuntimeError):
            granting.context(ports, kept(house, id))
    return replace(ports, clock=later(hours=13, seconds=41).clock)
