"""A Telegram Message's content in the neutral form.

Source: https://core.telegram.org/bots/api#message (Bot API 10.1). Offsets of entities are counted
in UTF-16 code units (https://core.telegram.org/api/entities#entity-length).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from chalicelib.channels import reading
from chalicelib.channels.base import Sender
from chalicelib.channels.reading import Json, get, text, whole
from chalicelib.shared.content import ContactCard, Content, Kind, Location, Media, Option


def content_of(message: Json) -> Content | None:
    """The content; None for a service message or a kind that this page does not know.

    The order matters: "for backward compatibility" an animation is also a document, a venue also a
    location, a live photo also a photo.
    """
    for key, read in _READERS.items():
        if key in message:
            return read(message)
    return None


def person(user: Json) -> Sender:
    """A User or a Chat as a sender."""
    names = (text(user, "first_name", ""), text(user, "last_name", ""))
    return Sender(
        id=str(whole(user, "id")),
        name=" ".join(name for name in names if name) or text(user, "title", ""),
        username=text(user, "username", ""),
        language=text(user, "language_code", ""),
    )


def phone_of(number: str) -> str:
    """Telegram tells numbers in international form, with or without the plus."""
    digits = "".join(each for each in number if each.isdigit())
    return f"+{digits}" if digits else ""


def with_links(body: str, entities: Sequence[Json]) -> str:
    """Plain text in which a link's address follows the words that carried it."""
    units = body.encode("utf-16-le")
    pieces: list[bytes] = []
    done = 0
    for entity in sorted(entities, key=lambda each: whole(each, "offset")):
        end = 2 * (whole(entity, "offset") + whole(entity, "length"))
        if text(entity, "type") != "text_link" or not done <= end <= len(units):
            continue
        start = 2 * whole(entity, "offset")
        address, words = (
            text(entity, "url"),
            units[max(start, 0) : end].decode("utf-16-le", "replace"),
        )
        if words.strip().rstrip("/") != address.rstrip("/"):
            pieces += [units[done:end], f" ({address})".encode("utf-16-le")]
            done = end
    return b"".join([*pieces, units[done:]]).decode("utf-16-le", "replace")


def _body(message: Json, field: str, entities: str) -> str:
    return with_links(text(message, field, ""), reading.objects(message, entities))


def _caption(message: Json) -> str:
    return _body(message, "caption", "caption_entities")


def _text(message: Json) -> Content:
    text(message, "text")
    return Content(kind=Kind.TEXT, text=_body(message, "text", "entities"))


def _file(file: Json, mime: str) -> Media:
    """Any of Telegram's file objects. `mime` where it tells none."""
    return Media(
        mime=text(file, "mime_type", mime),
        name=text(file, "file_name", ""),
        size=reading.count(file, "file_size"),
        provider_id=text(file, "file_id"),
        width=reading.count(file, "width") or reading.count(file, "length"),
        height=reading.count(file, "height") or reading.count(file, "length"),
        duration=reading.count(file, "duration"),
    )


def _largest(photo: Sequence[Json]) -> Media:
    """PhotoSize has no MIME type: Telegram re-encodes photos as JPEG."""
    if not photo:
        raise reading.WrongShape("a photo without sizes")
    sizes = [_file(each, "image/jpeg") for each in photo]
    return max(sizes, key=lambda size: size.width * size.height)


def _photo(message: Json) -> Content:
    return Content(Kind.IMAGE, _caption(message), (_largest(reading.objects(message, "photo")),))


def _live_photo(message: Json) -> Content:
    live = get(message, "live_photo")
    photo = reading.objects(live, "photo") or reading.objects(message, "photo")
    still = (_largest(photo),) if photo else ()
    return Content(Kind.IMAGE, _caption(message), (*still, _file(live, "video/mp4")))


def _media(kind: Kind, field: str, mime: str) -> Callable[[Json], Content]:
    def read(message: Json) -> Content:
        return Content(kind, _caption(message), (_file(get(message, field), mime),))

    return read


