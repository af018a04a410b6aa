"""The state machine and the row's rule, as tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.conversations import rules
from chalicelib.conversations.model import (
    Author,
    AuthorKind,
    Conversation,
    Delivery,
    DeliveryState,
    Message,
    Status,
    Visibility,
)
from chalicelib.shared.content import ContactCard, Content, Kind, Location, Media, Option, text
from chalicelib.shared.errors import Conflict
from chalicelib.shared.ids import AccountId, ChannelId, ContactId, ConversationId
from tests.fakes import START

HEAD = Conversation(
    ConversationId("c"),
    AccountId("a"),
    ChannelId("a-x"),
    "telegram",
    ContactId("p"),
    "42",
    opened_at=START,
    last_at=START,
)
LATER = START + timedelta(hours=1)


def message(
    kind: AuthorKind, visibility: Visibility = Visibility.PUBLIC, **more: object
) -> Message:
    made = Message(
        account_id=HEAD.account_id,
        conversation_id=HEAD.id,
        seq=1,
        author=Author(kind, id="x", name="X"),
        content=text("hello"),
        visibility=visibility,
        at=LATER,
        dedup="d",
    )
    return replace(made, **more)  # type: ignore[arg-type]


STEPS = {
    (Status.OPEN, Status.PENDING): True,
    (Status.OPEN, Status.SNOOZED): True,
    (Status.OPEN, Status.RESOLVED): True,
    (Status.PENDING, Status.OPEN): True,
    (Status.PENDING, Status.SNOOZED): True,
    (Status.PENDING, Status.RESOLVED): True,
    (Status.SNOOZED, Status.OPEN): True,
    (Status.SNOOZED, Status.PENDING): True,
    (Status.SNOOZED, Status.SNOOZED): True,
    (Status.SNOOZED, Status.RESOLVED): True,
    (Status.RESOLVED, Status.OPEN): True,
    (Status.RESOLVED, Status.PENDING): True,
    (Status.RESOLVED, Status.SNOOZED): False,
    (Status.OPEN, Status.OPEN): True,
    (Status.PENDING, Status.PENDING): True,
}


@pytest.mark.parametrize(("before", "after"), STEPS)
def test_the_state_machine_has_these_steps(before: Status, after: Status) -> None:
    head = replace(HEAD, status=before)

    def step() -> Conversation:
        return rules.with_status(head, after, now=START, until=LATER + timedelta(hours=1))

    if not STEPS[before, after]:
        with pytest.raises(Conflict):
            step()
        return
    made = step()
    assert made.status is after
    assert (made.snoozed_until is not None) is (after is Status.SNOOZED)
    assert (made.resolved_at is not None) is (after is Status.RESOLVED)


WAITING = [
    (AuthorKind.CONTACT, Visibility.PUBLIC, None, LATER),
    (AuthorKind.CONTACT, Visibility.PUBLIC, START, START),
    (AuthorKind.CONTACT, Visibility.EVENT, None, None),
    (AuthorKind.AGENT, Visibility.PUBLIC, START, None),
    (AuthorKind.BOT, Visibility.PUBLIC, START, None),
    (AuthorKind.AGENT, Visibility.NOTE, START, START),
    (AuthorKind.SYSTEM, Visibility.PUBLIC, START, START),
]


@pytest.mark.parametrize(("kind", "visibility", "before", "after"), WAITING)
def test_who_waits_since_when(
    kind: AuthorKind, visibility: Visibility, before: object, after: object
) -> None:
    head = replace(HEAD, waiting_since=before)  # type: ignore[arg-type]
    made = rules.bump(head, [message(kind, visibility)])
    assert made.waiting_since == after
    assert (made.seq, made.last_at, made.version) == (1, LATER, 0)


def test_a_known_message_changes_nothing() -> None:
    head = rules.bump(HEAD, [message(AuthorKind.CONTACT)])
    assert rules.bump(head, [message(AuthorKind.AGENT)]) is head


PREVIEWS = [
    (text("  two\n  lines "), "two lines"),
    (text("👍" * 200), "👍" * 120),
    (Content(Kind.IMAGE, text="caption", media=(Media("image/png", "a.png"),)), "caption"),
    (Content(Kind.FILE, media=(Media("application/pdf", "bill.pdf"),)), "bill.pdf"),
    (Content(Kind.CHOICE, choice=Option("1", "Yes")), "Yes"),
    (Content(Kind.LOCATION, location=Location(0, 0, name="Here")), "Here"),
    (Content(Kind.CONTACT, contacts=(ContactCard("Bo"),)), "Bo"),
    (Content(Kind.EVENT, event="conversation.resolved"), "conversation.resolved"),
    (Content(Kind.STICKER), ""),
]


@pytest.mark.parametrize(("content", "words"), PREVIEWS)
def test_a_preview_is_a_messages_first_words(content: Content, words: str) -> None:
    assert rules.preview(message(AuthorKind.CONTACT, content=content)).text == words
    gone = message(AuthorKind.CONTACT, content=content, deleted_at=LATER)
    assert rules.preview(gone).text == ""


S = DeliveryState
FORWARD = [
    (S.QUEUED, S.SENT, S.SENT),
    (S.SENDING, S.READ, S.READ),
    (S.SENT, S.FAILED, S.FAILED),
    (S.SENT, S.SENT, S.SENT),
    (S.DELIVERED, S.SENT, S.DELIVERED),
    (S.DELIVERED, S.FAILED, S.DELIVERED),
    (S.READ, S.DELIVERED, S.READ),
    (S.READ, S.FAILED, S.READ),
    (S.FAILED, S.SENT, S.FAILED),
    (S.FAILED, S.DELIVERED, S.DELIVERED),
    (S.NONE, S.READ, S.NONE),
]


@pytest.mark.parametrize(("before", "news", "after"), FORWARD)
def test_delivery_goes_forward(before: S, news: S, after: S) -> None:
    start = message(AuthorKind.AGENT, delivery=Delivery(state=before, reason="old", attempts=2))
    made = rules.delivered(start, news, Delivery(reason="new", at=LATER))
    assert (made.delivery.state, made.delivery.attempts) == (after, 2)
    assert made.delivery.reason == ("new" if after is not before else "old")


def test_a_resolved_conversation_is_reopened_within_a_day() -> None:
    head = replace(HEAD, status=Status.RESOLVED, resolved_at=START)
    assert rules.reopens(head, START + timedelta(hours=23, minutes=59))
    assert not rules.reopens(head, START + timedelta(hours=24))
    assert rules.reopens(HEAD, START + timedelta(days=99))
