"""Who writes, asked for once where webhooks do not say it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import IO, Any

import pytest

from chalicelib.channels import registry
from chalicelib.channels.abilities import Profiled
from chalicelib.channels.base import (
    Channel,
    ProviderRequest,
    ProviderResponse,
)
from chalicelib.contacts.learning import learn
from chalicelib.contacts.model import Contact
from chalicelib.contacts.service import ContactPorts
from chalicelib.conversations.model import Author, AuthorKind, Conversation, Message, Visibility
from chalicelib.media.profiles import MAX_RECEIVES, ProfilePorts, fetch
from chalicelib.media.service import NotCopied
from chalicelib.realtime.plan import has_media_to_copy, is_of_somebody_unknown
from chalicelib.shared.content import Content, Kind, Media, text
from chalicelib.shared.errors import NotFound
from chalicelib.shared.ids import AccountId, ChannelId, ContactId, ConversationId
from tests.fakes import FakeContactStore

NOW = datetime(2026, 5, 4, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100
ANA = b'{"id": "7412", "name": "Ana Prado", "username": "ana.prado", "profile_pic": "https://c/p"}'
CONVERSATION = Conversation(
    id=ConversationId("k1"),
    account_id=AccountId("acc"),
    channel_id=ChannelId("acc-ig"),
    channel_kind="instagram",
    contact_id=ContactId("c1"),
    sender="7412",
    opened_at=NOW,
    last_at=NOW,
)


@dataclass
class World:
    """photo: bytes, or an HTTP status. learnt: contact, name, attributes, photo."""

    answer: ProviderResponse = field(default_factory=lambda: ProviderResponse(200, {}, ANA))
    photo: bytes | int = PNG
    contact: Contact | None = field(
        default_factory=lambda: Contact(ContactId("c1"), AccountId("acc"), NOW)
    )
    kind: str = "instagram"
    asked: list[ProviderRequest] = field(default_factory=list)
    kept: dict[str, bytes] = field(default_factory=dict)
    learnt: list[tuple[Any, ...]] = field(default_factory=list)

    def call(self, request: ProviderRequest) -> ProviderResponse:
        self.asked.append(request)
        return self.answer

    def download(self, request: ProviderRequest, into: IO[bytes], *, limit: int) -> int:
        assert request.url == "https://c/p"
        if isinstance(self.photo, int):
            return self.photo
        into.write(self.photo)
        return 200

    def channel(self, id: str) -> Channel:
        if not self.kind:
            raise NotFound
        secrets = {"access_token": "t"}
        return Channel(ChannelId(id), AccountId("acc"), self.kind, "x", {"page_id": "9"}, secrets)

    def learn(
        self, account_id: str, contact_id: str, *, name: str, handle: tuple[str, str], photo: str
    ) -> None:
        what = {"name": name, "handle": handle, "photo": photo}
        self.learnt.append((contact_id, what))

    def fetch(self, receives: int = 1, photo: str = "") -> None:
        ports = ProfilePorts(
            conversation=lambda account, id: CONVERSATION,
            contact=lambda account, id: self.contact,
            channel=self.channel,
            adapter=registry.get,
            call=self.call,
            download=self.download,
            put=lambda key, file, mime: self.kept.update({key: file.read()}),
            learn=self.learn,
            base_urls={"instagram": "https://g"},
        )
        fetch(ports, account_id="acc", conversation_id="k1", receives=receives, photo=photo)


@pytest.mark.feature("2.1")
def test_a_name_and_a_picture_are_asked_for_and_kept() -> None:
    world = World()
    world.fetch()
    world.fetch()  # the queue's repeat
    [key] = world.kept
    assert key.startswith("media/acc/c1/")
    assert world.kept[key] == PNG
    known = {"name": "Ana Prado", "handle": ("instagram", "ana.prado"), "photo": key}
    assert world.learnt == [("c1", known)] * 2
    assert world.asked[0].url == "https://g/7412?fields=name,username,profile_pic"


@pytest.mark.parametrize("photo", [404, b"<html>not a picture", b""])
def test_a_name_is_worth_having_without_a_picture(photo: bytes | int) -> None:
    world = World(photo=photo)
    world.fetch()
    assert world.learnt[0][1]["photo"] == ""
    assert not world.kept


def test_a_busy_provider_is_asked_again_but_not_for_ever() -> None:
    world = World(answer=ProviderResponse(503, {}, b""))
    with pytest.raises(NotCopied):
        world.fetch()
    world.fetch(receives=MAX_RECEIVES)
    assert not world.learnt


@pytest.mark.parametrize(
    "world",
    [
        World(answer=ProviderResponse(400, {}, b'{"error": {"code": 100}}')),
        World(contact=None),
        World(kind=""),
        World(kind="telegram"),
        World(contact=Contact(ContactId("c1"), AccountId("acc"), NOW, "Ana", photo_key="k")),
    ],
    ids=["no consent", "erased", "channel gone", "tells it by itself", "known"],
)
def test_who_is_not_to_be_asked_for_stays_as_he_is(world: World) -> None:
    world.fetch()
    assert not world.learnt


@pytest.mark.feature("2.1")
def test_a_picture_that_a_webhook_tells_is_fetched_and_nobody_is_asked() -> None:
    world = World(kind="custom", contact=Contact(ContactId("c1"), AccountId("acc"), NOW, "Ana"))
    world.fetch(photo="https://c/p")
    world.fetch(photo="https://c/p")  # the queue's repeat
    [key] = world.kept
    assert world.kept[key] == PNG
    assert world.learnt == [("c1", {"name": "", "handle": ("", ""), "photo": key})] * 2
    assert not world.asked


@pytest.mark.parametrize("photo", [404, 403, b"<html>not a picture", b"", b"%PDF-1.4"])
def test_what_is_no_picture_changes_nobody(photo: bytes | int) -> None:
    world = World(photo=photo, kind="custom")
    world.fetch(photo="https://c/p")
    assert not world.learnt
    assert not world.kept


def test_a_picture_whose_server_is_busy_is_asked_for_again_but_not_for_ever() -> None:
    world = World(photo=503, kind="custom")
    with pytest.raises(NotCopied):
        world.fetch(photo="https://c/p")
    world.fetch(photo="https://c/p", receives=MAX_RECEIVES)
    assert not world.learnt


def test_a_picture_that_is_there_stays() -> None:
    known = Contact(ContactId("c1"), AccountId("acc"), NOW, photo_key="media/acc/c1/x/mine.png")
    world = World(kind="custom", contact=known)
    world.fetch(photo="https://c/p")
    assert not world.learnt
    assert not world.kept


def test_what_is_learnt_never_takes_the_place_of_what_people_wrote() -> None:
    store, renamed = FakeContactStore(), []
    ports = ContactPorts(store=store, renamed=lambda *what: renamed.append(what))
    store.create(Contact(ContactId("c1"), AccountId("acc"), NOW, attributes={"instagram": "mine"}))
    told: dict[str, Any] = {
        "name": "Ana",
        "photo_key": "k",
        "attributes": {"instagram": "@ana", "x": ""},
    }
    learn(ports, account_id="acc", contact_id="c1", **told)
    learn(ports, account_id="acc", contact_id="c1", **{**told, "name": "Other", "photo_key": "o"})
    contact = store.get("acc", "c1")
    assert contact is not None
    assert (contact.name, contact.photo_key, contact.version) == ("Ana", "k", 1)
    assert contact.attributes == {"instagram": "mine"}
    assert renamed == [("acc", "c1", "Ana")] * 2
    learn(ports, account_id="acc", contact_id="gone", **told)


def test_the_kinds_that_are_asked_are_those_whose_adapters_can() -> None:
    able = {kind for kind in registry.KINDS if isinstance(registry.get(kind), Profiled)}
    assert able == registry.PROFILED


FIRST = Message(
    account_id=AccountId("acc"),
    conversation_id=ConversationId("k1"),
    seq=1,
    author=Author(AuthorKind.CONTACT, "c1"),
    content=text("oi"),
    visibility=Visibility.PUBLIC,
    at=NOW,
    dedup="m1",
    inbound=1,
    channel_kind="instagram",
)
_NAMED = Author(AuthorKind.CONTACT, "c1", "Ana")


@pytest.mark.parametrize(
    ("message", "asks"),
    [
        (FIRST, True),
        (replace(FIRST, inbound=2), False),
        (replace(FIRST, author=_NAMED), False),
        (replace(FIRST, author=Author(AuthorKind.AGENT)), False),
        (replace(FIRST, channel_kind="whatsapp"), False),
        (replace(FIRST, channel_kind="vk"), True),
        # Viber names who writes; the picture is to be asked for all the same, once.
        (replace(FIRST, author=_NAMED, channel_kind="viber"), True),
        (replace(FIRST, author=_NAMED, channel_kind="viber", inbound=2), False),
        (replace(FIRST, author=_NAMED, channel_kind="vk"), False),
        (replace(FIRST, author=_NAMED, channel_kind="custom"), False),
        (replace(FIRST, author=_NAMED, channel_kind="custom", photo="https://c/p"), True),
    ],
)
def test_only_the_first_words_of_somebody_unknown_ask(message: Message, asks: bool) -> None:
    assert is_of_somebody_unknown(message) is asks


def test_files_sent_from_the_providers_own_inbox_are_copied_too() -> None:
    theirs = Content(Kind.IMAGE, media=(Media("image/png", url="https://c/a"),))
    echo = replace(FIRST, author=Author(AuthorKind.AGENT), content=theirs)
    assert has_media_to_copy(echo)
    ours = Content(Kind.IMAGE, media=(Media("image/png", key="media/acc/k1/x/a.png"),))
    assert not has_media_to_copy(replace(echo, content=ours))
