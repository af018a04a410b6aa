"""From an event to its receiver: signed, again and again, and what the ledger says of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from standardwebhooks import Webhook

from chalicelib.channels.base import ProviderResponse
from chalicelib.shared.clock import to_milliseconds
from chalicelib.shared.errors import TooLarge
from chalicelib.shared.http import AddressRefused, NoAnswer
from chalicelib.webhooks import delivering, service
from chalicelib.webhooks.model import BACKOFF, PATIENCE, Delivery, Off, State
from tests.unit.webhooks.fakes import NOON, MemoryWebhookStore, Received, Scene, event

pytestmark = pytest.mark.feature("9.4")
DOWN = ProviderResponse(503, {"content-type": "text/html"}, b"<h1>Busy</h1>" + b"x" * 9000)
GOOD = ProviderResponse(200, {}, b"")
DAY = timedelta(days=2)


def verified(
    secret: str, received: Received, monkeypatch: pytest.MonkeyPatch | None = None
) -> dict[str, Any]:
    """By the specification's own library, at the moment of its own time stamp."""
    hook = Webhook(secret)
    hook._Webhook__verify_timestamp = lambda stamp: _moment(stamp)  # type: ignore[attr-defined]
    told: dict[str, Any] = hook.verify(received.body, received.headers)
    return told


def _moment(stamp: str) -> Any:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(float(stamp), tz=UTC)


def test_an_event_arrives_signed_whole_and_once() -> None:
    scene = Scene()
    _, secret = scene.endpoint()
    assert scene.watched == {"acc": True}
    assert scene.take(event()) == []
    scene.run()
    (received,) = scene.received
    told = verified(secret, received)
    assert told["type"] == "message.received"
    assert told["timestamp"] == "2030-05-01T11:59:01.000Z"
    assert told["data"]["message"]["content"]["text"] == "Olá <b>ñ</b> \u202e"
    assert not {"type", "watched", "occurred_at"} & set(told["data"])
    assert "." not in received.headers["webhook-id"]
    assert scene.one().state is State.DELIVERED
    assert [each.status for each in scene.one().tries] == [200]
    scene.run(NOON + DAY)
    assert len(scene.received) == 1


def test_a_repeated_event_is_one_delivery() -> None:
    scene = Scene()
    scene.endpoint()
    scene.take(event(), event())
    scene.take(event())
    scene.run()
    scene.take(event())
    scene.run()
    assert len(scene.store.ledger) == 1
    assert len(scene.received) == 1


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"types": ["contact.changed"]}, event()),
        ({"channel_ids": ["wa"]}, event()),
        ({}, event(account_id="other")),
        ({}, event(type="message.sent")),
    ],
)
def test_what_an_endpoint_did_not_choose_is_not_sent(how: Any, told: Any) -> None:
    scene = Scene()
    scene.endpoint(**how)
    scene.take(told)
    scene.run()
    assert scene.received == []
    assert not scene.store.ledger


def test_an_event_without_a_channel_passes_the_filter_of_channels() -> None:
    scene = Scene()
    scene.endpoint(channel_ids=["wa"])
    scene.take(event(type="contact.changed", channel_id=""))
    scene.run()
    assert len(scene.received) == 1


def test_a_receiver_that_is_down_is_tried_over_a_day_and_given_up() -> None:
    scene = Scene(answer=DOWN)
    _, secret = scene.endpoint()
    scene.take(event())
    scene.run(NOON + DAY)
    found = scene.one()
    assert found.state is State.FAILED
    assert len(found.tries) == len(BACKOFF) + 1
    gaps = [
        (b.at - a.at).total_seconds() for a, b in zip(found.tries, found.tries[1:], strict=False)
    ]
    for gap, wanted in zip(gaps, BACKOFF, strict=True):
        assert wanted <= gap <= wanted * 1.11 + 1
    assert sum(BACKOFF) > 24 * 3600
    assert len({each.headers["webhook-id"] for each in scene.received}) == 1
    assert len({each.headers["webhook-timestamp"] for each in scene.received}) == 8
    for each in scene.received:
        verified(secret, each)
    assert found.answer_body == ("<h1>Busy</h1>" + "x" * 9000)[:4096]
    assert len(scene.woken) == 5, "what is further than SQS keeps back is a timer's"


