"""The stores of live visitors, invitations and callbacks, on moto and on DynamoDB Local."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.callbacks.model import Callback, Outcome, Status
from chalicelib.callbacks.store import DynamoCallbackStore
from chalicelib.invitations.model import Condition, Invitation
from chalicelib.invitations.store import DynamoInvitationStore
from chalicelib.replies.model import QuickResponse
from chalicelib.replies.store import DynamoReplyStore
from chalicelib.routing.store import DynamoRouteStore
from chalicelib.shared import aws, notices
from chalicelib.shared.ids import AccountId, ChannelId, ContactId
from chalicelib.shared.table import find_raw
from chalicelib.visitors.live import Presence
from chalicelib.visitors.live_store import DynamoPresenceStore
from tests.support.people import NOON

LATER = NOON + timedelta(minutes=2)
ROW = Presence(
    account_id="acc",
    contact_id="ana",
    channel_id="acc-1",
    since=NOON,
    page_at=NOON,
    seen_at=NOON,
    until=LATER,
    url="https://shop.example/ünïcode",
    title='<b>"quoted"</b>',
    pages=3,
    visits_count=2,
    utm={"source": "news"},
    country="BR",
    name="Ana",
)


@pytest.fixture
def presence(main_table: str) -> Iterator[DynamoPresenceStore]:
    """Over a connections table of its own."""
    from chalicelib.settings import settings

    name = f"{main_table}-connections"
    keys = [("pk", "HASH"), ("sk", "RANGE")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONNECTIONS_TABLE", name)
        settings.cache_clear()
        aws.client("dynamodb").create_table(
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": k, "AttributeType": "S"} for k, _ in keys],
            KeySchema=[{"AttributeName": k, "KeyType": kind} for k, kind in keys],
        )
        yield DynamoPresenceStore()
        aws.client("dynamodb").delete_table(TableName=name)
    settings.cache_clear()


@pytest.mark.feature("1.12")
def test_who_arrived_is_there_whole_until_his_time_is_over(presence: DynamoPresenceStore) -> None:
    assert presence.arrive(ROW) is False
    assert presence.present("acc", NOON).rows == [ROW]
    assert presence.present("acc", LATER).rows == []
    assert presence.present("other", NOON).rows == []


@pytest.mark.feature("1.12")
def test_a_next_page_keeps_the_call_the_name_and_the_conversation(
    presence: DynamoPresenceStore,
) -> None:
    presence.arrive(ROW)
    assert presence.call("acc", "ana", "c1")
    next_page = replace(ROW, url="https://shop.example/cups", name="", conversation_id="")
    assert presence.arrive(next_page) is True
    (row,) = presence.present("acc", NOON).rows
    assert (row.url, row.name, row.conversation_id) == (next_page.url, "Ana", "c1")


@pytest.mark.feature("1.12")
def test_a_beat_prolongs_and_a_socket_ends_the_call(presence: DynamoPresenceStore) -> None:
    assert presence.beat("acc", "ana", now=NOON, until=LATER, live=False) is None
    presence.arrive(ROW)
    presence.call("acc", "ana", "c1")
    end = LATER + timedelta(minutes=1)
    assert presence.beat("acc", "ana", now=LATER, until=end, live=False) is True
    assert presence.beat("acc", "ana", now=LATER, until=end, live=True) is False
    assert presence.beat("acc", "ana", now=LATER, until=end, live=False) is False
    assert [row.until for row in presence.present("acc", LATER).rows] == [end]


@pytest.mark.feature("1.12")
def test_nobody_is_made_up_by_a_call(presence: DynamoPresenceStore) -> None:
    assert not presence.call("acc", "nobody", "c1")
    presence.talks("acc", "nobody", "c1")
    assert presence.present("acc", NOON).rows == []


@pytest.mark.feature("1.12")
def test_the_look_of_agents_is_no_visitor(presence: DynamoPresenceStore) -> None:
    assert presence.watched_until("acc") is None
    presence.watch("acc", LATER)
    presence.arrive(ROW)
    found = presence.present("acc", NOON)
    assert (found.rows, found.watched_until, found.more) == ([ROW], LATER, False)
    assert presence.watched_until("acc") == LATER


@pytest.mark.feature("3")
def test_who_is_blocked_is_marked_until_he_is_not(presence: DynamoPresenceStore) -> None:
    presence.arrive(ROW)
    for blocked in (True, False):
        presence.block("acc", "ana", blocked)
        assert presence.present("acc", NOON).rows == [replace(ROW, blocked=blocked)]
    for blocked in (True, False):
        presence.arrive(replace(ROW, blocked=blocked))
        assert presence.present("acc", NOON).rows == [replace(ROW, blocked=blocked)]
    presence.block("acc", "nobody", True)
    assert len(presence.present("acc", NOON).rows) == 1


RULE = Invitation(
    id="i1",
    account_id=AccountId("acc"),
    name="Reader",
    texts=("Hello?", "¿Hola?"),
    conditions=(Condition("url", "contains", "/beans"),),
    position=2,
)


@pytest.mark.feature("1.7")
def test_invitations_come_back_whole_and_in_order(main_table: str) -> None:
    store = DynamoInvitationStore()
    first = replace(RULE, id="i2", position=1, enabled=False, texts=("Hi",))
    store.save(RULE)
    store.save(first)
    assert store.load("acc").invitations == (first, RULE)
    store.remove("acc", "i2")
    store.remove("acc", "i2")
    assert store.load("acc").invitations == (RULE,)
    assert store.load("other").invitations == ()


@pytest.mark.feature("1.7")
def test_a_visitor_is_counted_once_for_each_event(main_table: str) -> None:
    store = DynamoInvitationStore()
    store.save(RULE)
    told = [("ana", "A", "shown"), ("ana", "A", "shown"), ("rui", "B", "shown")]
    told += [("ana", "A", "opened"), ("rui", "B", "shown")]
    done = [
        store.count("acc", who, id="i1", variant=variant, event=event, now=NOON)
        for who, variant, event in told
    ]
    assert done == [True, False, True, True, False]
    counts = store.load("acc").counts["i1"]
    assert counts == {
        "A": {"shown": 1, "opened": 1, "answered": 0},
        "B": {"shown": 1, "opened": 0, "answered": 0},
    }


CALLBACK = Callback(
    id="k1",
    account_id=AccountId("acc"),
    channel_id=ChannelId("acc-1"),
    contact_id=ContactId("ana"),
    phone="+5511987654321",
    requested_at=NOON,
    status=Status.RINGING,
    ring_until=LATER,
    rings=1,
)


@pytest.mark.feature("1.8")
def test_a_callback_comes_back_whole_and_tells_the_screens(main_table: str) -> None:
    store = DynamoCallbackStore()
    saved = store.save(CALLBACK)
    assert saved == replace(CALLBACK, version=1) == store.get("acc", "k1")
    assert store.get("other", "k1") is None
    raw = find_raw("A#acc#L", "k1")
    assert raw
    notice = notices.from_image(raw)
    assert notice.event["type"] == "callback.updated"
    assert notice.event["callback"]["phone"] == CALLBACK.phone


@pytest.mark.feature("1.8")
def test_of_two_writers_one_wins(main_table: str) -> None:
    store = DynamoCallbackStore()
    assert store.save(CALLBACK)
    assert store.save(CALLBACK) is None
    held = store.get("acc", "k1")
    assert held
    assert store.save(replace(held, status=Status.ACCEPTED, accepted_by="ana"))
    assert store.save(replace(held, status=Status.ACCEPTED, accepted_by="rui")) is None


@pytest.mark.feature("1.8")
def test_what_is_done_leaves_the_list_of_open_ones(main_table: str) -> None:
    store = DynamoCallbackStore()
    for number in range(3):
        store.save(replace(CALLBACK, id=f"k{number}"))
    held = store.get("acc", "k1")
    assert held
    store.save(replace(held, status=Status.DONE, outcome=Outcome.REACHED))
    assert [each.id for each in store.open("acc", "", 9).callbacks] == ["k2", "k0"]
    first = store.all("acc", "", 2)
    rest = store.all("acc", first.cursor, 2)
    assert [each.id for each in (*first.callbacks, *rest.callbacks)] == ["k2", "k1", "k0"]
    page = store.open("acc", "", 1)
    assert [each.id for each in store.open("acc", page.cursor, 1).callbacks] == ["k0"]


@pytest.mark.feature("1.8")
def test_callbacks_and_quick_responses_do_not_meet(main_table: str) -> None:
    callbacks, replies = DynamoCallbackStore(), DynamoReplyStore()
    callbacks.save(CALLBACK)
    replies.add(QuickResponse("r1", AccountId("acc"), owner_id="", name="Hi", code="hi", text="Hi"))
    assert [each.id for each in callbacks.all("acc", "", 9).callbacks] == ["k1"]
    assert [each.id for each in replies.catalogue("acc", "")] == ["r1"]


@pytest.mark.feature("1.8")
@pytest.mark.feature("4.2")
def test_callbacks_and_what_agents_have_do_not_meet(main_table: str) -> None:
    callbacks, routes = DynamoCallbackStore(), DynamoRouteStore()
    callbacks.save(CALLBACK)
    routes.start("acc", "ana", {"c1": NOON})
    assert [each.id for each in callbacks.all("acc", "", 9).callbacks] == ["k1"]
    loads = routes.loads("acc")
    assert (list(loads.agents), list(loads.turns)) == (["ana"], [])


@pytest.mark.feature("1.8")
def test_a_request_is_the_callback_that_it_was_first(main_table: str) -> None:
    store = DynamoCallbackStore()
    assert store.pointed("acc", "ana", "request-1") == ""
    assert store.point("acc", "ana", "request-1", "k1", NOON) == "k1"
    assert store.point("acc", "ana", "request-1", "k2", NOON) == "k1"
    assert store.pointed("acc", "ana", "request-1") == "k1"
    assert store.pointed("acc", "rui", "request-1") == ""


@pytest.mark.feature("3")
def test_what_a_blocked_one_asks_is_kept_and_told_to_nobody(main_table: str) -> None:
    store = DynamoCallbackStore()
    saved = store.save(replace(CALLBACK, muted=True))
    assert saved == replace(CALLBACK, muted=True, version=1) == store.get("acc", "k1")
    raw = find_raw("A#acc#L", "k1")
    assert raw
    assert not {"announce", "notice", "g1pk", "g1sk"} & set(raw)
    assert store.open("acc", "", 9).callbacks == []


@pytest.mark.feature("3")
def test_one_who_is_blocked_while_it_rings_is_taken_off_the_screens(main_table: str) -> None:
    store = DynamoCallbackStore()
    held = store.save(CALLBACK)
    assert held
    store.save(replace(held, muted=True))
    raw = find_raw("A#acc#L", "k1")
    assert raw
    assert notices.from_image(raw).event["callback"]["status"] == "done"
    assert store.open("acc", "", 9).callbacks == []
    found = store.get("acc", "k1")
    assert found
    assert (found.muted, found.status) == (True, Status.RINGING)


@pytest.mark.feature("1.7")
def test_the_invitation_that_was_opened_last_is_remembered(main_table: str) -> None:
    store = DynamoInvitationStore()
    assert store.opened("acc", "ana") is None
    store.open("acc", "ana", id="i1", now=NOON)
    store.open("acc", "ana", id="i2", now=NOON + timedelta(minutes=1))
    assert store.opened("acc", "ana") == ("i2", NOON + timedelta(minutes=1))
    assert store.opened("other", "ana") is None
