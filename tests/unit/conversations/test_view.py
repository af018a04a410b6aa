"""The hand-built views are exactly the wire models, and show nothing that they must not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.contacts.codec import contact_view
from chalicelib.contacts.model import Contact
from chalicelib.conversations import service
from chalicelib.conversations.model import Message, Status, Visibility
from chalicelib.conversations.view import conversation_view, message_view
from chalicelib.shared.content import (
    ContactCard,
    Content,
    Kind,
    Location,
    Media,
    Option,
    Referral,
    text,
)
from chalicelib.shared.ids import AccountId, ContactId
from chalicelib.wire.common import MessageView
from chalicelib.wire.console import ContactView, ConversationView
from tests.fakes import START
from tests.unit.conversations.scene import Scene, unsupported

CONTENTS = [
    text("hello"),
    Content(Kind.IMAGE, text="caption", media=(Media(mime="image/png", key="k", width=3),)),
    Content(Kind.LOCATION, location=Location(1.5, -2.25, name="Here")),
    Content(Kind.CONTACT, contacts=(ContactCard("Bo", phones=("+1",), emails=("b@x.y",)),)),
    Content(Kind.OPTIONS, text="which?", options=(Option("1", "One"), Option("2", "Two"))),
    Content(Kind.CHOICE, choice=Option("1", "One"), referral=Referral("ad", url="https://x.y")),
    Content(Kind.TEMPLATE, data={"name": "welcome"}, forwarded=True),
]


@pytest.mark.parametrize("content", CONTENTS, ids=lambda content: content.kind)
def test_a_message_is_what_the_wire_says(content: Content) -> None:
    scene = Scene()
    scene.receive(replace(scene.says("x"), content=content))
    scene.receive(scene.event("reaction", "tg-x", value="👍"))
    view = message_view(scene.thread[0])
    assert MessageView.model_validate(view).model_dump(mode="json") == view


def test_a_conversation_is_what_the_wire_says() -> None:
    scene = Scene()
    scene.receive(scene.says("hello"))
    scene.change(status=Status.SNOOZED, snoozed_until=scene.clock().replace(year=2027))
    scene.on(service.mark_read, agent_id="rui", inbound=1)
    view = conversation_view(scene.head)
    assert ConversationView.model_validate(view).model_dump(mode="json") == view
    assert view["reads"] == {"rui": 1}


def test_a_contact_is_what_the_wire_says() -> None:
    contact = Contact(
        ContactId("c"),
        AccountId("a"),
        START,
        name="Ann",
        attributes={"plan": "gold"},
        tags=("vip",),
    )
    view = contact_view(contact)
    assert ContactView.model_validate(view).model_dump(mode="json") == view


def test_only_a_clients_own_id_is_shown_as_such() -> None:
    scene = Scene()
    scene.receive(scene.says("hello"))
    scene.post("hi", client_id="client-1")
    scene.change(priority="low")
    shown = [message_view(message)["client_id"] for message in scene.thread]
    assert shown == ["", "client-1", ""]


def test_a_raw_text_is_on_no_screen() -> None:
    scene = Scene()
    scene.receive(unsupported(scene, raw="é" * 5_000))
    view = message_view(scene.thread[0])
    assert view["content"]["raw"] == ""
    assert "é" not in str(view)
    assert len(scene.thread[0].content.raw) == 5_000


def test_what_was_deleted_is_not_shown() -> None:
    scene = Scene()
    scene.receive(scene.says("secret"))
    scene.receive(scene.event("delete", "tg-secret"))
    view = message_view(scene.thread[0])
    assert "secret" not in str(view["content"])
    assert view["deleted_at"]


def test_a_note_keeps_its_visibility() -> None:
    scene = Scene()
    scene.receive(scene.says("hello"))
    note: Message = scene.post("inside", visibility=Visibility.NOTE)
    assert message_view(note)["visibility"] == "note"
