"""What happened reaches those that answer by themselves, in their order."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.automation.model import (
    Happening,
    Work,
    on_conversation,
    on_message,
    on_timer,
    work_from,
)
from chalicelib.automation.service import AutomationPorts, handle
from chalicelib.conversations.model import Author, AuthorKind, Conversation, Message, Visibility
from chalicelib.shared.content import text
from chalicelib.shared.ids import AccountId, ChannelId, ContactId, ConversationId

AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
HEAD = Conversation(
    id=ConversationId("k1"),
    account_id=AccountId("acme"),
    channel_id=ChannelId("acme-w"),
    channel_kind="website",
    contact_id=ContactId("p1"),
    sender="p1",
    opened_at=AT,
    last_at=AT,
    version=3,
)
WORD = Message(
    account_id=AccountId("acme"),
    conversation_id=ConversationId("k1"),
    seq=7,
    author=Author(AuthorKind.CONTACT),
    content=text("hello"),
    visibility=Visibility.PUBLIC,
    at=AT,
    dedup="m1",
)


def ports(*reactors: Any, head: Conversation | None = HEAD, **timers: Any) -> AutomationPorts:
    def message(account_id: str, conversation_id: str, seq: int) -> Message:
        assert (account_id, conversation_id) == ("acme", "k1")
        return replace(WORD, seq=seq)

    return AutomationPorts(lambda *_: head, message, reactors, timers)


def test_who_deals_with_it_is_the_last_to_be_asked() -> None:
    asked: list[tuple[str, Happening]] = []

    def reactor(name: str, deals: bool) -> Any:
        def react(happening: Happening) -> bool:
            asked.append((name, happening))
            return deals

        return react

    handle(
        ports(reactor("first", False), reactor("second", True), reactor("third", True)),
        Work("message", "acme", "k1", seq=7),
    )
    assert [name for name, _ in asked] == ["first", "second"]
    assert [happening.message for _, happening in asked] == [WORD, WORD]


def test_a_timer_goes_to_its_own_alone() -> None:
    seen: list[Happening] = []

    def never(_: Happening) -> bool:
        raise AssertionError("not for messages and changes")

    def its_own(happening: Happening) -> bool:
        seen.append(happening)
        return True

    wait = Work("timer", "acme", "k1", name="flow", due="2026-06-01T09:00:00.000Z")
    handle(ports(never, flow=its_own), wait)
    handle(ports(never), wait)  # of a kind that no one knows any more
    assert [happening.work for happening in seen] == [wait]


def test_what_became_of_nothing_is_let_go() -> None:
    handle(ports(head=None), Work("conversation", "acme", "k1", version=1))


@pytest.mark.parametrize(
    ("entry", "work"),
    [
        (on_message(WORD), Work("message", "acme", "k1", seq=7)),
        (on_conversation(HEAD), Work("conversation", "acme", "k1", version=3)),
        (
            on_timer("acme", "k1", "flow", "2026", {"session": "s1"}),
            Work("timer", "acme", "k1", name="flow", due="2026", payload={"session": "s1"}),
        ),
    ],
)
def test_work_comes_back_from_the_queue_as_it_went(entry: Any, work: Work) -> None:
    assert work_from(json.loads(entry.body)) == work
    assert entry.group == "k1"


def test_the_same_thing_twice_is_one_entry_and_different_things_are_two() -> None:
    entries = [
        on_message(WORD),
        on_message(replace(WORD, rev=1)),
        on_message(replace(WORD, seq=8)),
        on_conversation(HEAD),
        on_conversation(replace(HEAD, version=4)),
        on_timer("acme", "k1", "flow", "2026", {"session": "s1"}),
        on_timer("acme", "k1", "flow", "2026", {"session": "s2"}),
    ]
    assert len({entry.dedup for entry in entries}) == len(entries) - 1
