"""What a person wrote on VK, in the neutral form.

Source: https://dev.vk.com/en/reference/objects/message and .../objects/attachments-message;
messages/objects.json of https://github.com/VKCOM/vk-api-schema
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from chalicelib.channels import reading
from chalicelib.channels.reading import Json, WrongShape, get, get_or_empty, text, whole
from chalicelib.shared.content import Content, Kind, Location, Media, Referral

DEEPEST = 5  # forwarded in forwarded; what lies deeper is in `raw`


@dataclass(frozen=True, slots=True)
class _Part:
    """What one attachment says. keep: there is more in it than the neutral form holds."""

    kind: Kind
    text: str = ""
    media: Media | None = None
    referral: Referral | None = None
    keep: bool = False


def content_of(message: Json) -> Content | None:
    """The content; None if nothing of it is known. What is known in part is kept whole as well."""
    words = text(message, "text", "")
    attachments = reading.objects(message, "attachments")
    parts = [part for each in attachments if (part := _part(each)) is not None]
    forwarded = _forwarded(message, DEEPEST)
    parts += forwarded
    location = _location(get(message, "geo")) if "geo" in message else None
    if not (words or parts or location):
        return None
    content = _joined(words, parts, location)
    lost = len(parts) - len(forwarded) < len(attachments)
    if lost or forwarded or any(part.keep for part in parts):
        kind = text(attachments[0], "type", "") if attachments else "fwd_messages"
        content = replace(content, raw=reading.dump(dict(message)), provider_kind=kind[:64])
    return replace(content, forwarded=bool(forwarded))


def _joined(words: str, parts: Sequence[_Part], location: Location | None) -> Content:
    """Files of several kinds are files; the words of cards follow the person's own."""
    media = tuple(part.media for part in parts if part.media)
    lines = [line for line in [words, *(part.text for part in parts)] if line]
    referral = next((part.referral for part in parts if part.referral), None)
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


def _forwarded(message: Json, depth: int) -> list[_Part]:
    found: list[_Part] = []
    for each in reading.objects(message, "fwd_messages"):
        words = text(each, "text", "")
        found.append(_Part(Kind.TEXT, words))
        attachments = reading.objects(each, "attachments")
        found += [part for inner in attachments if (part := _part(inner)) is not None]
        if depth > 1:
            found += _forwarded(each, depth - 1)
    return found


def _location(geo: Json) -> Location:
    point, place = get(geo, "coordinates"), get_or_empty(geo, "place")
    where = (text(place, "address", ""), text(place, "city", ""), text(place, "country", ""))
    return Location(
        latitude=reading.coordinate(point, "latitude", 90),
        longitude=reading.coordinate(point, "longitude", 180),
        name=text(place, "title", ""),
        address=", ".join(part for part in where if part),
    )


def _part(attachment: Json) -> _Part | None:
    """{"type": "photo", "photo": {...}}"""
    kind = text(attachment, "type", "")
    read = _READERS.get(kind)
    return read(get(attachment, kind)) if read else None


def _address(url: str) -> str:
    if not url.startswith(("https://", "http://")):
        raise WrongShape("no address")
    return url


def _object(kind: str, thing: Json) -> str:
    """https://vk.com/photo-1_2: how VK calls what somebody owns."""
    return f"https://vk.com/{kind}{whole(thing, 'owner_id')}_{whole(thing, 'id')}"


def _largest(sizes: Sequence[Json]) -> Json:
    """Some old sizes tell no width."""
    known = [size for size in sizes if text(size, "url", "")]
    if not known:
        raise WrongShape("no picture")
    return max(known, key=lambda size: reading.count(size, "width") * reading.count(size, "height"))


def _photo(photo: Json) -> _Part:
    original = get_or_empty(photo, "orig_photo")
    chosen = original if text(original, "url", "") else _largest(reading.objects(photo, "sizes"))
    return _Part(Kind.IMAGE, text(photo, "text", ""), _picture(chosen, "image/jpeg"))


def _picture(size: Json, mime: str) -> Media:
    return Media(
        mime=mime,
        url=_address(text(size, "url")),
        width=reading.count(size, "width"),
        height=reading.count(size, "height"),
    )


# https://dev.vk.com/en/reference/objects/doc: type 1 text, 2 archive, 3 gif, 4 picture, 5 sound, 6
# video
_DOCS = {3: Kind.IMAGE, 4: Kind.IMAGE, 5: Kind.AUDIO, 6: Kind.VIDEO}
_MIMES = {
    Kind.IMAGE: "image/jpeg",
    Kind.AUDIO: "audio/mpeg",
    Kind.VIDEO: "video/mp4",
    Kind.FILE: "application/octet-stream",
}


