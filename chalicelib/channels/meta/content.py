"""What a person wrote on Messenger or Instagram, in the neutral form.

Source: https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/
webhook-events/messages and https://developers.facebook.com/documentation/business-messaging/
instagram-messaging/webhooks
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from chalicelib.channels import reading
from chalicelib.channels.reading import Json, WrongShape, get, get_or_empty, text
from chalicelib.shared.content import Content, Kind, Location, Media, Option, Referral


@dataclass(frozen=True, slots=True)
class _Part:
    """What one attachment says. Meta names no MIME type: the bytes will tell."""

    kind: Kind
    text: str = ""
    media: Media | None = None
    location: Location | None = None
    referral: Referral | None = None
    keep: bool = False  # there is more in it than the neutral form holds


def content_of(message: Json) -> Content | None:
    """The content; None if nothing of it is known. What is known in part is kept whole as well."""
    words = text(message, "text", "")
    attachments = reading.objects(message, "attachments")
    parts = [part for each in attachments if (part := _part(each)) is not None]
    if not parts and not words:
        return None
    content = _joined(words, parts)
    if len(parts) < len(attachments) or any(part.keep for part in parts):
        kind = text(attachments[0], "type", "")
        content = replace(
            content, raw=reading.dump(message), provider_kind=reading.clean(kind)[:64]
        )
    return _with_circumstances(message, content)


def _joined(words: str, parts: Sequence[_Part]) -> Content:
    """Files of several kinds are files; the words of cards follow the person's own."""
    media = tuple(part.media for part in parts if part.media)
    lines = [line for line in [words, *(part.text for part in parts)] if line]
    referral = next((part.referral for part in parts if part.referral), None)
    location = next((part.location for part in parts if part.location), None)
    kinds = {part.kind for part in parts if part.media}
    if media:
        kind = kinds.pop() if len(kinds) == 1 else Kind.FILE
    elif location:
        kind = Kind.LOCATION
    else:
        kind = Kind.ORDER if any(part.kind is Kind.ORDER for part in parts) else Kind.TEXT
    return Content(
        kind, "\n".join(dict.fromkeys(lines)), media=media, location=location, referral=referral
    )


def _with_circumstances(message: Json, content: Content) -> Content:
    """A pressed quick reply, the advertisement or product, the story that is answered."""
    if "quick_reply" in message and content.kind is Kind.TEXT:
        payload = text(get(message, "quick_reply"), "payload", content.text)
        choice = Option(payload or content.text, content.text)
        content = replace(content, kind=Kind.CHOICE, choice=choice)
    if "referral" in message:
        content = replace(content, referral=referral_of(get(message, "referral")))
    story = get_or_empty(get_or_empty(message, "reply_to"), "story")
    if story:
        source = Referral("story_reply", url=text(story, "url", ""), id=_number(story, "id"))
        content = replace(content, referral=source)
    return content


def referral_of(referral: Json) -> Referral:
    """https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/
    webhook-events/messaging_referrals: ref, source, type, ad_id, ads_context_data; of a shop's
    product `product: {id}`."""
    if "product" in referral:
        return Referral("product", id=_number(get(referral, "product"), "id"))
    context = get_or_empty(referral, "ads_context_data")
    source = text(referral, "source", "") or text(referral, "type", "") or "link"
    return Referral(
        source=source.lower(),
        title=text(context, "ad_title", ""),
        body=text(referral, "ref", ""),
        url=text(referral, "referer_uri", "")
        or text(context, "photo_url", "")
        or text(context, "video_url", ""),
        id=_number(referral, "ad_id"),
    )


def postback_of(postback: Json) -> Content:
    """A pressed button, "Get started", a menu's line or an icebreaker."""
    title = text(postback, "title", "")
    payload = text(postback, "payload", title)
    if not (title or payload):
        raise WrongShape("a postback without words")
    content = Content(
        Kind.CHOICE, title or payload, choice=Option(payload or title, title or payload)
    )
    if "referral" in postback:
        content = replace(content, referral=referral_of(get(postback, "referral")))
    return content


def _number(holder: Json, key: str) -> str:
    """An id: text mostly, a number in some webhooks."""
    value = holder.get(key, "")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)[:40]
    return text(holder, key, "")


