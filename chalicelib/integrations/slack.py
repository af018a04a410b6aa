"""Slack: a channel there hears of conversations, and whoever replies in the thread answers.

A bot token (`xoxb-…`) with chat:write, and for replies channels:history (or groups:history),
users:read, users:read.email, the event message.channels, and the app's signing secret.
https://docs.slack.dev/reference/methods/chat.postMessage
https://docs.slack.dev/authentication/verifying-requests-from-slack
https://docs.slack.dev/apis/events-api
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal, TypeGuard
from urllib.parse import urlencode

from pydantic import Field

from chalicelib.channels.base import ProviderResponse
from chalicelib.integrations.base import Ctx, Event, Heard, Refused, Request
from chalicelib.integrations.forms import Strict
from chalicelib.integrations.model import Job
from chalicelib.integrations.oauth import TOKEN, OAuth, Tokens
from chalicelib.shared.errors import AppError, NotFound, TryAgain, Unauthenticated

API = "https://slack.com/api"
OLD = 5 * 60  # seconds after which a request is a replay
MOST_TEXT = 3000
_PASSING = frozenset({"ratelimited", "internal_error", "fatal_error", "service_unavailable"})
_LINK = re.compile(r"<(https?://[^>|]+|mailto:[^>|]+)(?:\|([^>]*))?>")

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "new": "New conversation: {who} on {channel}",
        "assigned": "{who} was given to {agent}",
        "unanswered": "{who} waits for an answer",
        "late": "{who} has waited for too long",
        "open": "Open",
        "unsent": "This was not sent: {why}",
    },
    "es": {
        "new": "Nueva conversación: {who} en {channel}",
        "assigned": "{who} pasó a {agent}",
        "unanswered": "{who} espera una respuesta",
        "late": "{who} ha esperado demasiado",
        "open": "Abrir",
        "unsent": "Esto no se envió: {why}",
    },
    "pt-BR": {
        "new": "Nova conversa: {who} em {channel}",
        "assigned": "{who} foi para {agent}",
        "unanswered": "{who} espera uma resposta",
        "late": "{who} esperou demais",
        "open": "Abrir",
        "unsent": "Isto não foi enviado: {why}",
    },
}


class Settings(Strict):
    channel: str = Field(pattern=r"^[CG][A-Z0-9]{5,20}$")
    tells: list[Literal["new", "assigned", "unanswered", "messages"]] = ["new", "unanswered"]
    channel_ids: list[str] = Field(default_factory=list, max_length=100)


class Secrets(Strict):
    bot_token: str = Field(pattern=r"^xoxb-[A-Za-z0-9-]{10,200}$")
    signing_secret: str = Field(default="", max_length=100)


class App(Strict):
    """Of the owner's own Slack app: Basic Information, App Credentials."""

    client_id: str = Field(pattern=r"^[0-9]{5,30}\.[0-9]{5,30}$")
    client_secret: str = Field(pattern=r"^[A-Za-z0-9]{16,100}$")
    signing_secret: str = Field(default="", max_length=100)


TELLING = ("chat:write",)
HEARING = ("channels:history", "groups:history", "users:read", "users:read.email")


def _scopes(secrets: Collection[str]) -> tuple[str, ...]:
    return (*TELLING, *HEARING) if "signing_secret" in secrets else TELLING


def granted(answer: ProviderResponse) -> Tokens:
    """With token rotation a token lives for 12 hours and has a refresh token, good once.
    https://docs.slack.dev/reference/methods/oauth.v2.access
    https://docs.slack.dev/authentication/using-token-rotation"""
    told = _told(answer.body)
    access, refresh = told.get("access_token"), told.get("refresh_token") or ""
    if not isinstance(access, str) or not access or told.get("token_type") != "bot":
        raise Refused("no bot token")
    seconds = told.get("expires_in")
    return Tokens(access, str(refresh), seconds if isinstance(seconds, int) else 0)


def manifest(back: str, url: str) -> str:
    """url: where its events go; '' before there is a connection, and Slack tries that address.
    https://docs.slack.dev/reference/app-manifest"""
    events = {
        "event_subscriptions": {
            "request_url": url,
            "bot_events": ["message.channels", "message.groups"],
        }
    }
    scopes = [*TELLING, *HEARING]
    told = {
        "display_information": {
            "name": "Tertulia",
            "description": "Tells of conversations; replies in the thread are answers.",
        },
        "features": {"bot_user": {"display_name": "Tertulia", "always_online": True}},
        "oauth_config": {"redirect_urls": [back], "scopes": {"bot": scopes}},
        "settings": {
            **(events if url else {}),
            "org_deploy_enabled": False,
            "socket_mode_enabled": False,
            "token_rotation_enabled": True,
        },
    }
    return json.dumps(told, indent=2)


