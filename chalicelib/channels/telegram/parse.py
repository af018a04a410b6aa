"""A Telegram Update as neutral items.

Source: https://core.telegram.org/bots/api#update and below (Bot API 10.1, 11 June 2026).

Ids: a message id is unique "inside this chat" only, so ours is "{chat id}:{message id}"; a pressed
button is "callback:{callback query id}", anything else "update:{update id}". A sender is the chat
that a reply goes to: the person in a private chat, the group in a group; in a business account's
chat "{chat id}@{business connection id}", since an answer there must name the connection.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from chalicelib.channels import reading
from chalicelib.channels.base import (
    UNTOLD,
    Inbound,
    InboundEvent,
    InboundMessage,
    NotThisProvider,
    Sender,
    Unsupported,
)
from chalicelib.channels.reading import Json, WrongShape, get, identifier, text, whole
from chalicelib.channels.telegram.content import FRAME, content_of, person, phone_of
from chalicelib.shared.content import Content, Kind, Option, Referral

NOBODY = Sender(id="")


def parse(body: str) -> Sequence[Inbound]:
    """What one Update holds. Raises NotThisProvider if `body` is no Update."""
    update = reading.load(body)
    if "update_id" not in update:
        raise NotThisProvider("no update_id: not a Telegram update")
    kind = kind_of(update)
    try:
        _update_id(update)
    except WrongShape:
        return [reading.unsupported(kind, update, sender=sender_of(update))]
    return reading.attempt(
        lambda: _READERS.get(kind, _unknown)(update, kind), lambda: _kept(update, kind)
    )


def _kept(update: Json, kind: str) -> Unsupported:
    """The whole update; a message under the id and by the name that it would have had."""
    id, name = _update_id(update), kind
    message = update.get(kind)
    if _READERS.get(kind) is _message and isinstance(message, dict):
        name = next((field for field in message if field not in FRAME), kind)
        with suppress(WrongShape):
            id = message_key(message)
    return reading.unsupported(name, update, sender=sender_of(update), id=id)


def kind_of(update: Json) -> str:
    """ "At most one of the optional fields can be present in any given update"."""
    return next((key for key in update if key != "update_id"), "empty")


def sender_of(update: Json) -> Sender:
    """Whose queue an update belongs to; nobody's if that cannot be read."""
    try:
        value = get(update, kind_of(update))
        if "message" in value and "chat" not in value:  # a callback query
            return _sender(get(value, "message"), value.get("from"))
        if "chat" in value:
            return _sender(value, value.get("from", value.get("user")))
        for key in ("from", "user"):
            if key in value:
                return person(get(value, key))
    except WrongShape:
        pass
    return NOBODY


def _update_id(update: Json) -> str:
    return f"update:{whole(update, 'update_id')}"


def _sender(holder: Json, author: object) -> Sender:
    """holder: what has a `chat`. The name is the chat's; the language, its only member's."""
    chat = get(holder, "chat")
    chat_id = str(whole(chat, "id"))
    connection = text(holder, "business_connection_id", "")[:300]
    sender = person(chat)
    if isinstance(author, dict) and author.get("id") == chat.get("id"):
        sender = person(author)
    title = text(chat, "title", "")
    return replace(
        sender,
        id=f"{chat_id}@{connection}" if connection else chat_id,
        name=title or sender.name,
    )


def message_key(holder: Json) -> str:
    return f"{whole(get(holder, 'chat'), 'id')}:{whole(holder, 'message_id')}"


def _at(holder: Json, key: str = "date") -> datetime:
    return reading.moment(whole(holder, key))


def _message(update: Json, kind: str) -> Sequence[Inbound]:
    message = get(update, kind)
    sender = _sender(message, message.get("from"))
    key, at = message_key(message), _at(message)
    content = content_of(message)
    if content is None:
        return _service(update, message, sender, key, at)
    if content.kind is Kind.CONTACT and "contact" in message:
        sender = replace(sender, phone=_own_phone(message) or sender.phone)
    return [
        InboundMessage(
            id=key,
            sender=sender,
            content=_with_circumstances(message, content),
            sent_at=at,
            reply_to=_reply_to(message),
            echo=_is_echo(message),
        )
    ]


