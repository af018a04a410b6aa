"""What a channel may carry, asked before sending; and what would look different there. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from chalicelib.channels.base import Channel, Limits
from chalicelib.channels.marks import marked
from chalicelib.shared.content import MEDIA_KINDS, Content, Kind, Media, Option
from chalicelib.shared.errors import AppError, InvalidInput

MOST_PIECES = 20  # one reply becomes at most so many messages of the provider


class WindowClosed(AppError):
    """The channel takes no reply so long after the contact's last message."""

    status = 422
    code = "window_closed"


class ChannelPaused(AppError):
    """Its administrators want nothing to go out on it."""

    status = 422
    code = "channel_paused"


def refuse_paused(channel: Channel) -> None:
    """Raises ChannelPaused."""
    if channel.paused:
        raise ChannelPaused("this channel is paused", field="content")


@dataclass(frozen=True, slots=True)
class Difference:
    """code: pieces (count) | sent_as (name, kind) | text_apart | options_numbered | options_list |
    descriptions_in_text | marks_stay."""

    code: str
    count: int = 0
    name: str = ""
    kind: str = ""


def check_window(
    limits: Limits,
    *,
    inbound: int,
    inbound_at: datetime | None,
    now: datetime,
    by_agent: bool = False,
) -> None:
    """Raises WindowClosed if the channel's reply window is known to be closed.

    inbound: how many messages the contact has sent. inbound_at: the last one's moment; None with
    `inbound` > 0 is not known, and left to the provider. by_agent: a person answers now, which some
    channels allow for longer.
    """
    if not limits.window_hours or (inbound_at is None and inbound):
        return
    hours = max(limits.window_hours, limits.late_hours if by_agent else 0)
    if inbound_at is None or now - inbound_at >= timedelta(hours=hours):
        raise WindowClosed(
            f"this channel takes replies only within {hours} hours of the contact's last message",
            field="content",
        )


def is_late(limits: Limits, *, inbound_at: datetime | None, now: datetime) -> bool:
    """Whether the window that is everybody's has closed, so that only a person may still answer."""
    if not limits.late_hours or inbound_at is None:
        return False
    return now - inbound_at >= timedelta(hours=limits.window_hours)