def _audio(message: Json) -> Content:
    audio = get(message, "audio")
    media = _file(audio, "audio/mpeg")
    title = " – ".join(filter(None, (text(audio, "performer", ""), text(audio, "title", ""))))
    return Content(Kind.AUDIO, _caption(message), (replace(media, name=media.name or title),))


def _animation(message: Json) -> Content:
    media = _file(get(message, "animation"), "video/mp4")
    kind = Kind.IMAGE if media.mime.startswith("image/") else Kind.VIDEO
    return Content(kind, _caption(message), (media,))


def _sticker(message: Json) -> Content:
    sticker = get(message, "sticker")
    mime = "image/webp"
    if reading.flag(sticker, "is_video"):
        mime = "video/webm"
    elif reading.flag(sticker, "is_animated"):
        mime = "application/x-tgsticker"
    return Content(Kind.STICKER, text(sticker, "emoji", ""), (_file(sticker, mime),))


def _paid_media(message: Json) -> Content:
    """What was bought, or what may be seen of it before."""
    shown = [
        media
        for item in reading.objects(get(message, "paid_media"), "paid_media")
        for media in _of_paid(item)
    ]
    if not shown:
        raise reading.WrongShape("nothing to show")
    video = shown[0].mime.startswith("video/")
    kind = Kind.VIDEO if video else Kind.IMAGE
    return _lossy(Content(kind, _caption(message), tuple(shown)), message, "paid_media")


def _of_paid(item: Json) -> Iterable[Media]:
    if "photo" in item:
        yield _largest(reading.objects(item, "photo"))
    for field in ("video", "live_photo"):
        if field in item:
            yield _file(get(item, field), "video/mp4")


def _point(place: Json) -> Location:
    return Location(
        latitude=reading.coordinate(place, "latitude", 90),
        longitude=reading.coordinate(place, "longitude", 180),
    )


def _location(message: Json) -> Content:
    """A live location has a `live_period` (seconds); its moves arrive as edits."""
    place = get(message, "location")
    period = reading.count(place, "live_period")
    data = {"live_seconds": str(period)} if period else None
    return Content(Kind.LOCATION, location=_point(place), data=data)


def _venue(message: Json) -> Content:
    venue = get(message, "venue")
    point = replace(
        _point(get(venue, "location")), name=text(venue, "title"), address=text(venue, "address")
    )
    return Content(Kind.LOCATION, location=point)


def _contact(message: Json) -> Content:
    contact = get(message, "contact")
    names = (text(contact, "first_name"), text(contact, "last_name", ""))
    emails, organisation = _of_vcard(text(contact, "vcard", ""))
    card = ContactCard(
        name=" ".join(filter(None, names)),
        phones=tuple(filter(None, (phone_of(text(contact, "phone_number")),))),
        emails=emails,
        organisation=organisation,
    )
    return Content(Kind.CONTACT, contacts=(card,))


def _of_vcard(vcard: str) -> tuple[tuple[str, ...], str]:
    """E-mail addresses and organisation of a vCard (RFC 6350); the rest Telegram tells itself."""
    emails: list[str] = []
    organisation = ""
    for line in vcard.splitlines():
        name, _, value = line.partition(":")
        field = name.split(";")[0].rsplit(".", 1)[-1].upper()
        if field == "EMAIL" and value.strip():
            emails.append(value.strip())
        if field == "ORG":
            organisation = value.split(";")[0].strip()
    return tuple(emails), organisation


def _users_shared(message: Json) -> Content:
    """People picked with a "request users" button: without numbers, by their Telegram ids."""
    cards = []
    for user in reading.objects(get(message, "users_shared"), "users"):
        names = (text(user, "first_name", ""), text(user, "last_name", ""))
        handle = text(user, "username", "")
        name = " ".join(filter(None, names)) or handle or str(whole(user, "user_id"))
        cards.append(ContactCard(name=name))
    return _lossy(Content(Kind.CONTACT, contacts=tuple(cards)), message, "users_shared")


def _lossy(content: Content, message: Json, kind: str) -> Content:
    """Keeps the original beside a neutral form that loses something."""
    return replace(content, provider_kind=kind, raw=reading.dump(message.get(kind)))