#: No PKCE: at Slack that makes an app a public client, for good, without a secret.
#: https://docs.slack.dev/changelog/2026/03/30/pkce
OAUTH = OAuth(
    consent="https://slack.com/oauth/v2/authorize",
    tokens=f"{API}/oauth.v2.access",
    scopes=_scopes,
    Secrets=App,
    read=granted,
    stale=frozenset({"token_expired", "token_revoked", "invalid_auth", "account_inactive"}),
    separator=",",
    basic=True,
    manifest=manifest,
)


class Slack:
    kind = "slack"
    Settings = Settings
    Secrets = Secrets
    oauth = OAUTH

    def jobs(self, settings: Mapping[str, Any], event: Event) -> Sequence[Job]:
        only, tells = settings["channel_ids"], settings["tells"]
        if only and event.get("channel_id") not in only:
            return ()
        job = _job(event)
        return (job,) if job is not None and job.data["why"] in tells else ()

    def check(self, ctx: Ctx) -> Mapping[str, str]:
        told = _ask(ctx, "auth.test", {})
        return {"team": str(told.get("team", "")), "bot": str(told.get("user", ""))}

    def run(self, ctx: Ctx, job: Job) -> None:
        if job.name == "reply":
            _reply(ctx, job)
        else:
            _tell(ctx, job)

    def hear(self, ctx: Ctx, request: Request) -> Heard:
        _verify(ctx, request)
        told = request.told()
        if told.get("type") == "url_verification":
            return Heard({"challenge": str(told.get("challenge", ""))[:500]})
        event: Any = told.get("event")
        if told.get("type") != "event_callback" or not _is_reply(ctx, event):
            return Heard()
        data = {name: str(event[name])[:12_000] for name in ("thread_ts", "user", "text")}
        return Heard(jobs=[Job(f"reply#{event['ts']}", "reply", data)])


def _job(event: Event) -> Job | None:
    kind, id = event["type"], event.get("conversation_id", "")
    if kind == "conversation.opened":
        return Job(f"new#{id}", "tell", {"why": "new", "id": id})
    if kind == "conversation.changed" and event["conversation"].get("assignee_id"):
        agent = event["conversation"]["assignee_id"]
        return Job(f"assigned#{id}#{agent}", "tell", {"why": "assigned", "id": id, "agent": agent})
    if kind in ("sla.warned", "sla.breached"):
        late = kind == "sla.breached"
        data = {"why": "unanswered", "id": id, "late": late}
        return Job(f"sla#{event['event_id']}", "tell", data)
    if kind in ("message.received", "message.sent"):
        return _of_message(event)
    return None


def _of_message(event: Event) -> Job | None:
    message = event.get("message") or {}
    text = (message.get("content") or {}).get("text") or ""
    author = message.get("author") or {}
    if not text:
        return None
    data = {
        "why": "messages",
        "id": event["conversation_id"],
        "name": str(author.get("name", "")),
        "text": text[:MOST_TEXT],
        "client_id": str(message.get("client_id", "")),
    }
    return Job(f"message#{event['conversation_id']}#{event['seq']}", "tell", data)


def _tell(ctx: Ctx, job: Job) -> None:
    """Into the conversation's thread; the first notice begins it."""
    id = job.data["id"]
    thread = ctx.memory.recall(ctx.connection, f"thread#{id}")
    if job.data["why"] == "messages":
        if thread and not job.data["client_id"].startswith("slack-"):
            _post(ctx, f"*{_safe(job.data['name'])}*\n{_safe(job.data['text'])}", thread)
        return
    head = ctx.doing.conversation(ctx.connection.account_id, id)
    if head is None:
        return
    names = ctx.doing.names(ctx.connection.account_id)
    words = WORDS.get(names.get("language", ""), WORDS["en"])
    why = "late" if job.data.get("late") else job.data["why"]
    line = words[why].format(
        who=_safe(head.contact_name or "?"),
        channel=_safe(names.get(head.channel_id, "")),
        agent=_safe(names.get(job.data.get("agent", ""), "?")),
    )
    text = f"{line} · <{ctx.doing.link(id)}|{words['open']}>"
    at = _post(ctx, text, thread)
    if not thread and at:
        ctx.memory.remember(ctx.connection, f"thread#{id}", at)
        ctx.memory.remember(ctx.connection, f"ts#{at}", id)
        _show(ctx, id, at)


def _show(ctx: Ctx, id: str, at: str) -> None:
    """Beside the conversation: the way to its thread. Without one, the thread is there all the
    same. https://docs.slack.dev/reference/methods/chat.getPermalink"""
    query = urlencode({"channel": ctx.settings["channel"], "message_ts": at})
    try:
        found = _get(ctx, f"chat.getPermalink?{query}")
    except AppError:
        return
    ctx.doing.show(ctx.connection, id, link=str(found.get("permalink", "")))