def test_who_comes_back_is_sent_at_once_what_waits_for_him() -> None:
    scene = Scene(answer=DOWN)
    _, secret = scene.endpoint()
    scene.take(*(event(number) for number in range(1, 60)))
    scene.run(NOON + timedelta(hours=1))
    assert scene.store.endpoints("acc")[0].failing_since == NOON
    scene.answer, scene.received = GOOD, []
    scene.take(event(60))
    scene.run()
    ids = {verified(secret, each)["data"]["event_id"] for each in scene.received}
    assert ids == {f"k1#{number}#0" for number in range(1, 61)}
    assert {each.state for each in scene.store.ledger.values()} == {State.DELIVERED}
    assert scene.store.endpoints("acc")[0].failing_since is None
    before = len(scene.received)
    scene.run(NOON + DAY)
    assert len(scene.received) == before, "the timers that were set find nothing to do"


class _Picky(Scene):
    """Takes everything but the first event."""

    def fetch(self, method: str, url: str, **how: Any) -> ProviderResponse:
        self.answer = DOWN if b"k1#1#0" in how["body"] else GOOD
        return super().fetch(method, url, **how)


def test_what_a_receiver_never_takes_is_not_sent_after_each_thing_that_it_takes() -> None:
    scene = _Picky()
    scene.endpoint()
    scene.take(event(1))
    for number in range(2, 60):
        scene.run(scene.now + timedelta(minutes=10))
        scene.take(event(number))
    scene.run(NOON + DAY)
    refused = min(scene.store.ledger.values(), key=lambda each: each.id)
    assert refused.state is State.FAILED, "it is given up"
    assert len(BACKOFF) + 1 <= len(refused.tries) <= 2 * len(BACKOFF) + 1
    assert refused.tries[-1].at - refused.tries[0].at > timedelta(days=1), "not before its time"


def test_an_endpoint_that_fails_for_days_is_switched_off() -> None:
    scene = Scene(answer=DOWN)
    scene.endpoint()
    scene.take(event(1))
    scene.run(NOON + PATIENCE - timedelta(seconds=1))
    scene.take(event(2))
    scene.run()
    assert scene.store.endpoints("acc")[0].off is Off.ON
    scene.run(NOON + PATIENCE + timedelta(hours=1))
    assert scene.store.endpoints("acc")[0].off is Off.FAILING
    scene.take(event(3))
    assert len(scene.store.ledger) == 2, "nothing is written for who is off"


def test_gone_is_believed_at_once() -> None:
    scene = Scene(answer=ProviderResponse(410, {}, b""))
    scene.endpoint()
    scene.take(event())
    scene.run(NOON + DAY)
    assert scene.store.endpoints("acc")[0].off is Off.GONE
    assert scene.one().state is State.FAILED
    assert len(scene.received) == 1
    assert [each.off for each in scene.warned] == [Off.GONE]


@pytest.mark.parametrize(
    ("answer", "error", "status"),
    [
        (NoAnswer("timeout"), "timeout", 0),
        (NoAnswer("unreachable"), "unreachable", 0),
        (AddressRefused("this address may not be called"), "private", 0),
        (TooLarge("too large"), "too_large", 0),
        (ProviderResponse(302, {"location": "https://elsewhere.example"}, b""), "redirect", 302),
        (ProviderResponse(404, {}, b"no"), "", 404),
    ],
)
def test_what_is_no_2xx_has_failed_and_says_why(answer: Any, error: str, status: int) -> None:
    scene = Scene(answer=answer)
    scene.endpoint()
    scene.take(event())
    scene.run()
    found = scene.one()
    assert found.state is State.WAITING
    assert (found.tries[0].error, found.tries[0].status) == (error, status)


def test_an_old_secret_signs_too_until_its_hour() -> None:
    scene = Scene()
    made, old = scene.endpoint()
    _, new = service.rotate(scene.ports, account_id="acc", id=made.id, hours=24)
    scene.take(event(1))
    scene.run()
    assert verified(old, scene.received[0]) == verified(new, scene.received[0])
    scene.now += timedelta(hours=24)
    scene.take(event(2))
    scene.run()
    verified(new, scene.received[1])
    with pytest.raises(Exception, match="No matching signature"):
        verified(old, scene.received[1])


def test_a_secret_that_is_replaced_at_once_signs_no_more() -> None:
    scene = Scene()
    made, old = scene.endpoint()
    service.rotate(scene.ports, account_id="acc", id=made.id, hours=0)
    scene.take(event())
    scene.run()
    with pytest.raises(Exception, match="No matching signature"):
        verified(old, scene.received[0])


def test_a_delivery_is_sent_again_with_its_own_id() -> None:
    scene = Scene()
    made, secret = scene.endpoint()
    scene.take(event())
    scene.run()
    again = service.resend(scene.ports, account_id="acc", id=made.id, delivery_id=scene.one().id)
    assert again.state is State.WAITING
    scene.run()
    first, second = scene.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert verified(secret, first) == verified(secret, second)
    assert len(scene.one().tries) == 2


