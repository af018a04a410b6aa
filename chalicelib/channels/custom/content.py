"""What a message of an API channel holds, as neutral content."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.channels import reading
from chalicelib.channels.reading import Json, WrongShape, text
from chalicelib.shared.content import (
    ContactCard,
    Content,
    Kind,
    Location,
    Media,
    Option,
    Referral,
)


def content_of(event: Json, message: Json) -> Content | None:
    """None: a kind that we do not know. Raises WrongShape."""
    read = _KINDS.get(text(message, "type"))
    if read is None:
        return None
    content = read(message)
    return _with_invitation(event, content)


def _with_invitation(event: Json, content: Content) -> Content:
    """sender.invite: the words that the person answers; sender.url: where he is, or his page."""
    sender = event.get("sender")
    invite = sender.get("invite") if isinstance(sender, dict) else None
    if not isinstance(invite, str) or not invite.strip() or not isinstance(sender, dict):
        return content
    url = sender.get("url")
    address = reading.clean(url)[:2000] if isinstance(url, str) and url.startswith("http") else ""
    referral = Referral("invitation", body=reading.clean(invite)[:1000], url=address)
    return Content(
        kind=content.kind,
        text=content.text,
        media=content.media,
        location=content.location,
        contacts=content.contacts,
        choice=content.choice,
        referral=referral,
    )


def _text(message: Json) -> Content:
    words = text(message, "text")
    if not words.strip():
        raise WrongShape("an empty message")
    return Content(Kind.TEXT, words)


def _file(kind: Kind, mime: str) -> Callable[[Json], Content]:
    """The bytes tell the type if `mime_type` does not."""

    def read(message: Json) -> Content:
        chosen = Kind.VOICE if kind is Kind.AUDIO and reading.flag(message, "voice") else kind
        media = Media(
            mime=text(message, "mime_type", "")[:100] or mime,
            name=text(message, "file_name", "")[:256],
            size=reading.count(message, "file_size"),
            duration=reading.count(message, "duration"),
            width=reading.count(message, "width"),
            height=reading.count(message, "height"),
            url=_address(message),
        )
        return Content(chosen, text(message, "text", ""), media=(media,))

    return read


def _address(message: Json) -> str:
    """`file`; some connectors call it `file_url`."""
    url = text(message, "file", "") or text(message, "file_url")
    if not url.startswith(("https://", "http://")) or len(url) > 4000:
        raise WrongShape("file is no address")
    return url


def _location(message: Json) -> Content:
    place = Location(
        latitude=reading.coordinate(message, "latitude", 90),
        longitude=reading.coordinate(message, "longitude", 180),
        name=text(message, "title", "")[:300],
        address=text(message, "address", "")[:1000],
    )
    return Content(Kind.LOCATION, text(message, "text", ""), location=place)


def _contact(message: Json) -> Content:
    cards = tuple(_card(each) for each in reading.objects(message, "contacts"))
    if not cards:
        raise WrongShape("nobody's card")
    return Content(Kind.CONTACT, text(message, "text", ""), contacts=cards)


def _card(card: Json) -> ContactCard:
    phones, emails = _words(card, "phones"), _words(card, "emails")
    name = text(card, "name", "") or next(iter([*phones, *emails]), "")
    if not name:
        raise WrongShape("nobody's card")
    return ContactCard(name[:200], phones, emails, text(card, "organisation", "")[:200])


def _words(card: Json, name: str) -> tuple[str, ...]:
    found = [each for each in reading.items(card, name) if isinstance(each, str)]
    if len(found) != len(reading.items(card, name)) or len(found) > 20:
        raise WrongShape(f"{name} is no list of words")
    return tuple(reading.clean(each)[:254] for each in found)


def _choice(message: Json) -> Content:
    """A pressed button of our `keyboard`: its id, and its words."""
    option = reading.get(message, "choice")
    id = reading.identifier(option, "id")
    title = text(option, "text", "")[:1000] or id
    return Content(Kind.CHOICE, title, choice=Option(id, title))


_KINDS: dict[str, Callable[[Json], Content]] = {
    "text": _text,
    "photo": _file(Kind.IMAGE, "image/jpeg"),
    "video": _file(Kind.VIDEO, "video/mp4"),
    "audio": _file(Kind.AUDIO, "audio/mpeg"),
    "voice": _file(Kind.VOICE, "audio/ogg"),
    "document": _file(Kind.FILE, "application/octet-stream"),
    "sticker": _file(Kind.STICKER, "image/webp"),
    "location": _location,
    "contact": _contact,
    "choice": _choice,
}
