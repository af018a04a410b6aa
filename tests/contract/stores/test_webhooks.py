"""What every store of webhooks does: the fake, moto and DynamoDB Local."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.shared.errors import Conflict
from chalicelib.webhooks.model import (
    Delivery,
    Endpoint,
    Off,
    State,
    Try,
    again,
    delivery_id,
    given_up,
    tried,
)
from chalicelib.webhooks.ports import WebhookStore
from tests.unit.webhooks.fakes import NOON, MemoryWebhookStore

ENDPOINT = Endpoint(
    id="hook1",
    account_id="acme",
    url="https://shop.example/hooks?ñ=1",
    types=("message.received", "contact.changed"),
    description="Nuestra tienda 🛒",
    channel_ids=("acme-tg",),
    enriches=True,
    sealed="c2VhbGVk",
    previous_until=NOON,
    created_at=NOON,
)
LATER = NOON + timedelta(days=30)


@pytest.fixture
def hooks(stores: Any) -> WebhookStore:
    if stores.backend == "fake":
        return MemoryWebhookStore()
    from chalicelib.webhooks.store import DynamoWebhookStore

    return DynamoWebhookStore()


def delivery(number: int, endpoint_id: str = "hook1") -> Delivery:
    at = NOON + timedelta(seconds=number)
    event_id = f"k1#{number}#0"
    return Delivery(
        id=delivery_id(endpoint_id, event_id, at),
        account_id="acme",
        endpoint_id=endpoint_id,
        event_id=event_id,
        type="message.received",
        body='{"type":"message.received","data":{"text":"Olá \u202e"}}',
        created_at=at,
        next_at=at,
    )


def test_an_endpoint_comes_back_as_it_was_put(hooks: WebhookStore) -> None:
    saved = hooks.save(ENDPOINT)
    assert saved == replace(ENDPOINT, version=1)
    assert hooks.endpoint("acme", "hook1") == saved
    assert hooks.endpoints("acme") == [saved]
    assert hooks.endpoint("other", "hook1") is None
    assert hooks.endpoints("other") == []
    with pytest.raises(Conflict):
        hooks.save(ENDPOINT)
    with pytest.raises(Conflict):
        hooks.save(replace(saved, version=7))
    assert hooks.remove("acme", "hook1")
    assert not hooks.remove("acme", "hook1")
    assert hooks.endpoints("acme") == []


def test_deliveries_change_what_people_do_not(hooks: WebhookStore) -> None:
    hooks.save(ENDPOINT)
    hooks.failing("acme", "hook1", NOON)
    hooks.failing("acme", "hook1", LATER)
    found = hooks.endpoint("acme", "hook1")
    assert found is not None
    assert (found.failing_since, found.version) == (NOON, 1)
    hooks.failing("acme", "hook1", None)
    hooks.failing("acme", "hook1", None)
    assert hooks.switch_off("acme", "hook1", Off.FAILING)
    assert not hooks.switch_off("acme", "hook1", Off.GONE)
    assert not hooks.switch_off("acme", "gone", Off.GONE)
    hooks.failing("acme", "gone", NOON)
    off = hooks.endpoint("acme", "hook1")
    assert off == replace(ENDPOINT, off=Off.FAILING, version=2)
    assert len(hooks.endpoints("acme")) == 1


def test_one_call_tells_administrators_and_a_change_begins_anew(hooks: WebhookStore) -> None:
    def begins(at: datetime) -> bool:
        return hooks.begin_letter("acme", "hook1", now=at, since=at - timedelta(minutes=5))

    assert not begins(NOON), "there is none"
    hooks.save(ENDPOINT)
    assert not begins(NOON), "it is on"
    hooks.switch_off("acme", "hook1", Off.GONE)
    assert begins(NOON)
    assert not begins(NOON + timedelta(minutes=4))
    assert begins(NOON + timedelta(minutes=6)), "who began has died"
    assert not hooks.letter_sent("acme", "hook1")
    hooks.end_letter("acme", "hook1")
    assert hooks.letter_sent("acme", "hook1")
    assert not begins(NOON + timedelta(days=9))
    off = hooks.endpoint("acme", "hook1")
    assert off == replace(ENDPOINT, off=Off.GONE, version=2)
    hooks.save(replace(off, off=Off.ON))
    hooks.switch_off("acme", "hook1", Off.FAILING)
    assert begins(NOON)


def test_a_delivery_is_added_once_and_recorded_in_turn(hooks: WebhookStore) -> None:
    first = delivery(1)
    assert hooks.add(first, LATER) is None
    after = replace(
        tried(first, Try(NOON, 503, "", 12)),
        sent={"webhook-id": "msg_1"},
        answer={"server": "x"},
        answer_body="Busy",
        early=1,
    )
    assert hooks.record(after, tries=0)
    assert not hooks.record(after, tries=0), "another was faster"
    assert hooks.add(first, LATER) == after
    assert hooks.delivery("acme", "hook1", first.id) == after
    assert hooks.delivery("acme", "hook2", first.id) is None
    done = tried(after, Try(NOON, 200, "", 3))
    assert hooks.record(done, tries=1)
    assert not hooks.record(done, tries=2), "it waits no more"
    assert hooks.record(again(done, LATER), tries=2, waiting=False)


def test_a_ledger_is_read_by_state_and_time_and_page_by_page(hooks: WebhookStore) -> None:
    made = [delivery(number) for number in range(1, 8)]
    for each in made:
        hooks.add(each, LATER)
    hooks.add(delivery(1, "hook2"), LATER)
    one, two, three, four = made[:4]
    waiting = tried(one, Try(NOON, 500))
    hooks.record(waiting, tries=0)
    hooks.record(given_up(two), tries=0)
    hooks.record(given_up(three), tries=0)
    good = tried(four, Try(NOON, 204))
    hooks.record(good, tries=0)

    def ids(**how: Any) -> list[str]:
        found: list[str] = []
        position = ""
        for _ in range(20):
            page = hooks.deliveries(
                "acme",
                "hook1",
                **{"state": None, "since": None, "limit": 2, **how, "position": position},
            )
            assert len(page.deliveries) <= 2
            found += [each.id for each in page.deliveries]
            position = page.position
            if not position:
                return found
        raise AssertionError("it never ends")

    assert ids() == [each.id for each in reversed(made)]
    assert ids(state=State.FAILED) == [three.id, two.id]
    assert ids(state=State.FAILED, limit=1) == [three.id, two.id]
    assert ids(state=State.FAILED, since=NOON + timedelta(seconds=3)) == [three.id]
    assert ids(state=State.WAITING) == [one.id]
    assert ids(state=State.DELIVERED) == [four.id]


def test_cards_stand_beside_their_conversation(hooks: WebhookStore) -> None:
    hooks.keep_card("acme", "k1", "hook1", {"link": "https://crm.example", "rows": []})
    hooks.keep_card("acme", "k1", "hook1", {"link": "", "rows": [{"title": "ñ"}]})
    hooks.keep_card("acme", "k2", "hook1", {"link": "", "rows": []})
    assert hooks.cards("acme", "k1") == [
        {"webhook_id": "hook1", "link": "", "rows": [{"title": "ñ"}]}
    ]
    assert hooks.cards("other", "k1") == []