def test_all_that_failed_since_then_are_sent_again() -> None:
    scene = Scene(answer=DOWN)
    made, _ = scene.endpoint()
    scene.take(*(event(number) for number in range(1, 41)))
    scene.run(NOON + DAY)
    scene.answer, scene.received = GOOD, []
    since = NOON - timedelta(seconds=50)  # of the events' own time: 40 s to the hour is number 20
    service.resend_failed(scene.ports, account_id="acc", id=made.id, since=since)
    scene.run()
    assert len(scene.received) == 31
    left = [each for each in scene.store.ledger.values() if each.state is State.FAILED]
    assert len(left) == 9


def test_a_test_event_is_tried_once_even_where_nothing_else_is_sent() -> None:
    scene = Scene(answer=DOWN)
    made, secret = scene.endpoint()
    service.change(scene.ports, account_id="acc", id=made.id, version=1, on=False)
    assert scene.watched == {"acc": False}
    service.test(scene.ports, account_id="acc", id=made.id)
    scene.run(NOON + DAY)
    (received,) = scene.received
    assert verified(secret, received)["type"] == "webhook.test"
    assert scene.one().state is State.FAILED
    assert scene.store.endpoints("acc")[0].failing_since is None


def test_who_dies_after_writing_is_followed_by_who_repeats_him() -> None:
    """The try is in the ledger, its successor was never set."""
    scene = Scene(answer=DOWN)
    scene.endpoint()
    scene.take(event())
    work = scene.due[0][1]
    scene.run()
    scene.due.clear()
    delivering.work(scene.ports, work, receives=1)
    assert scene.due == [], "SQS now and then brings one twice"
    delivering.work(scene.ports, work, receives=2)
    assert len(scene.due) == 1
    assert scene.due[0][1]["tries"] == 1
    assert len(scene.received) == 1


class _Forgetful(MemoryWebhookStore):
    """Writes, and its answer is lost on the way: the repeat says that it is written already."""

    def record(self, delivery: Delivery, *, tries: int, waiting: bool = True) -> bool:
        kept = tuple(replace(each, at=to_milliseconds(each.at)) for each in delivery.tries)
        super().record(replace(delivery, tries=kept), tries=tries, waiting=waiting)
        return False


def test_a_try_whose_writing_was_not_answered_is_followed_by_the_next() -> None:
    scene = Scene(store=_Forgetful(), answer=DOWN, now=NOON.replace(microsecond=123_456))
    scene.endpoint()
    scene.take(event())
    scene.run(NOON + DAY)
    assert len(scene.one().tries) == len(BACKOFF) + 1


def test_of_two_who_made_the_same_try_one_goes_on() -> None:
    scene = Scene(answer=DOWN)
    scene.endpoint()
    scene.take(event())
    (_, work), scene.due = scene.due[0], []
    ports = scene.ports

    def fetch(*what: Any, **how: Any) -> ProviderResponse:
        scene.now += timedelta(seconds=2)
        if len(scene.received) == 0:
            scene.fetch("POST", "https://shop.example/hooks", **how)
            delivering.work(scene.ports, work, receives=1)
        return DOWN

    delivering.work(replace(ports, fetch=fetch), work, receives=1)
    assert len(scene.one().tries) == 1
    assert len(scene.due) == 1


def test_work_that_comes_too_early_waits_for_its_moment() -> None:
    scene = Scene(answer=DOWN)
    scene.endpoint()
    scene.take(event())
    scene.run(NOON + timedelta(seconds=60))
    work = dict(scene.due[0][1])
    before = len(scene.received)
    delivering.work(scene.ports, work, receives=1)
    assert len(scene.received) == before
    assert len(scene.due) == 2


def test_what_waits_for_a_removed_endpoint_is_dropped() -> None:
    scene = Scene()
    made, _ = scene.endpoint()
    scene.take(event())
    service.remove(scene.ports, account_id="acc", id=made.id)
    scene.run()
    assert scene.received == []
    assert scene.watched == {"acc": False}


def test_the_answer_is_handed_on_only_where_that_was_chosen() -> None:
    words = json.dumps({"result": "ok", "crm_link": "https://crm.example/7"}).encode()
    for enriches in (False, True):
        scene = Scene(answer=ProviderResponse(200, {}, words))
        scene.endpoint(enriches=enriches)
        scene.take(event())
        scene.run()
        links = [told.link for _, told in scene.enriched]
        assert links == (["https://crm.example/7"] if enriches else [])
