"""What the stores of scheduled messages and quick responses keep to, fakes included."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.replies.model import QuickResponse
from chalicelib.replies.ports import ReplyStore
from chalicelib.schedules.model import Schedule, State
from chalicelib.schedules.ports import ScheduleStore
from chalicelib.shared.content import ContactCard, Content, Kind, Media
from chalicelib.shared.errors import InvalidInput
from chalicelib.shared.ids import AccountId, ConversationId
from tests.contract.stores.conftest import Stores
from tests.fakes import START
from tests.unit.replies.fakes import FakeReplyStore
from tests.unit.schedules.fakes import FakeScheduleStore

A, C = AccountId("acc1"), ConversationId("conv1")
ONE = Schedule(
    id="one",
    account_id=A,
    conversation_id=C,
    author_id="rui",
    author_name="Rui",
    content=Content(
        Kind.IMAGE, "héllo 👋", (Media("image/png", "a.png", 3, key="media/acc1/conv1/x/a.png"),)
    ),
    due_at=START + timedelta(hours=1),
    zone="America/Sao_Paulo",
    created_at=START,
    contact_name="Ana",
    channel_kind="whatsapp",
    reply_to=3,
    unless_reply=True,
    inbound=2,
)
BARE = QuickResponse(id="r1", account_id=A, owner_id="", name="Price", code="price", text="5")
FULL = replace(
    BARE,
    id="r2",
    code="all",
    media=(Media("application/pdf", "p.pdf", 9, key="media/acc1/replies/x/p.pdf"),),
    contacts=(ContactCard("Desk", ("+49301",), ("a@b.example",), "Acme"),),
    updated_at=START,
    version=2,
)


@pytest.fixture
def schedules(stores: Stores) -> ScheduleStore:
    if stores.backend == "fake":
        return FakeScheduleStore()
    from chalicelib.schedules.store import DynamoScheduleStore

    return DynamoScheduleStore()


@pytest.fixture
def replies(stores: Stores) -> ReplyStore:
    if stores.backend == "fake":
        return FakeReplyStore()
    from chalicelib.replies.store import DynamoReplyStore

    return DynamoReplyStore()


def test_a_scheduled_message_comes_back_as_it_was(schedules: ScheduleStore) -> None:
    assert schedules.get(A, C, "one") is None
    assert schedules.add(ONE) == ONE
    assert schedules.add(replace(ONE, author_name="Other")) == ONE
    assert schedules.get(A, C, "one") == ONE
    assert schedules.get("acc2", C, "one") is None
    assert schedules.get(A, "conv2", "one") is None


def test_a_change_needs_the_version_that_it_read(schedules: ScheduleStore) -> None:
    schedules.add(ONE)
    claimed = replace(ONE, state=State.SENDING, version=1)
    assert schedules.replace(ONE, claimed)
    assert not schedules.replace(ONE, replace(ONE, state=State.CANCELLED, version=1))
    assert schedules.get(A, C, "one") == claimed
    nobody = replace(ONE, id="nobody")
    assert not schedules.replace(nobody, replace(nobody, version=1))


def test_a_conversation_has_all_of_its_own(schedules: ScheduleStore) -> None:
    for id, conversation in (("one", C), ("two", C), ("three", "conv2")):
        schedules.add(replace(ONE, id=id, conversation_id=ConversationId(conversation)))
    schedules.replace(
        replace(ONE, id="two"), replace(ONE, id="two", state=State.SENT, seq=4, version=1)
    )
    found = {one.id: one.state for one in schedules.of_conversation(A, C)}
    assert found == {"one": State.WAITING, "two": State.SENT}
    assert schedules.of_conversation("acc2", C) == []


def test_the_accounts_page_is_by_due_time_and_holds_one_state(schedules: ScheduleStore) -> None:
    for hours in (3, 1, 2):
        one = replace(ONE, id=f"in{hours}", due_at=START + timedelta(hours=hours))
        schedules.add(one)
        schedules.add(replace(one, account_id=AccountId("acc2")))
    failed = replace(ONE, id="in2", due_at=START + timedelta(hours=2))
    schedules.replace(failed, replace(failed, state=State.FAILED, reason="no", version=1))
    first = schedules.page(A, state="waiting", cursor="", limit=1)
    rest = schedules.page(A, state="waiting", cursor=first.cursor, limit=5)
    assert [one.id for one in (*first.schedules, *rest.schedules)] == ["in1", "in3"]
    assert rest.cursor == ""
    [shown] = schedules.page(A, state="failed", cursor="", limit=5).schedules
    assert (shown.id, shown.reason) == ("in2", "no")
    with pytest.raises(InvalidInput):
        schedules.page(A, state="waiting", cursor="nonsense", limit=5)


@pytest.mark.parametrize("response", [BARE, FULL], ids=["bare", "full"])
def test_a_quick_response_comes_back_as_it_was(
    replies: ReplyStore, response: QuickResponse
) -> None:
    replies.add(response)
    assert replies.get(A, "", response.id) == response
    assert replies.catalogue(A, "") == [response]
    assert replies.get(A, "rui", response.id) is None
    assert replies.catalogue("acc2", "") == []


def test_ones_own_lie_apart_from_the_shared_ones(replies: ReplyStore) -> None:
    replies.add(BARE)
    replies.add(replace(BARE, id="mine", owner_id="rui"))
    assert [one.id for one in replies.catalogue(A, "")] == ["r1"]
    assert [one.id for one in replies.catalogue(A, "rui")] == ["mine"]


def test_a_quick_response_is_changed_by_version_and_removed(replies: ReplyStore) -> None:
    replies.add(BARE)
    after = replace(BARE, text="6", version=1)
    assert replies.replace(BARE, after)
    assert not replies.replace(BARE, replace(BARE, text="7", version=1))
    assert replies.get(A, "", "r1") == after
    replies.remove(after)
    replies.remove(after)
    assert replies.get(A, "", "r1") is None
    assert replies.catalogue(A, "") == []