def _own_phone(message: Json) -> str:
    """The sender's number, if the contact that he shared is himself."""
    contact, author = get(message, "contact"), reading.get_or_empty(message, "from")
    own = "user_id" in contact and contact["user_id"] == author.get("id")
    return phone_of(text(contact, "phone_number")) if own else ""


def _is_echo(message: Json) -> bool:
    """In a business account's private chat: written by the business, not by its customer."""
    if "business_connection_id" not in message or "from" not in message:
        return False
    return whole(get(message, "from"), "id") != whole(get(message, "chat"), "id")


def _reply_to(message: Json) -> str:
    return message_key(get(message, "reply_to_message")) if "reply_to_message" in message else ""


def _with_circumstances(message: Json, content: Content) -> Content:
    """Forwarding, quotes, albums, a group's author, and the link that a person came by."""
    data = dict(content.data or {})
    if "quote" in message:
        data["quote"] = text(get(message, "quote"), "text")
    if "media_group_id" in message:
        data["album"] = text(message, "media_group_id")
    if text(get(message, "chat"), "type", "private") != "private" and "from" in message:
        author = person(get(message, "from"))
        data |= {"author_id": author.id, "author_name": author.name}
    return replace(
        content,
        forwarded="forward_origin" in message,
        data=data or None,
        referral=_start_parameter(content),
    )


def _start_parameter(content: Content) -> Referral | None:
    """`t.me/bot?start=payload` arrives as the text "/start payload"
    (https://core.telegram.org/bots/features#deep-linking)."""
    command, _, payload = content.text.partition(" ")
    if content.kind is Kind.TEXT and command.split("@")[0] == "/start" and payload.strip():
        return Referral(source="deep_link", id=payload.strip())
    return None


_SERVICE_EVENTS = {
    "write_access_allowed": "joined",
    "pinned_message": "pinned",
    "new_chat_members": "membership",
    "left_chat_member": "membership",
    "message_auto_delete_timer_changed": "setting",
    "chat_background_set": "setting",
}


def _service(
    update: Json, message: Json, sender: Sender, key: str, at: datetime
) -> Sequence[Inbound]:
    """What a thread goes through without anybody writing; the rest is kept as unsupported."""
    for field, kind in _SERVICE_EVENTS.items():
        if field in message:
            raw = reading.dump(message)
            return [InboundEvent(id=key, kind=kind, sender=sender, at=at, value=field, raw=raw)]
    kind = next((field for field in message if field not in FRAME), "empty")
    return [reading.unsupported(kind, update, sender=sender, id=key, at=at)]


def _edit(update: Json, kind: str) -> Sequence[Inbound]:
    """Also how a live location moves."""
    message = get(update, kind)
    content = content_of(message)
    sender = _sender(message, message.get("from"))
    if content is None:
        return [_kept(update, kind)]
    return [
        InboundEvent(
            id=_update_id(update),
            kind="edit",
            sender=sender,
            at=_at(message, "edit_date" if "edit_date" in message else "date"),
            target=message_key(message),
            content=_with_circumstances(message, content),
        )
    ]


def _callback(update: Json, kind: str) -> Sequence[Inbound]:
    """A pressed button. Telegram does not tell when it was pressed, only which message held it."""
    query = get(update, kind)
    origin = get(query, "message") if "message" in query else {}
    chosen = text(query, "data", "") or text(query, "game_short_name", "")
    title = _button_title(origin, chosen)
    sender = _sender(origin, query.get("from")) if origin else person(get(query, "from"))
    return [
        InboundMessage(
            id=f"callback:{identifier(query, 'id')}",
            sender=sender,
            content=Content(kind=Kind.CHOICE, text=title, choice=Option(id=chosen, title=title)),
            sent_at=UNTOLD,
            reply_to=message_key(origin) if origin else "",
        )
    ]


