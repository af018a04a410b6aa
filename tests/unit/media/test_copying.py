"""A contact's files become ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import IO, Any, cast

import pytest

from chalicelib.channels.base import (
    Channel,
    ChannelAdapter,
    MediaUnavailable,
    ProviderRequest,
    ProviderResponse,
)
from chalicelib.conversations.model import Author, AuthorKind, Message, Visibility
from chalicelib.media import service
from chalicelib.media.service import MAX_RECEIVES, MediaPorts, NotCopied
from chalicelib.media.sniff import sniff
from chalicelib.shared.content import Content, Kind, Media
from chalicelib.shared.errors import NotFound, TooLarge
from chalicelib.shared.ids import AccountId, ChannelId, ConversationId

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100
WHERE = ProviderResponse(200, {}, b"https://p.example/bytes")
PICTURE = Media("image/jpeg", provider_id="file-1")
MESSAGE = Message(
    account_id=AccountId("acc"),
    conversation_id=ConversationId("k1"),
    seq=7,
    author=Author(AuthorKind.CONTACT, "vera"),
    content=Content(Kind.IMAGE, media=(PICTURE,)),
    visibility=Visibility.PUBLIC,
    at=datetime(2026, 5, 4, tzinfo=UTC),
    dedup="tg-1",
    channel_id="acc-tg",
)


class Adapter:
    def media_request(self, channel: Channel, provider_id: str, **_: Any) -> ProviderRequest:
        return ProviderRequest("GET", f"https://p.example/where/{provider_id}")

    def media_location(
        self, channel: Channel, response: ProviderResponse, **_: Any
    ) -> ProviderRequest:
        if response.status != 200:
            raise MediaUnavailable("it has expired", again=response.status == 503)
        return ProviderRequest("GET", response.body.decode())


@dataclass
class World:
    """files: address -> bytes, a status, or an error."""

    message: Message | None = MESSAGE
    files: Mapping[str, bytes | int | Exception] = field(
        default_factory=lambda: {"https://p.example/bytes": PNG}
    )
    answer: ProviderResponse = WHERE
    channel_there: bool = True
    stored: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    recorded: list[tuple[Media, ...]] = field(default_factory=list)

    def _download(self, request: ProviderRequest, into: IO[bytes], *, limit: int) -> int:
        found = self.files[request.url]
        if isinstance(found, Exception):
            raise found
        if isinstance(found, int):
            return found
        into.write(found)
        return 200

    def _channel(self, channel_id: str) -> Channel:
        if not self.channel_there:
            raise NotFound
        return Channel(ChannelId(channel_id), AccountId("acc"), "fake", "Fake")

    def _put(self, key: str, file: IO[bytes], mime: str) -> None:
        self.stored[key] = (file.read(), mime)

    def copy(self, receives: int = 1) -> None:
        ports = MediaPorts(
            message=lambda account, conversation, seq: self.message,
            channel=self._channel,
            adapter=lambda kind: cast(ChannelAdapter, Adapter()),
            call=lambda request: self.answer,
            download=self._download,
            put=self._put,
            record=lambda account, conversation, seq, media: self.recorded.append(media),
            base_urls={},
        )
        service.copy(ports, account_id="acc", conversation_id="k1", seq=7, receives=receives)


def test_a_file_is_copied_under_its_messages_place_with_the_type_its_bytes_tell() -> None:
    world = World()
    world.copy()
    assert world.stored == {"media/acc/k1/m7-0/file.png": (PNG, "image/png")}
    ((media,),) = world.recorded
    assert media == Media(
        "image/png", name="file.png", size=len(PNG), key="media/acc/k1/m7-0/file.png"
    )


def test_a_repeat_writes_over_the_same_object() -> None:
    world = World()
    world.copy()
    world.copy()
    assert len(world.stored) == 1


def test_what_is_ours_already_is_left_alone() -> None:
    mine = Media("image/png", key="media/acc/k1/r/a.png")
    world = World(message=replace(MESSAGE, content=Content(Kind.IMAGE, media=(mine,))))
    world.copy()
    assert (world.stored, world.recorded) == ({}, [])


def test_a_message_that_is_gone_is_no_work() -> None:
    world = World(message=None)
    world.copy()
    assert world.recorded == []


def test_a_providers_bad_moment_is_waited_out_and_then_written_down() -> None:
    world = World(files={"https://p.example/bytes": 503})
    with pytest.raises(NotCopied):
        world.copy(receives=1)
    assert world.recorded == []
    world.copy(receives=MAX_RECEIVES)
    assert world.recorded[0][0].error == "the provider answered 503"


@pytest.mark.parametrize(
    ("world", "error"),
    [
        (World(files={"https://p.example/bytes": TooLarge()}), "larger than 100 MB"),
        (World(answer=ProviderResponse(404, {}, b"")), "it has expired"),
        (World(channel_there=False), "the channel is no longer connected"),
    ],
)
def test_what_no_waiting_helps_is_written_down_at_once(world: World, error: str) -> None:
    world.copy(receives=1)
    assert [media.error for media in world.recorded[0]] == [error]


def test_a_file_that_may_come_later_is_asked_for_again() -> None:
    world = World(answer=ProviderResponse(503, {}, b""))
    with pytest.raises(MediaUnavailable):
        world.copy(receives=1)


def test_one_broken_file_does_not_take_the_others_with_it() -> None:
    second = Media("image/png", name="../../etc/pass wd.png", url="https://p.example/2")
    content = Content(Kind.IMAGE, media=(PICTURE, second))
    world = World(
        message=replace(MESSAGE, content=content),
        files={"https://p.example/bytes": TooLarge(), "https://p.example/2": PNG},
    )
    world.copy()
    ((first, other),) = world.recorded
    assert (first.error, other.key) == ("larger than 100 MB", "media/acc/k1/m7-1/pass wd.png")


@pytest.mark.parametrize(
    ("head", "claimed", "expected"),
    [
        (b"\xff\xd8\xff\xe0", "text/plain", "image/jpeg"),
        (b"RIFF....WEBPVP8 ", "image/png", "image/webp"),
        (b"OggS\x00\x02", "audio/ogg; codecs=opus", "audio/ogg"),
        (b"....ftypisom", "audio/mp4", "audio/mp4"),
        (b"....ftypisom", "video/mp4", "video/mp4"),
        (b"%PDF-1.7", "application/octet-stream", "application/pdf"),
        (b"<svg onload=alert(1)>", "image/png", "application/octet-stream"),
        (b"  <!DOCTYPE html><script>", "text/plain", "application/octet-stream"),
        (b"plain words", "text/plain", "text/plain"),
        (b"plain words", "image/svg+xml", "application/octet-stream"),
        (b"plain words", "image/png", "application/octet-stream"),
        (b"PK\x03\x04", "application/vnd.oasis.opendocument.text", None),
        (b"", "", "application/octet-stream"),
    ],
)
def test_a_files_type_is_what_its_bytes_tell(
    head: bytes, claimed: str, expected: str | None
) -> None:
    assert sniff(head, claimed) == (expected or claimed)