def _part(attachment: Json) -> _Part | None:
    read = _READERS.get(text(attachment, "type", ""))
    return read(attachment) if read else None


def _file(kind: Kind, mime: str) -> Callable[[Json], _Part]:
    def read(attachment: Json) -> _Part:
        payload = get(attachment, "payload")
        found = Kind.STICKER if "sticker_id" in payload else kind
        name = text(payload, "title", "") if kind is Kind.FILE else ""
        return _Part(found, media=Media(mime=mime, name=name, url=_address(payload)))

    return read


def _address(payload: Json) -> str:
    url = text(payload, "url")
    if not url.startswith(("https://", "http://")):
        raise WrongShape("url is no address")
    return url


def _location(attachment: Json) -> _Part:
    point = get(get(attachment, "payload"), "coordinates")
    place = Location(
        latitude=reading.coordinate(point, "lat", 90),
        longitude=reading.coordinate(point, "long", 180),
        name=text(attachment, "title", ""),
        url=text(attachment, "url", ""),
    )
    return _Part(Kind.LOCATION, location=place)


def _fallback(attachment: Json) -> _Part | None:
    """A shared link; "for unsupported shares a fallback with no payload might be sent"."""
    payload = attachment.get("payload")
    inner = payload if isinstance(payload, dict) else {}
    title = text(inner, "title", "") or text(attachment, "title", "")
    url = text(inner, "url", "") or text(attachment, "url", "")
    if not (title or url):
        return None
    return _Part(Kind.TEXT, text="" if url else title, referral=Referral("link", title, url=url))


def _shared(attachment: Json) -> _Part:
    """A post, a reel or a story, by its address. A story that mentions us must not be copied: "You
    must not store/cache the media content on your server"
    (https://developers.facebook.com/docs/messenger-platform/instagram/features/story-mention)."""
    payload = get_or_empty(attachment, "payload")
    source = text(attachment, "type")
    ids = ("id", "reel_video_id", "ig_post_media_id")
    id = next((found for key in ids if (found := _number(payload, key))), "")
    title, url = text(payload, "title", ""), text(payload, "url", "")
    if not (title or url or id):
        raise WrongShape("nothing is shared")
    return _Part(Kind.TEXT, referral=Referral(source, title[:300], url=url, id=id))


def _template(attachment: Json) -> _Part:
    """Cards: a product that somebody asks about, or what another app of ours has sent."""
    payload = get_or_empty(attachment, "payload")
    product = get_or_empty(payload, "product")
    holder = product or payload
    lines = [text(payload, "text", "")]
    for element in reading.objects(holder, "elements"):
        shown = (text(element, "title", ""), text(element, "subtitle", ""))
        lines.append(" · ".join(part for part in shown if part))
    buttons = (text(each, "title", "") for each in reading.objects(payload, "buttons"))
    lines += [f"[{title}]" for title in buttons if title]
    words = "\n".join(line for line in lines if line) or text(attachment, "title", "")
    return _Part(Kind.ORDER if product else Kind.TEXT, text=words or "template", keep=True)


def _appointment(attachment: Json) -> _Part:
    """start_time, end_time: Unix seconds."""
    payload = get(attachment, "payload")
    starts = reading.moment(reading.whole(payload, "start_time"))
    words = [text(payload, "status", ""), starts.strftime("%Y-%m-%d %H:%M UTC")]
    zone = text(payload, "timezone", "")
    shown = " · ".join(part for part in [*words, zone] if part)
    return _Part(Kind.TEXT, text=shown, keep=True)


_SHARES = (
    "share",
    "post",
    "ig_post",
    "reel",
    "ig_reel",
    "story_mention",
    "ig_story",
    "media_share",
)

_READERS: dict[str, Callable[[Json], _Part | None]] = {
    "image": _file(Kind.IMAGE, "image/jpeg"),
    "video": _file(Kind.VIDEO, "video/mp4"),
    "audio": _file(Kind.AUDIO, "audio/mp4"),
    "file": _file(Kind.FILE, "application/octet-stream"),
    "sticker": _file(Kind.STICKER, "image/png"),
    "location": _location,
    "fallback": _fallback,
    "template": _template,
    "appointment_booking": _appointment,
    **dict.fromkeys(_SHARES, _shared),
}