def _doc(doc: Json) -> _Part:
    kind = _DOCS.get(whole(doc, "type", 0), Kind.FILE)
    title, ending = text(doc, "title", "")[:200], text(doc, "ext", "")[:20]
    named = title.lower().endswith(f".{ending.lower()}") or not ending
    media = Media(
        mime=_MIMES[kind],
        name=title if named else f"{title}.{ending}",
        size=reading.count(doc, "size"),
        url=_address(text(doc, "url")),
    )
    return _Part(kind, media=media)


def _voice(message: Json) -> _Part:
    """transcript: VK's own, where it has made one."""
    media = Media(
        mime="audio/ogg",
        url=_address(text(message, "link_ogg")),
        duration=reading.count(message, "duration"),
    )
    return _Part(Kind.VOICE, text(message, "transcript", ""), media=media)


def _audio(audio: Json) -> _Part:
    """Music mostly has no address for others than VK's own players."""
    names = (text(audio, "artist", ""), text(audio, "title", ""))
    words = " – ".join(part for part in names if part)
    url = text(audio, "url", "")
    if not url.startswith(("https://", "http://")):
        source = Referral("audio", words, url=_object("audio", audio))
        return _Part(Kind.TEXT, referral=source, keep=True)
    media = Media("audio/mpeg", words[:200], url=url, duration=reading.count(audio, "duration"))
    return _Part(Kind.AUDIO, media=media)


def _sticker(sticker: Json) -> _Part:
    images = reading.objects(sticker, "images")
    if not images:
        raise WrongShape("a sticker without a picture")
    return _Part(Kind.STICKER, media=_picture(_largest(images), "image/png"))


def _graffiti(graffiti: Json) -> _Part:
    return _Part(Kind.IMAGE, media=_picture(graffiti, "image/png"))


def _gift(gift: Json) -> _Part:
    url = next((x for key in ("thumb_512", "thumb_256") if (x := text(gift, key, ""))), "")
    return _Part(Kind.IMAGE, media=Media("image/png", "gift.png", url=_address(url)), keep=True)


def _link(link: Json) -> _Part:
    title, url = text(link, "title", ""), _address(text(link, "url"))
    body = text(link, "description", "")[:300]
    return _Part(Kind.TEXT, referral=Referral("link", title[:300], body, url))


def _shared(kind: str, words: str) -> Callable[[Json], _Part]:
    """By its address: VK shows a film or a post to its own alone. words: the member that tells."""

    def read(thing: Json) -> _Part:
        owner = {"owner_id": thing.get("owner_id", thing.get("to_id", thing.get("from_id")))}
        url = _object(kind, {**thing, **owner})
        told = text(thing, words, "")
        return _Part(Kind.TEXT, referral=Referral(kind, told[:300], url=url), keep=True)

    return read


def _comment(comment: Json) -> _Part:
    post = f"https://vk.com/wall{whole(comment, 'owner_id')}_{whole(comment, 'post_id')}"
    words = text(comment, "text", "")[:300]
    source = Referral("wall_reply", words, url=f"{post}?reply={whole(comment, 'id')}")
    return _Part(Kind.TEXT, referral=source, keep=True)


def _market(item: Json) -> _Part:
    """A product that somebody asks about."""
    title = text(item, "title", "") or "product"
    price = text(get_or_empty(item, "price"), "text", "")
    source = Referral("product", title[:300], url=_object("product", item))
    words = " · ".join(part for part in (title, price) if part)
    return _Part(Kind.ORDER, words, referral=source, keep=True)


def _poll(poll: Json) -> _Part:
    answers = [f"– {text(each, 'text', '')}" for each in reading.objects(poll, "answers")]
    return _Part(Kind.TEXT, "\n".join([text(poll, "question"), *answers]), keep=True)


_READERS: Mapping[str, Callable[[Json], _Part]] = {
    "photo": _photo,
    "doc": _doc,
    "audio_message": _voice,
    "audio": _audio,
    "sticker": _sticker,
    "graffiti": _graffiti,
    "gift": _gift,
    "link": _link,
    "video": _shared("video", "title"),
    "wall": _shared("wall", "text"),
    "wall_reply": _comment,
    "story": _shared("story", "title"),
    "article": _shared("article", "title"),
    "market": _market,
    "poll": _poll,
}
