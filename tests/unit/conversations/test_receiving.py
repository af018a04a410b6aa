"""What comes in is stored once, in order, in the right conversation."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.channels.base import Sender
from chalicelib.conversations import service
from chalicelib.conversations.model import (
    AuthorKind,
    DeliveryState,
    Status,
    Visibility,
)
from chalicelib.shared.content import Content, Kind, text
from tests.fakes import FakeRawStore
from tests.unit.conversations.scene import ACCOUNT, CHANNEL, Scene, unsupported


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_the_first_message_opens_a_conversation_of_a_new_contact(scene: Scene) -> None:
    scene.receive(scene.says("hello"))
    head, (message,) = scene.head, scene.thread
    assert (head.seq, head.inbound, head.status, head.contact_name) == (1, 1, Status.OPEN, "Ann")
    assert head.waiting_since == head.opened_at == message.at
    assert (message.author.kind, message.author.id) == (AuthorKind.CONTACT, head.contact_id)
    contact = scene.contacts.get(ACCOUNT, head.contact_id)
    assert contact is not None
    assert contact.name == "Ann"
    scene.verify()


@pytest.mark.feature("12")
def test_a_message_delivered_five_times_is_stored_once(scene: Scene) -> None:
    for _ in range(5):
        scene.receive(scene.says("hello"))
    announced = len(scene.store.announced)
    scene.receive(scene.says("hello"))
    assert scene.words() == ["hello"]
    assert (scene.head.seq, scene.head.inbound) == (1, 1)
    assert len(scene.store.announced) == announced


def test_a_batch_of_two_is_stored_in_its_order(scene: Scene) -> None:
    scene.receive(scene.says("one"), scene.says("two"))
    scene.receive(scene.says("two"), scene.says("three"))
    assert scene.words() == ["one", "two", "three"]
    assert [message.inbound for message in scene.thread] == [1, 2, 3]
    scene.verify()


def test_an_agents_line_does_not_count_as_inbound(scene: Scene) -> None:
    scene.receive(scene.says("hello"))
    scene.post("hi")
    scene.receive(scene.says("thanks"))
    assert [(m.seq, m.inbound) for m in scene.thread] == [(1, 1), (2, 1), (3, 2)]
    scene.verify()


def test_a_message_within_a_day_of_resolving_reopens(scene: Scene) -> None:
    scene.receive(scene.says("hello"))
    scene.change(status=Status.RESOLVED)
    scene.clock.tick(hours=23)
    scene.receive(scene.says("one more thing"))
    assert scene.head.status is Status.OPEN
    assert scene.words()[-2:] == ["conversation.reopened", "one more thing"]
    assert len(scene.store.heads_by_key) == 1
    scene.verify()


@pytest.mark.feature("3.1")
def test_a_message_a_day_after_resolving_opens_another_conversation(scene: Scene) -> None:
    scene.receive(scene.says("hello"))
    first = scene.head
    scene.change(status=Status.RESOLVED)
    scene.clock.tick(hours=24)
    scene.receive(scene.says("new matter"))
    assert scene.head.id != first.id
    assert scene.words() == ["new matter"]
    assert scene.store.heads_by_key[ACCOUNT, first.id].status is Status.RESOLVED
    history = service.history(scene.ports, account_id=ACCOUNT, contact_id=first.contact_id)
    assert [head.id for head in history] == [scene.head.id, first.id]
    scene.verify()


def test_an_old_message_delivered_again_wakes_nothing(scene: Scene) -> None:
    scene.receive(scene.says("hello"))
    scene.change(status=Status.RESOLVED)
    scene.receive(scene.says("hello"))
    assert scene.head.status is Status.RESOLVED
    scene.clock.tick(hours=30)
    scene.receive(scene.says("hello"))
    assert len(scene.store.heads_by_key) == 1
    assert scene.words() == ["hello", "conversation.resolved"]


def test_an_old_message_delivered_again_stays_in_its_old_conversation(scene: Scene) -> None:
    scene.receive(scene.says("hello"))
    scene.change(status=Status.RESOLVED)
    scene.clock.tick(hours=24)
    scene.receive(scene.says("new matter"))
    scene.receive(scene.says("hello"))
    assert scene.words() == ["new matter"]
    first, second = scene.store.heads_by_key.values()
    assert scene.thread_of(first)[0].dedup == "tg-hello"
    assert (first.seq, second.seq) == (2, 1)


def test_a_message_ends_a_snooze_but_leaves_a_bot_its_conversation(scene: Scene) -> None:
    scene.receive(scene.says("hello"))
    scene.change(status=Status.PENDING)
    scene.receive(scene.says("to the bot"))
    assert scene.head.status is Status.PENDING
    scene.change(status=Status.SNOOZED, snoozed_until=scene.clock() + timedelta(days=2))
    scene.receive(scene.says("already?"))
    assert (scene.head.status, scene.head.snoozed_until) == (Status.OPEN, None)
    scene.verify()


def test_a_reply_finds_the_message_that_it_answers(scene: Scene) -> None:
    scene.receive(scene.says("one"), scene.says("two"), scene.says("re", reply_to="tg-one"))
    assert scene.thread[-1].reply_to == 1
    scene.receive(scene.says("re unknown", reply_to="elsewhere"))
    assert scene.thread[-1].reply_to == 0


def test_what_the_business_wrote_elsewhere_is_an_answer_that_wakes_nothing(scene: Scene) -> None:
    scene.receive(scene.says("hello"))
    scene.change(status=Status.RESOLVED)
    scene.receive(scene.says("from the phone", echo=True))
    echo = scene.thread[-1]
    assert (echo.author.kind, echo.inbound) == (AuthorKind.AGENT, 1)
    assert echo.delivery.state is DeliveryState.SENT
    assert (scene.head.status, scene.head.waiting_since) == (Status.RESOLVED, None)
    scene.verify()


def test_two_spellings_of_a_phone_are_one_contact_on_two_channels(scene: Scene) -> None:
    old = Sender(id="551187654321", name="Bia", phone="+551187654321")
    new = Sender(id="5511987654321", name="Bia", phone="+5511987654321")
    scene.receive(scene.says("a", sender=old), kind="whatsapp", channel="acc1-w1")
    scene.receive(scene.says("b", sender=new), kind="whatsapp", channel="acc1-w2")
    first, second = scene.store.heads_by_key.values()
    assert first.contact_id == second.contact_id
    assert {first.sender, second.sender} == {old.id, new.id}


def test_senders_of_two_channels_or_accounts_never_meet(scene: Scene) -> None:
    scene.receive(scene.says("a"))
    scene.receive(scene.says("a"), channel="acc1-other")
    service.receive(
        scene.ports,
        account_id="acc2",
        channel_id=CHANNEL,
        channel_kind="telegram",
        items=[scene.says("a")],
        received_at=scene.clock(),
    )
    assert len({head.id for head in scene.store.heads_by_key.values()}) == 3
    assert len({head.contact_id for head in scene.store.heads_by_key.values()}) == 3


@pytest.mark.feature("2.4")
def test_an_unknown_kind_is_kept_whole(scene: Scene) -> None:
    scene.receive(unsupported(scene, raw='{"poll": 1}'))
    content = scene.thread[0].content
    assert (content.kind, content.provider_kind) == (Kind.UNSUPPORTED, "poll")
    assert content.raw == '{"poll": 1}'
    scene.verify()


@pytest.mark.feature("2.4")
def test_a_raw_text_too_large_for_an_item_is_kept_in_the_raw_store(scene: Scene) -> None:
    raw = "é" * 200_000
    scene.receive(unsupported(scene, raw))
    content = scene.thread[0].content
    assert content.data is not None
    assert isinstance(scene.ports.raws, FakeRawStore)
    assert scene.ports.raws.kept == {content.data["raw_key"]: raw}
    assert content.data["raw_bytes"] == "400000"
    assert raw.startswith(content.raw)
    assert len(content.raw) == 2_000


@pytest.mark.feature("2.4")
def test_what_names_no_sender_stays_on_the_channels_shelf(scene: Scene) -> None:
    for _ in range(2):
        scene.receive(unsupported(scene, raw="garbage", sender=Sender(id="")))
    assert not scene.store.heads_by_key
    (orphan,) = scene.store.orphans.values()
    assert (orphan.raw, orphan.kind, orphan.received_at) == ("garbage", "poll", scene.clock())


def test_a_reaction_is_put_and_taken_away(scene: Scene) -> None:
    scene.receive(scene.says("hello"))
    who = f"contact:{scene.head.contact_id}"
    for _ in range(2):
        scene.receive(scene.event("reaction", "tg-hello", value="👍"))
    assert scene.thread[0].reactions == {who: "👍"}
    assert scene.thread[0].rev == 1
    scene.receive(scene.event("reaction", "tg-hello", value=""))
    assert scene.thread[0].reactions == {}
    scene.verify()


def test_an_edit_and_a_deletion_change_the_message_and_the_row(scene: Scene) -> None:
    scene.receive(scene.says("helo"))
    scene.clock.tick(seconds=5)
    edit = scene.event("edit", "tg-helo", content=text("hello"))
    for _ in range(2):
        scene.receive(edit)
    assert (scene.words(), scene.head.last.text) == (["hello"], "hello")
    scene.receive(replace(edit, at=edit.at - timedelta(seconds=9), content=text("older")))
    assert scene.words() == ["hello"]
    scene.verify()
    scene.receive(scene.event("delete", "tg-helo"))
    assert scene.thread[0].deleted_at == scene.clock()
    assert scene.head.last.text == ""
    scene.verify()


def test_an_edit_of_an_older_message_leaves_the_row(scene: Scene) -> None:
    scene.receive(scene.says("one"), scene.says("two"))
    scene.receive(scene.event("edit", "tg-one", content=text("uno")))
    assert (scene.words(), scene.head.last.text) == (["uno", "two"], "two")
    scene.verify()


@pytest.mark.feature("12")
def test_what_overtakes_its_message_waits_for_it(scene: Scene) -> None:
    scene.receive(scene.says("before"))
    scene.receive(scene.event("reaction", "tg-late", value="👍"))
    scene.clock.tick(seconds=1)
    scene.receive(scene.event("edit", "tg-late", content=text("edited")))
    assert scene.words() == ["before"]
    scene.receive(scene.says("late"))
    late = scene.thread[-1]
    assert late.content.text == "edited"
    assert list(late.reactions.values()) == ["👍"]
    assert scene.head.last.text == "edited"
    scene.verify()
    scene.receive(scene.says("late"))
    assert scene.thread[-1] == late


def test_typing_is_not_stored_and_a_block_is_a_quiet_line(scene: Scene) -> None:
    scene.receive(scene.says("hello"), scene.event("typing"), scene.event("blocked"))
    assert scene.words() == ["hello", "contact.blocked"]
    assert scene.thread[-1].visibility is Visibility.EVENT
    assert (scene.head.inbound, scene.head.waiting_since) == (1, scene.clock())
    scene.verify()


def test_an_event_of_a_stranger_is_kept_on_the_shelf(scene: Scene) -> None:
    scene.receive(scene.event("blocked", raw='{"my_chat_member": 1}'))
    assert [orphan.raw for orphan in scene.store.orphans.values()] == ['{"my_chat_member": 1}']


def test_visitors_write_the_first_word_and_the_next(scene: Scene) -> None:
    visitor: Any = {"account_id": ACCOUNT, "channel_id": "acc1-web", "contact_id": "v1"}
    assert service.visitor_conversation(scene.ports, **visitor) is None
    for words in ("hello", "hello", "are you there?"):
        message, head = service.visitor_post(
            scene.ports, **visitor, content=text(words), client_id=f"c-{words}"
        )
        assert head.seq == message.seq
    assert scene.words() == ["hello", "are you there?"]
    assert scene.head.contact_id == "v1"
    assert service.visitor_conversation(scene.ports, **visitor) == scene.head
    scene.verify()


def test_one_visitors_client_id_cannot_take_anothers_place(scene: Scene) -> None:
    for visitor in ("v1", "v2"):
        service.visitor_post(
            scene.ports,
            account_id=ACCOUNT,
            channel_id="acc1-web",
            contact_id=visitor,
            content=Content(Kind.TEXT, text=visitor),
            client_id="client-0001",
        )
    threads = [scene.thread_of(head) for head in scene.store.heads_by_key.values()]
    assert sorted(message.content.text for (message,) in threads) == ["v1", "v2"]
