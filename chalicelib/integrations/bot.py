"""A bot of the owner's own, after JivoChat's Bot API: each word of a contact goes to its address,
and it tells at ours what it says, or that an agent is wanted.

We call with CLIENT_MESSAGE (three seconds, three times, then people have the conversation),
AGENT_JOINED, AGENT_UNAVAILABLE and CHAT_CLOSED; it tells BOT_MESSAGE and INVITE_AGENT.
https://www.jivochat.com/docs/bot/
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from chalicelib.integrations.base import Ctx, Event, Heard, Refused, Request
from chalicelib.integrations.forms import NoSecrets, Strict
from chalicelib.integrations.model import Job
from chalicelib.shared.content import Content, Kind, Option
from chalicelib.shared.errors import AppError, InvalidInput, NotFound, TryAgain

SECONDS = 3.0
TRIES = 3
MOST_TEXT = 4000
MOST_BUTTONS = 10
_BACK = ("BOT_MESSAGE", "INVITE_AGENT")


class Settings(Strict):
    url: str = Field(min_length=1, max_length=2000)
    channel_ids: list[str] = Field(default_factory=list, max_length=100)

    @field_validator("url")
    @classmethod
    def _url(cls, value: str) -> str:
        """Whether it is public is looked at when it is called; so is http, for the local stack."""
        try:
            parts = urlsplit(value)
            host = parts.hostname
        except ValueError:
            host = None
        if not host or parts.scheme not in ("https", "http") or any(map(str.isspace, value)):
            raise ValueError("must be an address like https://bot.example.com/token")
        if parts.username or parts.password:
            raise ValueError("must hold no name and no password")
        return value


class Bot:
    kind = "bot"
    Settings = Settings
    Secrets = NoSecrets
    oauth = None

    def jobs(self, settings: Mapping[str, Any], event: Event) -> Sequence[Job]:
        """What became of conversations that the bot had: somebody has joined, it is over."""
        if event["type"] != "conversation.changed":
            return ()
        head = event["conversation"]
        id, data = event["conversation_id"], {"client_id": event["contact_id"]}
        if head.get("status") == "resolved":
            key = f"closed#{id}#{head.get('resolved_at')}"
            return (Job(key, "CHAT_CLOSED", data | {"chat_id": id}),)
        if head.get("assignee_id"):
            agent = head["assignee_id"]
            told = data | {"chat_id": id, "agent": agent}
            return (Job(f"joined#{id}#{agent}", "AGENT_JOINED", told),)
        return ()

    def check(self, ctx: Ctx) -> Mapping[str, str]:
        """Nothing is sent: a bot that is asked would answer somebody."""
        url = str(ctx.settings["url"])
        if url.startswith("http://") and not ctx.doing.plain_http():
            raise Refused("must begin with https", field="settings.url")
        return {"host": urlsplit(url).hostname or ""}

    def run(self, ctx: Ctx, job: Job) -> None:
        if job.name in _BACK:
            _said(ctx, job)
            return
        if not ctx.memory.recall(ctx.connection, f"chat#{job.data['chat_id']}"):
            return  # never this bot's
        told = {name: job.data[name] for name in ("chat_id", "client_id")}
        if "agent" in job.data:
            name = ctx.doing.names(ctx.connection.account_id).get(job.data["agent"], "")
            told["agent"] = {"id": job.data["agent"], "name": name}
        send(ctx, job.name, told, key=job.key, tries=1)

    def hear(self, ctx: Ctx, request: Request) -> Heard:
        """The address is signed: it is the token. Raises InvalidInput naming the field."""
        told = request.told()
        if told.get("event") not in _BACK:
            raise InvalidInput(f"one of {', '.join(_BACK)}", field="event")
        chat = told.get("chat_id")
        if not isinstance(chat, str) or not (0 < len(chat) <= 40 and chat.isascii()):
            raise InvalidInput("as CLIENT_MESSAGE had it", field="chat_id")
        head = ctx.doing.conversation(ctx.connection.account_id, chat)
        if head is None or head.bot_id != ctx.connection.id:
            raise NotFound("this bot has no such chat")
        data: dict[str, Any] = {"chat_id": chat}
        if told["event"] == "BOT_MESSAGE":
            data["message"] = checked(told.get("message"))
        own = told.get("id")
        key = str(own)[:100] if own else hashlib.sha256(request.body).hexdigest()
        return Heard(jobs=[Job(f"{told['event']}#{chat}#{key}", told["event"], data)])


def checked(message: Any) -> dict[str, Any]:
    """What may be said. Raises InvalidInput naming the field."""
    if not isinstance(message, dict) or message.get("type") not in ("TEXT", "MARKDOWN", "BUTTONS"):
        raise InvalidInput("TEXT, MARKDOWN or BUTTONS", field="message.type")
    text = message.get("text") or message.get("content") or message.get("title") or ""
    if not isinstance(text, str) or not text.strip():
        raise InvalidInput("is needed", field="message.text")
    buttons: list[list[str]] = []
    if message["type"] == "BUTTONS":
        given = message.get("buttons")
        if not isinstance(given, list) or not 0 < len(given) <= MOST_BUTTONS:
            raise InvalidInput(f"1 to {MOST_BUTTONS}", field="message.buttons")
        for number, one in enumerate(given):
            words = one.get("text") if isinstance(one, dict) else None
            if not isinstance(words, str) or not words.strip():
                raise InvalidInput("needs a text", field=f"message.buttons.{number}.text")
            buttons.append([str(one.get("id", number))[:100], words.strip()[:200]])
    return {"text": text.strip()[:MOST_TEXT], "buttons": buttons}


def _said(ctx: Ctx, job: Job) -> None:
    account_id, chat = ctx.connection.account_id, job.data["chat_id"]
    try:
        if job.name == "INVITE_AGENT":
            ctx.doing.hand_over(account_id, chat, ctx.connection.id)
            if not ctx.doing.anybody(account_id):
                send(ctx, "AGENT_UNAVAILABLE", _ids(ctx, chat), key=job.key, tries=1)
            return
        message = job.data["message"]
        options = tuple(Option(id, title) for id, title in message["buttons"])
        kind = Kind.OPTIONS if options else Kind.TEXT
        content = Content(kind=kind, text=message["text"], options=options)
        ctx.doing.say(ctx.connection, chat, content, id=f"bot-{job.key}")
    except TryAgain:
        raise
    except AppError as problem:
        raise Refused(problem.detail) from None


def _ids(ctx: Ctx, chat: str) -> dict[str, Any]:
    head = ctx.doing.conversation(ctx.connection.account_id, chat)
    return {"chat_id": chat, "client_id": head.contact_id if head else ""}


def client_message(
    ctx: Ctx, *, chat_id: str, contact_id: str, channel: tuple[str, str], text: str, at: datetime
) -> dict[str, Any]:
    """channel: id and kind."""
    account_id = ctx.connection.account_id
    contact = ctx.doing.contact(account_id, contact_id)
    return {
        "chat_id": chat_id,
        "client_id": contact_id,
        "agents_online": ctx.doing.anybody(account_id),
        "sender": {
            "id": contact_id,
            "name": contact.get("name", ""),
            "has_contacts": bool(contact.get("email") or contact.get("phone")),
        },
        "message": {"type": "TEXT", "text": text, "timestamp": int(at.timestamp())},
        "channel": {"id": channel[0], "type": channel[1]},
    }


def send(ctx: Ctx, event: str, told: Mapping[str, Any], *, key: str, tries: int = TRIES) -> bool:
    """Whether the bot took it: 200, within three seconds."""
    id = hashlib.sha256(f"{ctx.connection.id}#{key}".encode()).hexdigest()[:32]
    body = {"id": id, "site_id": ctx.connection.account_id, **told, "event": event}
    for _ in range(tries):
        try:
            answer = ctx.call(
                "POST",
                str(ctx.settings["url"]),
                headers={"Content-Type": "application/json; charset=utf-8"},
                body=json.dumps(body, ensure_ascii=False).encode(),
                seconds=SECONDS,
            )
        except AppError:
            continue
        if answer.status == 200:
            return True
    return False


INTEGRATION = Bot()
