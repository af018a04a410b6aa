"""The flows' store: the same in memory, on moto and on DynamoDB Local."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.flows.model import Draft, Ended, Flow, KeptTest, Published, Session
from chalicelib.flows.ports import FlowStore
from chalicelib.shared.ids import AccountId
from tests.contract.stores.conftest import Stores
from tests.unit.flows.stores import MemoryFlowStore

pytestmark = pytest.mark.feature("6.4")
AT = datetime(2026, 3, 2, 9, 30, 0, 123000, tzinfo=UTC)
A = AccountId("acc1")
GRAPH = {"start": "a", "nodes": [{"id": "a", "kind": "end", "x": 1.5, "data": {"text": "é <b>"}}]}


@pytest.fixture
def store(stores: Stores) -> FlowStore:
    if stores.backend == "fake":
        return MemoryFlowStore()
    from chalicelib.flows.store import DynamoFlowStore

    return DynamoFlowStore()


def _flow(id: str = "f1", **more: object) -> Flow:
    flow = Flow(id=id, account_id=A, name="Welcome", created_at=AT, updated_at=AT)
    return replace(flow, **more)  # type: ignore[arg-type]


def _session(**more: object) -> Session:
    session = Session(
        account_id=A,
        conversation_id="c1",
        id="s1",
        flow_id="f1",
        number=1,
        name="Welcome",
        key="m1",
        began_at=AT,
        at=AT,
        state='{"at": "é"}',
        seen=3,
        anchor=4,
        wait_id="w1",
        wait_due=AT,
        counts={"a r": 2, "b a f2@3": 1},
        alarm=AT,
    )
    return replace(session, **more)  # type: ignore[arg-type]


def test_a_flow_comes_back_as_it_was_and_only_to_its_account(store: FlowStore) -> None:
    flow = _flow(
        triggers=({"kind": "first_message", "channel_ids": ["ch1"]},),
        priority=3,
        enabled=True,
        published=2,
        published_draft=5,
        published_at=AT,
        draft_version=6,
        updated_by="boss",
    )
    assert store.save_flow(flow)
    assert store.flow(A, "f1") == flow
    assert store.catalogue(A) == [flow]
    assert store.catalogue("acc2") == []
    assert store.flow("acc2", "f1") is None


def test_of_two_who_save_a_flow_one_is_told(store: FlowStore) -> None:
    assert store.save_flow(_flow())
    assert not store.save_flow(_flow(name="Again"))
    read = store.flow(A, "f1")
    assert read is not None
    assert store.save_flow(replace(read, name="First"))
    assert not store.save_flow(replace(read, name="Second"))
    assert [flow.name for flow in store.catalogue(A)] == ["First"]


def test_a_removed_flow_is_listed_no_more_and_its_versions_stay(store: FlowStore) -> None:
    store.save_flow(_flow())
    store.save_draft(A, "f1", Draft(GRAPH, 1))
    store.keep_graph(A, "f1", Draft(GRAPH, 1))
    store.add_version(A, "f1", Published(1, 1, AT))
    store.remove_flow(A, "f1")
    store.remove_flow(A, "f1")
    assert store.catalogue(A) == []
    assert store.draft(A, "f1") is None
    assert store.version(A, "f1", 1) == Published(1, 1, AT)
    assert store.graph(A, "f1", 1) == GRAPH


def test_a_draft_is_saved_over_the_version_before_alone(store: FlowStore) -> None:
    assert store.draft(A, "f1") is None
    assert store.save_draft(A, "f1", Draft(GRAPH, 1))
    assert not store.save_draft(A, "f1", Draft({}, 1))
    assert not store.save_draft(A, "f1", Draft({}, 3))
    assert store.draft(A, "f1") == Draft(GRAPH, 1)
    assert store.save_draft(A, "f1", Draft({"start": "b"}, 2))
    assert store.draft(A, "f1") == Draft({"start": "b"}, 2)


def test_a_number_is_taken_once_and_the_newest_come_first(store: FlowStore) -> None:
    first = Published(1, 1, AT, author="boss", note="first", nodes=2)
    assert store.add_version(A, "f1", first) is None
    assert store.add_version(A, "f1", Published(1, 9, AT)) == first
    second = Published(2, 2, AT, rolled_back_to=1)
    assert store.add_version(A, "f1", second) is None
    assert store.versions(A, "f1") == [second, first]
    assert store.versions(A, "f2") == []
    assert store.version(A, "f1", 3) is None


def test_a_session_is_saved_over_what_was_read_alone(store: FlowStore) -> None:
    assert store.session(A, "c1") is None
    assert store.save_session(_session())
    assert not store.save_session(_session())
    read = store.session(A, "c1")
    assert read == _session()
    assert read is not None
    assert store.save_session(replace(read, turn=2, wait_id="", wait_due=None))
    assert not store.save_session(replace(read, turn=3))
    again = store.session(A, "c1")
    assert again is not None
    assert (again.turn, again.wait_due) == (2, None)


def test_counts_are_added_with_the_session_or_not_at_all(store: FlowStore) -> None:
    tally = {("f1", 1): {"a r": 2, "b-1 a": 1}, ("f2", 3): {"x d": 1}}
    assert store.save_session(_session(), tally)
    assert not store.save_session(_session(), tally)
    assert store.funnel(A, "f1", 1) == {"a r": 2, "b-1 a": 1}
    assert store.funnel(A, "f2", 3) == {"x d": 1}
    read = store.session(A, "c1")
    assert read is not None
    assert store.save_session(replace(read, outcome="ended"), {("f1", 1): {"a r": 5}})
    assert store.funnel(A, "f1", 1) == {"a r": 7, "b-1 a": 1}
    assert store.funnel(A, "f1", 2) == {}


@pytest.mark.feature("6.5")
def test_sessions_that_are_over_are_listed_the_last_one_first(store: FlowStore) -> None:
    tally = {("f1", 1): {"a r": 1}}
    assert store.save_session(_session(), tally)
    assert store.ended(A, "f1", limit=5) == []
    for place, id in enumerate(("c2", "c3", "c4")):
        later = AT + timedelta(minutes=place)
        over = _session(conversation_id=id, id=f"s-{id}", outcome="ended", at=later, seen=9)
        assert store.save_session(over, tally)
        assert not store.save_session(over, tally)
    newest, _ = found = store.ended(A, "f1", limit=2)
    assert [each.conversation_id for each in found] == ["c4", "c3"]
    assert newest == Ended("c4", "s-c4", 1, "m1", AT, AT + timedelta(minutes=2), 9, "ended")
    assert store.ended(A, "f2", limit=5) == []
    assert store.ended("acc2", "f1", limit=5) == []


@pytest.mark.feature("6.5")
def test_a_test_is_saved_over_the_version_before_alone_and_goes_with_its_flow(
    store: FlowStore,
) -> None:
    store.save_flow(_flow())
    first, second = KeptTest("t1", 1, {"name": "é <b>"}), KeptTest("t2", 1, {})
    for test in (second, first):
        assert store.save_test(A, "f1", test)
        assert not store.save_test(A, "f1", test)
    after = KeptTest("t1", 2, {"name": "b"})
    assert store.save_test(A, "f1", after)
    assert store.tests(A, "f1") == [after, second]
    assert store.tests(A, "f2") == store.tests("acc2", "f1") == []
    assert store.remove_test(A, "f1", "t2")
    assert not store.remove_test(A, "f1", "t2")
    store.remove_flow(A, "f1")
    assert store.tests(A, "f1") == []