def _button_title(message: Json, data: str) -> str:
    for row in reading.items(reading.get_or_empty(message, "reply_markup"), "inline_keyboard"):
        for button in row if isinstance(row, list) else []:
            if isinstance(button, dict) and button.get("callback_data") == data:
                return text(button, "text", data)
    return data


def _reaction(update: Json, kind: str) -> Sequence[Inbound]:
    change = get(update, kind)
    author = change.get("user", change.get("actor_chat"))
    return [
        InboundEvent(
            id=_update_id(update),
            kind="reaction",
            sender=_sender(change, author),
            at=_at(change),
            target=message_key(change),
            value="".join(_emoji(each) for each in reading.objects(change, "new_reaction")),
            raw=reading.dump(change),
        )
    ]


def _emoji(reaction: Json) -> str:
    """A custom emoji has no character of its own: a neutral one stands for it; `raw` has its id."""
    kind = text(reaction, "type")
    if kind == "emoji":
        return text(reaction, "emoji")
    return "⭐" if kind == "paid" else "✨"


def _membership(update: Json, kind: str) -> Sequence[Inbound]:
    """ "For private chats, this update is received only when the bot is blocked or unblocked by
    the user." In a group: the bot was added, promoted or removed."""
    change = get(update, kind)
    before = text(get(change, "old_chat_member"), "status")
    after = text(get(change, "new_chat_member"), "status")
    private = text(get(change, "chat"), "type") == "private"
    name = "membership"
    if private and kind == "my_chat_member":
        name = "blocked" if after == "kicked" else "unblocked" if before == "kicked" else "joined"
    return [
        InboundEvent(
            id=_update_id(update),
            kind=name,
            sender=_sender(change, change.get("from")),
            at=_at(change),
            value=after,
            raw=reading.dump(change),
        )
    ]


def _business_deletion(update: Json, kind: str) -> Sequence[Inbound]:
    change = get(update, kind)
    sender, chat_id = _sender(change, None), whole(get(change, "chat"), "id")
    ids = reading.items(change, "message_ids")
    if not all(isinstance(each, int) for each in ids):
        raise WrongShape("message_ids")
    return [
        InboundEvent(
            id=f"{_update_id(update)}:{each}",
            kind="delete",
            sender=sender,
            at=UNTOLD,
            target=f"{chat_id}:{each}",
        )
        for each in ids
    ]


def _business_connection(update: Json, kind: str) -> Sequence[Inbound]:
    connection = get(update, kind)
    return [
        InboundEvent(
            id=_update_id(update),
            kind="business_connection",
            sender=NOBODY,
            at=_at(connection),
            target=text(connection, "id"),
            value="enabled" if reading.flag(connection, "is_enabled") else "disabled",
            raw=reading.dump(connection),
        )
    ]


def _poll_answer(update: Json, kind: str) -> Sequence[Inbound]:
    """The vote in a poll of ours; its options are numbers from 0, none if it was taken back."""
    answer = get(update, kind)
    voter = answer.get("user", answer.get("voter_chat"))
    return [
        InboundEvent(
            id=_update_id(update),
            kind="poll_answer",
            sender=person(reading.an_object(voter)),
            at=UNTOLD,
            target=text(answer, "poll_id"),
            value=",".join(str(each) for each in reading.items(answer, "option_ids")),
            raw=reading.dump(answer),
        )
    ]


def _unknown(update: Json, kind: str) -> Sequence[Inbound]:
    return [_kept(update, kind)]


_READERS: dict[str, Callable[[Json, str], Sequence[Inbound]]] = {
    "message": _message,
    "channel_post": _message,
    "business_message": _message,
    "guest_message": _message,
    "edited_message": _edit,
    "edited_channel_post": _edit,
    "edited_business_message": _edit,
    "deleted_business_messages": _business_deletion,
    "business_connection": _business_connection,
    "callback_query": _callback,
    "message_reaction": _reaction,
    "my_chat_member": _membership,
    "chat_member": _membership,
    "poll_answer": _poll_answer,
}
