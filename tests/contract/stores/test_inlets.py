"""What every store of inbound webhooks does: the fake, moto and DynamoDB Local."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.inlets.model import Entry, Field, Inlet, State, Target, again
from chalicelib.inlets.ports import InletStore
from chalicelib.shared.errors import Conflict
from tests.unit.inlets.fakes import NOON, MemoryInletStore

INLET = Inlet(
    id="inlet1",
    account_id="acme",
    name="Página de inicio 🛒",
    channel_id="acme-site",
    mapping=(Field(Target.NAME, "/who/ñ~1"), Field(Target.DATA, "/plan", "Plan")),
    queue_id="q1",
    flow_id="f1",
    dedupe="/id",
    region="BR",
    header="x-signature",
    sealed="c2VhbGVk",
    turn=3,
    on=False,
    created_at=NOON,
)


@pytest.fixture
def kept(stores: Any) -> InletStore:
    if stores.backend == "fake":
        return MemoryInletStore()
    from chalicelib.inlets.store import DynamoInletStore

    return DynamoInletStore()


def call(number: int, **more: Any) -> Entry:
    at = NOON + timedelta(seconds=number)
    body = '{"text":"Olá \u202e"}'
    made = Entry(f"{number:013d}-x", "acme", "inlet1", at, body, form=True)
    return replace(made, **more)


def test_it_is_kept_whole_changed_once_and_removed(kept: InletStore) -> None:
    first = kept.save(INLET)
    assert first == replace(INLET, version=1)
    assert kept.inlet("acme", "inlet1") == first
    assert kept.inlet("other", "inlet1") is None
    second = kept.save(replace(first, name="Two"))
    with pytest.raises(Conflict):
        kept.save(replace(first, name="Three"))
    with pytest.raises(Conflict):
        kept.save(INLET)
    assert kept.inlets("acme") == [second]
    assert kept.remove("acme", "inlet1")
    assert not kept.remove("acme", "inlet1")
    assert kept.inlets("acme") == []


def test_a_key_is_the_first_ones_until_it_is_old(kept: InletStore) -> None:
    def claim(id: str, minutes: int) -> str:
        now = NOON + timedelta(minutes=minutes)
        since = now - timedelta(minutes=10)
        return kept.claim("acme", "inlet1", "k", id, now=now, since=since)

    assert [claim("one", 0), claim("two", 10), claim("three", 11), claim("four", 12)] == [
        "one",
        "one",
        "three",
        "three",
    ]


def test_a_call_is_added_once_and_written_in_its_round(kept: InletStore) -> None:
    one = call(1)
    assert kept.add(one) is None
    assert kept.add(replace(one, body="other")) == one
    done = replace(
        one, state=State.DONE, contact_id="c1", conversation_id="k1", left_out=("phone",)
    )
    assert kept.record(done, round=0)
    assert kept.entry("acme", "inlet1", one.id) == done
    once_more = again(done)
    assert kept.record(once_more, round=0)
    assert not kept.record(done, round=0)
    assert kept.entry("acme", "inlet1", one.id) == once_more
    assert not kept.record(call(9), round=0)
    kept.mark(done)


def test_the_ledger_is_read_page_by_page_the_newest_first(kept: InletStore) -> None:
    for number in range(5):
        kept.add(call(number))
        kept.claim("acme", "inlet1", f"k{number}", "x", now=NOON, since=NOON)
    found: list[Entry] = []
    position = ""
    while True:
        page = kept.entries("acme", "inlet1", position=position, limit=2)
        found += page.entries
        position = page.position
        if not position:
            break
    assert found == [call(number) for number in reversed(range(5))]
    assert kept.entries("acme", "inlet2", position="", limit=2).entries == ()
