"""Google Sheets: a row for each new contact, or each new conversation.

A service account's JSON key; the spreadsheet is shared with its e-mail address as an editor. Or
by consent: then into a spreadsheet that is made for it.
https://developers.google.com/identity/protocols/oauth2/service-account#httprest
https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets.values/append
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal
from urllib.parse import quote, urlencode

from pydantic import Field, field_validator

from chalicelib.channels.base import ProviderResponse
from chalicelib.integrations.base import Ctx, Event, Heard, Refused, Request
from chalicelib.integrations.forms import Strict
from chalicelib.integrations.model import Job
from chalicelib.integrations.oauth import TOKEN, OAuth, Tokens
from chalicelib.shared.errors import InvalidInput, NotFound

TOKENS = (
    "https://oauth2.googleapis.com/token"  # not the key's own word for it: that is a stranger's
)
API = "https://sheets.googleapis.com/v4/spreadsheets"
SCOPE = "https://www.googleapis.com/auth/spreadsheets"
HOUR = 3600
_ID = re.compile(r"(?:/spreadsheets/d/)?([A-Za-z0-9_-]{20,100})")
COLUMNS = ("time", "name", "email", "phone", "channel", "link", "contact_id")


class Settings(Strict):
    """spreadsheet: '' only by consent: one is made then."""

    spreadsheet: str = Field(default="", max_length=500)
    sheet: str = Field(default="Sheet1", min_length=1, max_length=100)
    when: Literal["conversation", "contact"] = "conversation"
    attributes: str = Field(default="", max_length=500)

    @field_validator("spreadsheet")
    @classmethod
    def _id(cls, value: str) -> str:
        """Its address is taken as well."""
        if not value:
            return ""
        found = _ID.search(value if "/spreadsheets/d/" not in value else _after(value))
        if not found or ("/" in value and "/spreadsheets/d/" not in value):
            raise ValueError("must be a spreadsheet's address")
        return found.group(1)


def _after(value: str) -> str:
    return "/spreadsheets/d/" + value.partition("/spreadsheets/d/")[2]


class Secrets(Strict):
    key: str = Field(min_length=100, max_length=3900)  # KMS takes 4 KB

    @field_validator("key")
    @classmethod
    def _key(cls, value: str) -> str:
        try:
            told = json.loads(value)
            good = (
                told["type"] == "service_account" and told["client_email"] and told["private_key"]
            )
        except (ValueError, TypeError, KeyError):
            good = False
        if not good:
            raise ValueError("must be a service account's JSON key")
        names = ("type", "client_email", "private_key", "private_key_id")
        return json.dumps({name: told.get(name, "") for name in names})


class App(Strict):
    """Of the owner's own OAuth client, of the type "Web application"."""

    client_id: str = Field(pattern=r"^[A-Za-z0-9.-]{10,150}\.apps\.googleusercontent\.com$")
    client_secret: str = Field(min_length=10, max_length=200)


#: Files that were made with this app, and no others: not a sensitive scope, so Google asks for no
#: review. https://developers.google.com/workspace/sheets/api/scopes
FILES = "https://www.googleapis.com/auth/drive.file"


def granted(answer: ProviderResponse) -> Tokens:
    """The first answer alone has a refresh token. Whoever consents may leave a scope out.
    https://developers.google.com/identity/protocols/oauth2/web-server#exchange-authorization-code"""
    told = _told(answer)
    access, seconds = told.get("access_token"), told.get("expires_in")
    if not isinstance(access, str) or not access:
        raise Refused("no access token")
    if FILES not in str(told.get("scope", FILES)).split():
        raise Refused("scope_not_granted")
    refresh = str(told.get("refresh_token") or "")
    return Tokens(access, refresh, seconds if isinstance(seconds, int) else HOUR)


def begin(ctx: Ctx) -> Mapping[str, Any]:
    """A spreadsheet of its own, with a first row that says what stands below.
    https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/create"""
    if ctx.settings["spreadsheet"]:
        return {}
    wanted = [name.strip() for name in ctx.settings["attributes"].split(",") if name.strip()]
    cells = [{"userEnteredValue": {"stringValue": name}} for name in (*COLUMNS, *wanted)]
    sheet = {
        "properties": {"title": ctx.settings["sheet"]},
        "data": [{"rowData": [{"values": cells}]}],
    }
    body = json.dumps({"properties": {"title": ctx.connection.name}, "sheets": [sheet]}).encode()
    headers = {**_signed(ctx), "Content-Type": "application/json; charset=utf-8"}
    told = _told(ctx.call("POST", f"{API}?fields=spreadsheetId", headers=headers, body=body))
    return {"spreadsheet": str(told.get("spreadsheetId", ""))}


OAUTH = OAuth(
    consent="https://accounts.google.com/o/oauth2/v2/auth",
    tokens=TOKENS,
    scopes=lambda secrets: (FILES,),
    Secrets=App,
    read=granted,
    stale=frozenset({"UNAUTHENTICATED"}),
    pkce=True,
    # prompt: Google gives a refresh token only to who is asked (again).
    more={"access_type": "offline", "prompt": "consent"},
    begin=begin,
)


