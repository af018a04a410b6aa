"""Copying a contact's files from the provider into our bucket, before the provider's links die."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import IO, Protocol

from chalicelib.channels.base import (
    Channel,
    ChannelAdapter,
    MediaUnavailable,
    ProviderRequest,
    ProviderResponse,
)
from chalicelib.conversations.model import Message
from chalicelib.media.links import MAX_BYTES, safe_name
from chalicelib.media.sniff import HEAD, sniff
from chalicelib.shared import log
from chalicelib.shared.content import Media
from chalicelib.shared.errors import AppError, NotFound, TooLarge

MAX_RECEIVES = 4  # deliveries of the queue's record; then the reason is written down instead
IN_MEMORY = 1024 * 1024  # bytes; above it the copy goes over the disk
_ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
    "audio/ogg": ".ogg",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/amr": ".amr",
    "application/pdf": ".pdf",
}


class Download(Protocol):
    def __call__(self, request: ProviderRequest, into: IO[bytes], *, limit: int) -> int:
        """Returns the HTTP status. Raises TooLarge, or another AppError if there is no answer."""


class NotCopied(AppError):
    """The provider did not hand the file over this time."""

    status = 502
    code = "not_copied"


@dataclass(frozen=True, slots=True)
class MediaPorts:
    """message: None if it is gone. channel: raises NotFound. put: key, file, MIME type."""

    message: Callable[[str, str, int], Message | None]
    channel: Callable[[str], Channel]
    adapter: Callable[[str], ChannelAdapter]
    call: Callable[[ProviderRequest], ProviderResponse]
    download: Download
    put: Callable[[str, IO[bytes], str], None]
    record: Callable[[str, str, int, tuple[Media, ...]], None]
    base_urls: dict[str, str]


def copy(p: MediaPorts, *, account_id: str, conversation_id: str, seq: int, receives: int) -> None:
    """Copy every file of the message that is not ours yet. Raises NotCopied to be called again.

    The keys follow from the message's place, so that a repeat writes over the same objects.
    """
    message = p.message(account_id, conversation_id, seq)
    if message is None or not any(_pending(media) for media in message.content.media):
        return
    last = receives >= MAX_RECEIVES
    folder = f"media/{account_id}/{conversation_id}/m{seq}"
    copied = tuple(
        _one(p, message, media, f"{folder}-{index}", last=last) if _pending(media) else media
        for index, media in enumerate(message.content.media)
    )
    p.record(account_id, conversation_id, seq, copied)


def _pending(media: Media) -> bool:
    return bool(media.provider_id or media.url) and not media.key and not media.error


def _one(p: MediaPorts, message: Message, media: Media, folder: str, *, last: bool) -> Media:
    try:
        channel = p.channel(message.channel_id)
        return _copied(p, channel, media, folder)
    except TooLarge:
        return _broken(media, "larger than 100 MB")
    except MediaUnavailable as problem:
        if problem.again and not last:
            raise
        return _broken(media, problem.detail)
    except NotFound:
        return _broken(media, "the channel is no longer connected")
    except AppError as problem:
        log.error("media.not_copied", problem, conversation=message.conversation_id)
        if not last:
            raise
        return _broken(media, problem.detail)


def _broken(media: Media, why: str) -> Media:
    return replace(media, error=why)


def _copied(p: MediaPorts, channel: Channel, media: Media, folder: str) -> Media:
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        status = p.download(_source(p, channel, media), file, limit=MAX_BYTES)
        if status != 200:
            raise NotCopied(f"the provider answered {status}")
        size = file.tell()
        file.seek(0)
        mime = sniff(file.read(HEAD), media.mime)
        file.seek(0)
        name = media.name or f"file{_ENDINGS.get(mime, '')}"
        key = f"{folder}/{safe_name(name)}"
        p.put(key, file, mime)
    return replace(media, key=key, mime=mime, size=size, name=name, provider_id="", url="")


def _source(p: MediaPorts, channel: Channel, media: Media) -> ProviderRequest:
    """The call that yields the bytes; some providers want to be asked first where they are."""
    if not media.provider_id:
        return ProviderRequest(method="GET", url=media.url)
    adapter = p.adapter(channel.kind)
    base_url = p.base_urls.get(channel.kind, "")
    request = adapter.media_request(channel, media.provider_id, base_url=base_url)
    if request is None:
        return ProviderRequest(method="GET", url=media.url)
    response = p.call(request)
    if response.status == 0:
        raise NotCopied("the provider did not answer")
    return adapter.media_location(channel, response, base_url=base_url)