def _as_text(body: str, message: Json, kind: str) -> Content:
    return _lossy(Content(kind=Kind.TEXT, text=body), message, kind)


def _lines(head: str, rest: Iterable[str], mark: str = "- ") -> str:
    return "\n".join([head, *(f"{mark}{each}" for each in rest)])


def _poll(message: Json) -> Content:
    poll = get(message, "poll")
    options = [text(option, "text") for option in reading.objects(poll, "options")]
    return _as_text(_lines(text(poll, "question"), options), message, "poll")


def _checklist(message: Json) -> Content:
    checklist = get(message, "checklist")
    tasks = [
        ("☑ " if reading.count(task, "completion_date") else "☐ ") + text(task, "text")
        for task in reading.objects(checklist, "tasks")
    ]
    return _as_text(_lines(text(checklist, "title"), tasks, ""), message, "checklist")


def _dice(message: Json) -> Content:
    dice = get(message, "dice")
    return _as_text(f"{text(dice, 'emoji')} {whole(dice, 'value')}", message, "dice")


def _game(message: Json) -> Content:
    game = get(message, "game")
    body = _lines(text(game, "title"), [text(game, "description")], "")
    return _as_text(body, message, "game")


def _web_app(message: Json) -> Content:
    """ "Be aware that a bad client can send arbitrary data": it is text like any other."""
    sent = get(message, "web_app_data")
    title = text(sent, "button_text")
    choice = Option(id=text(sent, "data"), title=title)
    return Content(Kind.CHOICE, text=title, choice=choice, provider_kind="web_app_data")


def _rich(message: Json) -> Content:
    """The words of a rich message, a block a line; its layout stays in `raw`."""
    blocks = reading.objects(get(message, "rich_message"), "blocks")
    lines = ["".join(_words(block)).strip() for block in blocks]
    return _as_text("\n".join(line for line in lines if line), message, "rich_message")


_WORDS = frozenset({"text", "title", "caption", "credit", "blocks", "items", "cells", "summary"})


def _words(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield reading.clean(value)
    elif isinstance(value, list):
        for each in value:
            yield from _words(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key in _WORDS:
                yield from _words(each)
        if value.get("type") == "url" and isinstance(value.get("url"), str):
            yield f" ({reading.clean(value['url'])})"


_READERS: dict[str, Callable[[Json], Content]] = {
    "text": _text,
    "rich_message": _rich,
    "animation": _animation,
    "live_photo": _live_photo,
    "photo": _photo,
    "video": _media(Kind.VIDEO, "video", "video/mp4"),
    "video_note": _media(Kind.VIDEO, "video_note", "video/mp4"),
    "voice": _media(Kind.VOICE, "voice", "audio/ogg"),
    "audio": _audio,
    "document": _media(Kind.FILE, "document", "application/octet-stream"),
    "sticker": _sticker,
    "paid_media": _paid_media,
    "venue": _venue,
    "location": _location,
    "contact": _contact,
    "users_shared": _users_shared,
    "poll": _poll,
    "checklist": _checklist,
    "dice": _dice,
    "game": _game,
    "web_app_data": _web_app,
}

# What says of a message how it came, not what it is.
FRAME = frozenset(
    {
        "message_id",
        "message_thread_id",
        "direct_messages_topic",
        "from",
        "sender_chat",
        "sender_boost_count",
        "sender_business_bot",
        "sender_tag",
        "date",
        "guest_query_id",
        "business_connection_id",
        "chat",
        "forward_origin",
        "is_topic_message",
        "is_automatic_forward",
        "reply_to_message",
        "external_reply",
        "quote",
        "reply_to_story",
        "reply_to_checklist_task_id",
        "reply_to_poll_option_id",
        "via_bot",
        "guest_bot_caller_user",
        "guest_bot_caller_chat",
        "edit_date",
        "has_protected_content",
        "is_from_offline",
        "is_paid_post",
        "media_group_id",
        "author_signature",
        "paid_star_count",
        "effect_id",
        "link_preview_options",
        "ephemeral_message_id",
        "receiver_user",
        "reply_markup",
    }
)