class Sheets:
    kind = "sheets"
    Settings = Settings
    Secrets = Secrets
    oauth = OAUTH

    def jobs(self, settings: Mapping[str, Any], event: Event) -> Sequence[Job]:
        contact, at = event.get("contact_id", ""), event["occurred_at"]
        data = {"contact_id": contact, "at": at, "channel_id": event.get("channel_id", "")}
        if settings["when"] == "contact" and event["type"] == "contact.created":
            return (Job(f"contact#{contact}", "row", data),)
        if settings["when"] == "conversation" and event["type"] == "conversation.opened":
            id = event["conversation_id"]
            return (Job(f"conversation#{id}", "row", data | {"conversation_id": id}),)
        return ()

    def check(self, ctx: Ctx) -> Mapping[str, str]:
        """Raises Refused: a wrong key, or a spreadsheet that is not shared with it."""
        if not ctx.settings["spreadsheet"]:
            raise InvalidInput("must be a spreadsheet's address", field="settings.spreadsheet")
        url = f"{API}/{ctx.settings['spreadsheet']}?fields=properties.title,sheets.properties.title"
        told = _told(ctx.call("GET", url, headers=_signed(ctx)))
        titles = [each.get("properties", {}).get("title") for each in told.get("sheets", ())]
        if ctx.settings["sheet"] not in titles:
            raise Refused("the spreadsheet has no such sheet", field="settings.sheet")
        facts = {"title": str(told.get("properties", {}).get("title", ""))[:200]}
        if "key" in ctx.secrets:
            facts["email"] = json.loads(ctx.secrets["key"])["client_email"]
        return facts

    def run(self, ctx: Ctx, job: Job) -> None:
        sheet = ctx.settings["sheet"].replace("'", "''")
        place = quote(f"'{sheet}'!A1", safe="")
        # RAW: what a stranger wrote is never a formula.
        how = urlencode({"valueInputOption": "RAW", "insertDataOption": "INSERT_ROWS"})
        url = f"{API}/{ctx.settings['spreadsheet']}/values/{place}:append?{how}"
        body = json.dumps({"values": [_row(ctx, job)]}, ensure_ascii=False).encode()
        headers = {**_signed(ctx), "Content-Type": "application/json; charset=utf-8"}
        told = _told(ctx.call("POST", url, headers=headers, body=body))
        _show(ctx, job, str((told.get("updates") or {}).get("updatedRange", "")))

    def hear(self, ctx: Ctx, request: Request) -> Heard:
        raise NotFound("nothing is heard here")


def _show(ctx: Ctx, job: Job, place: str) -> None:
    """Beside the conversation: where its row is, as it was when it was written."""
    if "conversation_id" not in job.data:
        return
    link = f"https://docs.google.com/spreadsheets/d/{ctx.settings['spreadsheet']}/edit"
    row = {"key": ctx.connection.facts.get("title", ""), "content": place}
    ctx.doing.show(ctx.connection, job.data["conversation_id"], link=link, rows=[row])


def _row(ctx: Ctx, job: Job) -> list[str]:
    account_id, data = ctx.connection.account_id, job.data
    contact = ctx.doing.contact(account_id, data["contact_id"])
    names = ctx.doing.names(account_id)
    conversation_id = data.get("conversation_id", "")
    facts = {
        "time": data["at"],
        "name": contact.get("name", ""),
        "email": contact.get("email", ""),
        "phone": contact.get("phone", ""),
        "channel": names.get(data["channel_id"], ""),
        "link": ctx.doing.link(conversation_id) if conversation_id else "",
        "contact_id": data["contact_id"],
    }
    wanted = [name.strip() for name in ctx.settings["attributes"].split(",") if name.strip()]
    attributes = contact.get("attributes") or {}
    return [*(facts[name] for name in COLUMNS), *(attributes.get(name, "") for name in wanted)]


def _signed(ctx: Ctx) -> dict[str, str]:
    """With a token for an hour: granted, or had for a JWT that the key signs. Raises Refused."""
    if TOKEN in ctx.secrets:
        return {"Authorization": f"Bearer {ctx.secrets[TOKEN]}"}
    body = urlencode(
        {
            "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion": assertion(json.loads(ctx.secrets["key"]), int(ctx.now.timestamp())),
        }
    ).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    told = _told(ctx.call("POST", TOKENS, headers=headers, body=body))
    return {"Authorization": f"Bearer {told.get('access_token', '')}"}


def assertion(key: Mapping[str, str], now: int) -> str:
    """Raises Refused for a key that is none."""
    from joserfc import jwt
    from joserfc.jwk import RSAKey

    claims = {
        "iss": key["client_email"],
        "scope": SCOPE,
        "aud": TOKENS,
        "iat": now,
        "exp": now + HOUR,
    }
    header = {"alg": "RS256", "typ": "JWT", "kid": key.get("private_key_id", "")}
    try:
        return jwt.encode(header, claims, RSAKey.import_key(key["private_key"]))
    except ValueError:
        raise Refused("the private key is none", field="secrets.key") from None


def _told(answer: ProviderResponse) -> Mapping[str, Any]:
    try:
        told = json.loads(answer.body)
    except ValueError:
        told = {}
    if 200 <= answer.status < 300 and isinstance(told, dict):
        return told
    error = told.get("error") if isinstance(told, dict) else ""
    words = error.get("status") if isinstance(error, dict) else error
    raise Refused(str(words or f"HTTP {answer.status}")[:100])


INTEGRATION = Sheets()
