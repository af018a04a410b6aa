"""What webhooks carry is what the public API answers, and its document says so."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError
from openapi_spec_validator import OpenAPIV31SpecValidator

from chalicelib.contacts.codec import contact_view
from chalicelib.contacts.model import Contact
from chalicelib.conversations.model import (
    Author,
    AuthorKind,
    Conversation,
    Delivery,
    DeliveryState,
    Message,
    Preview,
    Status,
    Visibility,
)
from chalicelib.conversations.view import conversation_view, message_view
from chalicelib.entry.v1 import openapi, views
from chalicelib.shared.clock import to_text
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
from chalicelib.shared.events import (
    ContactEvent,
    ConversationEvent,
    DomainEvent,
    FlowEvent,
    MessageEvent,
    PromiseEvent,
)
from chalicelib.shared.ids import AccountId, ChannelId, ContactId, ConversationId
from chalicelib.webhooks import catalogue
from chalicelib.wire.common import Wire

pytestmark = pytest.mark.feature("9.4")
AT = datetime(2030, 5, 1, 12, tzinfo=UTC)
MESSAGE = Message(
    account_id=AccountId("acc"),
    conversation_id=ConversationId("k1"),
    seq=5,
    author=Author(AuthorKind.CONTACT, "", "Zoë"),
    content=text("Olá"),
    visibility=Visibility.PUBLIC,
    at=AT,
    dedup="d",
    reactions={"agent:a1": "👍"},
    sent_at=AT,
)
CONTENTS = [
    text("hello"),
    Content(Kind.IMAGE, text="caption", media=(Media(mime="image/png", key="k", width=3),)),
    Content(Kind.LOCATION, location=Location(1.5, -2.25, name="Here")),
    Content(Kind.CONTACT, contacts=(ContactCard("Bo", phones=("+1",), emails=("b@x.y",)),)),
    Content(Kind.OPTIONS, text="which?", options=(Option("1", "One"), Option("2", "Two"))),
    Content(Kind.CHOICE, choice=Option("1", "One"), referral=Referral("ad", url="https://x.y")),
    Content(Kind.TEMPLATE, data={"name": "welcome"}),
    Content(Kind.UNSUPPORTED, provider_kind="poll", raw="{}"),
]
MESSAGES = [
    *(replace(MESSAGE, content=each) for each in CONTENTS),
    replace(MESSAGE, author=Author(AuthorKind.AGENT, "a1", "Ana"), reply_to=3, edited_at=AT),
    replace(
        MESSAGE, delivery=Delivery(DeliveryState.FAILED, "window", "131047", doubtful=True, at=AT)
    ),
    replace(MESSAGE, deleted_at=AT, visibility=Visibility.NOTE),
]
TALK = Conversation(
    id=ConversationId("k1"),
    account_id=AccountId("acc"),
    channel_id=ChannelId("tg"),
    channel_kind="telegram",
    contact_id=ContactId("vera"),
    sender="77",
    opened_at=AT,
    last_at=AT,
)
TALKS = [
    TALK,
    replace(TALK, status=Status.RESOLVED, resolved_at=AT, assignee_id="a1", priority="high"),
    replace(
        TALK,
        bot_id="f1",
        rating=4,
        tags=("vip",),
        attributes={"order": "7"},
        seq=2,
        last=Preview(2, "text", "contact", "Zoë", "public", "Olá", AT),
    ),
]
PEOPLE = [
    Contact(ContactId("vera"), AccountId("acc"), AT),
    Contact(
        ContactId("vera"), AccountId("acc"), AT, "Vera", "v@x.y", "+351912345678", merged_into="m"
    ),
]
WHERE: dict[str, Any] = {
    "account_id": "acc",
    "conversation_id": "k1",
    "contact_id": "vera",
    "channel_id": "tg",
    "channel_kind": "telegram",
}
WHEN = to_text(AT)
CARRIED: list[tuple[DomainEvent, Wire]] = [
    *(
        (
            MessageEvent(
                "message.received",
                "k1#5#0",
                occurred_at=WHEN,
                seq=5,
                rev=0,
                message=message_view(each),
                **WHERE,
            ),
            views.message(each),
        )
        for each in MESSAGES
    ),
    *(
        (
            ConversationEvent(
                "conversation.changed",
                "k1#3",
                occurred_at=WHEN,
                version=3,
                conversation=conversation_view(each),
                **WHERE,
            ),
            views.conversation(each),
        )
        for each in TALKS
    ),
    *(
        (
            ContactEvent("contact.changed", "vera#2", "acc", WHEN, "vera", 2, contact_view(each)),
            views.contact(each),
        )
        for each in PEOPLE
    ),
]
OTHERS: list[DomainEvent] = [
    MessageEvent("message.sent", "k1#6#0", occurred_at=WHEN, seq=6, rev=0, message=None, **WHERE),
    PromiseEvent(
        "sla.breached",
        "k1#7#0",
        occurred_at=WHEN,
        queue_id="q",
        target="first_reply",
        due=WHEN,
        **WHERE,
    ),
    FlowEvent(
        "flow.emitted",
        "s-1",
        occurred_at=WHEN,
        flow_id="f",
        node="n",
        action="lead",
        payload={},
        **WHERE,
    ),
]
DOCUMENT = openapi.document()


def sent(event: DomainEvent) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(catalogue.payload(asdict(event)))
    return body


def documented(type: str) -> Draft202012Validator:
    """Of the body that carries it, as the served document has it."""
    post = DOCUMENT["webhooks"][type]["post"]
    schema = post["requestBody"]["content"]["application/json"]["schema"]
    return Draft202012Validator(schema | {"components": DOCUMENT["components"]})


@pytest.mark.parametrize(("event", "answered"), CARRIED)
def test_a_webhook_carries_what_the_api_answers(event: DomainEvent, answered: Wire) -> None:
    thing = event.type.split(".")[0]
    assert sent(event)["data"][thing] == answered.model_dump(mode="json")


@pytest.mark.parametrize("event", [*(event for event, _ in CARRIED), *OTHERS])
def test_a_webhooks_body_is_as_the_served_document_says(event: DomainEvent) -> None:
    documented(event.type).validate(sent(event))
    with pytest.raises(ValidationError):
        documented(event.type).validate(sent(event) | {"data": {}})


def test_the_document_is_openapi_and_names_every_event() -> None:
    OpenAPIV31SpecValidator(DOCUMENT).validate()
    assert tuple(DOCUMENT["webhooks"]) == catalogue.TYPES