def _post(ctx: Ctx, text: str, thread: str = "") -> str:
    body = {
        "channel": ctx.settings["channel"],
        "text": text[:MOST_TEXT],
        "unfurl_links": False,
        "unfurl_media": False,
    }
    told = _ask(ctx, "chat.postMessage", body | ({"thread_ts": thread} if thread else {}))
    return str(told.get("ts", ""))


def _ask(ctx: Ctx, method: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Slack says 200 to everything; `ok` tells. Raises Refused or TryAgain."""
    answer = ctx.call(
        "POST",
        f"{API}/{method}",
        headers={
            "Authorization": f"Bearer {_token(ctx)}",
            "Content-Type": "application/json; charset=utf-8",
        },
        body=json.dumps(body).encode(),
    )
    return _told(answer.body)


def _get(ctx: Ctx, method: str) -> Mapping[str, Any]:
    """Raises Refused or TryAgain."""
    headers = {"Authorization": f"Bearer {_token(ctx)}"}
    return _told(ctx.call("GET", f"{API}/{method}", headers=headers).body)


def _token(ctx: Ctx) -> str:
    return ctx.secrets.get(TOKEN) or ctx.secrets["bot_token"]


def _told(body: bytes) -> Mapping[str, Any]:
    try:
        told = json.loads(body)
    except ValueError:
        raise TryAgain("Slack did not answer in JSON") from None
    if not isinstance(told, dict) or not told.get("ok"):
        why = str(told.get("error", "unknown"))[:100] if isinstance(told, dict) else "unknown"
        raise TryAgain(why) if why in _PASSING else Refused(why)
    return told


def _safe(text: str) -> str:
    """https://docs.slack.dev/messaging/formatting-message-text#escaping"""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# Replies ------------------------------------------------------------------------------------------


def _verify(ctx: Ctx, request: Request) -> None:
    secret = ctx.secrets.get("signing_secret", "")
    if not secret:
        raise NotFound("nothing is heard here")
    stamp = request.headers.get("x-slack-request-timestamp", "")
    fresh = stamp.isascii() and stamp.isdecimal() and len(stamp) < 12
    if not fresh or abs(ctx.now.timestamp() - int(stamp)) > OLD:
        raise Unauthenticated("too old")
    signed = b"v0:" + stamp.encode() + b":" + request.body
    good = "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(
        good.encode(), request.headers.get("x-slack-signature", "").encode()
    ):
        raise Unauthenticated("the signature is not right")


def _is_reply(ctx: Ctx, event: Any) -> TypeGuard[Mapping[str, Any]]:
    """What a person wrote into a thread of the chosen channel: no bot, no edit, no broadcast."""
    return (
        isinstance(event, dict)
        and event.get("type") == "message"
        and not event.get("bot_id")
        and not event.get("subtype")
        and event.get("channel") == ctx.settings["channel"]
        and all(isinstance(event.get(name), str) for name in ("thread_ts", "user", "text", "ts"))
        and bool(event["text"].strip())
    )


def _reply(ctx: Ctx, job: Job) -> None:
    id = ctx.memory.recall(ctx.connection, f"ts#{job.data['thread_ts']}")
    if not id:
        return  # somebody else's thread
    email, name = _person(ctx, job.data["user"])
    text = plain(job.data["text"])
    try:
        ctx.doing.reply(
            ctx.connection.account_id,
            id,
            text,
            email=email,
            name=name,
            id=f"slack-{job.key.partition('#')[2]}",
        )
    except TryAgain:
        raise
    except AppError as problem:
        names = ctx.doing.names(ctx.connection.account_id)
        words = WORDS.get(names.get("language", ""), WORDS["en"])
        said = words["unsent"].format(why=_safe(problem.detail))
        _post(ctx, said, job.data["thread_ts"])


def _person(ctx: Ctx, user: str) -> tuple[str, str]:
    """E-mail ('' if Slack does not tell it) and name."""
    if not user.isalnum():
        return "", ""
    try:
        found = _get(ctx, f"users.info?user={user}").get("user") or {}
    except Refused:
        return "", ""  # the scope is not there: the reply is nobody's in particular
    profile = found.get("profile") or {}
    name = profile.get("display_name") or profile.get("real_name") or found.get("name") or ""
    return str(profile.get("email") or "").lower(), str(name)[:100]


def plain(text: str) -> str:
    """Slack's own marks of links as people write them."""
    told = _LINK.sub(lambda m: m.group(2) or m.group(1).removeprefix("mailto:"), text)
    return told.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


INTEGRATION = Slack()