def units(text: str) -> int:
    """UTF-16 code units: what Telegram counts, and JavaScript's `length`."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def check(limits: Limits, content: Content) -> None:
    """Raises InvalidInput, naming the field, if the channel cannot carry `content` at all."""
    if content.kind not in limits.kinds:
        raise InvalidInput(f"this channel cannot send {content.kind.value}", field="content.kind")
    if units(content.text) > MOST_PIECES * limits.text_length:
        most = MOST_PIECES * limits.text_length
        raise InvalidInput(f"longer than {most} characters", field="content.text")
    if content.kind in (Kind.TEXT, Kind.OPTIONS) and not content.text.strip():
        raise InvalidInput("must not be empty", field="content.text")
    if content.kind in MEDIA_KINDS:
        _check_media(limits, content)
    if content.kind is Kind.LOCATION:
        _check_location(content)
    if content.kind is Kind.CONTACT:
        _check_contacts(content)
    if content.kind is Kind.OPTIONS:
        _check_options(limits, content.options)
    if content.kind is Kind.TEMPLATE:
        for name in ("name", "language"):
            if not (content.data or {}).get(name):
                raise InvalidInput("must not be empty", field=f"content.data.{name}")


def _check_media(limits: Limits, content: Content) -> None:
    if not content.media:
        raise InvalidInput("a file is missing", field="content.media")
    for index, media in enumerate(content.media):
        if not (media.key or media.url or media.provider_id):
            raise InvalidInput("says not where the file is", field=f"content.media.{index}.key")
        most = limits.media_bytes.get(carried_as(limits, content.kind, media), 0)
        if most and media.size > most:
            raise InvalidInput(
                f"larger than the {most // 1_000_000 or 1} MB that this channel takes",
                field=f"content.media.{index}.size",
            )


def _check_location(content: Content) -> None:
    place = content.location
    if place is None:
        raise InvalidInput("is missing", field="content.location")
    for name, value, most in (
        ("latitude", place.latitude, 90),
        ("longitude", place.longitude, 180),
    ):
        if not -most <= value <= most:
            raise InvalidInput(
                f"must lie between -{most} and {most}", field=f"content.location.{name}"
            )


def _check_contacts(content: Content) -> None:
    if not content.contacts:
        raise InvalidInput("is missing", field="content.contacts")
    for index, card in enumerate(content.contacts):
        if not card.name.strip():
            raise InvalidInput("must not be empty", field=f"content.contacts.{index}.name")


def _check_options(limits: Limits, options: Sequence[Option]) -> None:
    if not options:
        raise InvalidInput("is missing", field="content.options")
    seen: set[str] = set()
    for index, option in enumerate(options):
        where = f"content.options.{index}"
        if not option.title.strip():
            raise InvalidInput("must not be empty", field=f"{where}.title")
        if option.url and urlsplit(option.url).scheme not in ("http", "https"):
            raise InvalidInput("must begin with http:// or https://", field=f"{where}.url")
        if option.url:
            continue
        if not option.id or option.id in seen:
            raise InvalidInput("must be there, and be unique", field=f"{where}.id")
        if limits.option_id_bytes and len(option.id.encode()) > limits.option_id_bytes:
            raise InvalidInput(f"longer than {limits.option_id_bytes} bytes", field=f"{where}.id")
        seen.add(option.id)


def carried_as(limits: Limits, kind: Kind, media: Media) -> Kind:
    """The kind that the channel really sends: a picture of a type it does not know, or
    one that is too large for a picture, is a file."""
    types = limits.media_types.get(kind)
    if kind in limits.else_file and media.size > limits.media_bytes.get(kind, 0):
        return Kind.FILE
    if types is None or media.mime.split(";")[0].strip().lower() in types:
        return kind
    if kind is Kind.VOICE:
        return carried_as(limits, Kind.AUDIO, media)
    return Kind.FILE


def style_of(limits: Limits, content: Content) -> str:
    """How options go out: "buttons", "list", "link" or "text" (numbered)."""
    options = content.options
    titles = [units(option.title) for option in options]
    unique = len({option.title.strip() for option in options}) == len(options)
    most = limits.options_text_length
    fits = not most or units(content.text) <= most
    with_url = any(option.url for option in options)
    if with_url and limits.most_with_url and len(options) > limits.most_with_url:
        return "text"
    if with_url and not limits.url_buttons:
        short = len(options) == 1 and titles[0] <= limits.button_title_length
        return "link" if short and fits and limits.list_rows else "text"
    if not unique or not fits:
        return "text"
    plain = not limits.list_rows or not any(option.description for option in options)
    if len(options) <= limits.buttons and max(titles) <= limits.button_title_length and plain:
        return "buttons"
    if len(options) <= limits.list_rows and max(titles) <= limits.list_title_length:
        return "list"
    return "text"


def numbered(content: Content) -> str:
    """Options as text, for a channel or a set of options that allows no buttons."""
    lines = [content.text] if content.text else []
    for place, option in enumerate(content.options, start=1):
        detail = " · ".join(part for part in (option.description, option.url) if part)
        lines.append(f"{place}. {option.title}" + (f" — {detail}" if detail else ""))
    return "\n".join(lines)


def written_out(content: Content) -> str:
    """A place or contact cards in words, for a channel that has no such thing."""
    if content.kind is Kind.LOCATION and content.location:
        place = content.location
        point = f"{place.latitude:.6f},{place.longitude:.6f}"
        link = place.url or f"https://www.openstreetmap.org/?mlat={point.replace(',', '&mlon=')}"
        return "\n".join(part for part in (content.text, place.name, place.address, link) if part)
    cards = (
        "\n".join(
            part for part in (card.name, card.organisation, *card.phones, *card.emails) if part
        )
        for card in content.contacts
    )
    return "\n\n".join(part for part in (content.text, *cards) if part)


def pieces_of(limits: Limits, text: str) -> list[str]:
    """The messages that a text becomes."""
    return split_text(text, limits.text_length, limits.text_bytes)


def split_text(text: str, limit: int, most_bytes: int = 0) -> list[str]:
    """Pieces of at most `limit` UTF-16 units (and, unless 0, `most_bytes` of UTF-8), cut at a
    paragraph, a line or a word if there is one in the second half. Nothing is lost but the white
    space at a cut."""
    pieces: list[str] = []
    rest = text
    while units(rest) > limit or (most_bytes and _bytes(rest) > most_bytes):
        cut = _cut(rest, limit, most_bytes)
        piece = rest[:cut].rstrip()
        if piece:
            pieces.append(piece)
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest or not pieces else pieces


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _cut(text: str, limit: int, most_bytes: int) -> int:
    """Where to cut, in characters: text[:cut] has at most `limit` units and `most_bytes`."""
    head = text.encode("utf-16-le", "surrogatepass")[: 2 * limit].decode("utf-16-le", "ignore")
    if most_bytes:
        head = head.encode("utf-8", "surrogatepass")[:most_bytes].decode("utf-8", "ignore")
    for separator in ("\n\n", "\n", " "):
        place = head.rfind(separator)
        if place > len(head) // 2:
            return place
    return max(len(head), 1)


def differences(limits: Limits, content: Content) -> list[Difference]:
    """What will look different from what was written; empty if nothing. The console says the same
    from the same limits (web/apps/console/src/rules/differences.ts); one table of cases holds both.
    """
    found: list[Difference] = []
    pieces = len(pieces_of(limits, content.text))
    if content.kind in (Kind.TEXT, Kind.OPTIONS) and pieces > 1:
        found.append(Difference("pieces", count=pieces))
    if content.kind in limits.as_text:
        name = content.contacts[0].name if content.contacts else ""
        found.append(Difference("sent_as", name=name or content.kind.value, kind="text"))
    if content.kind in MEDIA_KINDS:
        found += _media_differences(limits, content)
    if content.kind is Kind.OPTIONS:
        found += _option_differences(limits, content)
    if {span.mark for span in marked(content.text).spans} - limits.marks:
        found.append(Difference("marks_stay"))
    return found


def _media_differences(limits: Limits, content: Content) -> list[Difference]:
    found: list[Difference] = []
    carried = [carried_as(limits, content.kind, media) for media in content.media]
    for media, kind in zip(content.media, carried, strict=True):
        if kind is not content.kind:
            found.append(Difference("sent_as", name=media.name or media.mime, kind=kind.value))
    too_long = units(content.text) > limits.caption_length
    if content.text and (too_long or (carried and carried[0] not in limits.captions)):
        found.append(Difference("text_apart"))
    return found


def _option_differences(limits: Limits, content: Content) -> list[Difference]:
    style = style_of(limits, content)
    if style == "text":
        return [Difference("options_numbered")]
    if style == "list":
        return [Difference("options_list")]
    if limits.list_rows == 0 and any(option.description for option in content.options):
        return [Difference("descriptions_in_text")]
    return []
