"""Webhooks, their ledgers, and what their answers leave beside a conversation (docs/data.md)."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.shared.clock import from_text, to_text
from chalicelib.shared.errors import Conflict
from chalicelib.shared.notices import told
from chalicelib.shared.table import (
    MainItem,
    RawItem,
    delete_if,
    find,
    find_all,
    put_if,
    query,
    update_if,
)
from chalicelib.webhooks.model import KEPT_DAYS, Delivery, Endpoint, Off, State, Try
from chalicelib.webhooks.ports import Page

_SENT = "sent"  # sorts after any moment
_LISTED = (State.WAITING, State.FAILED)  # those that are found by their state


class EndpointItem(MainItem):
    """data: what people set, as JSON. off and failing_since are written by deliveries too. letter:
    since when administrators are being told that it is off, or "sent"."""

    version = NumberAttribute(default=0)
    data = JSONAttribute(default=dict)
    sealed = UnicodeAttribute(default="")
    off = UnicodeAttribute(default="")
    failing_since = UnicodeAttribute(null=True)
    letter = UnicodeAttribute(null=True)


class DeliveryItem(MainItem):
    event_id = UnicodeAttribute(default="")
    type = UnicodeAttribute(default="")
    body = UnicodeAttribute(default="")
    created_at = UnicodeAttribute(default="")
    state = UnicodeAttribute(default="")
    next_at = UnicodeAttribute(null=True)
    tried = NumberAttribute(default=0)
    tries = JSONAttribute(null=True)
    round = NumberAttribute(default=0)
    early = NumberAttribute(null=True)
    sent = JSONAttribute(null=True)
    answer = JSONAttribute(null=True)
    answer_body = UnicodeAttribute(null=True)


class CardItem(MainItem):
    data = UnicodeAttribute(default="")


def _endpoints(account_id: str) -> str:
    return f"A#{account_id}#hooks"


def _ledger(account_id: str, endpoint_id: str) -> str:
    return f"A#{account_id}#hook#{endpoint_id}"


def _beside(account_id: str, conversation_id: str) -> str:
    return f"A#{account_id}#beside#{conversation_id}"


def _changed(id: str, off: str = "") -> dict[str, Any]:
    return told({"type": "webhooks.changed", "webhook_id": id, "off": off})


def _gone(account_id: str, id: str) -> None:
    """Tells of it, and where its ledger is while there is one: an erased contact may be in it."""
    ends = int(time.time()) + KEPT_DAYS * 86_400
    MainItem(_endpoints(account_id), f"gone#{id}", ttl=ends, **_changed(id)).save()


class DynamoWebhookStore:
    """A `WebhookStore`."""

    def endpoints(self, account_id: str) -> list[Endpoint]:
        raw, _ = query(
            _endpoints(account_id),
            prefix="endpoint#",
            limit=100,
            ascending=True,
            consistent=True,
        )
        return [_endpoint(EndpointItem.from_raw_data(each)) for each in raw]

    def endpoint(self, account_id: str, id: str) -> Endpoint | None:
        item = find(EndpointItem, _endpoints(account_id), f"endpoint#{id}")
        return _endpoint(item) if item else None

    def save(self, endpoint: Endpoint) -> Endpoint:
        item = EndpointItem(
            _endpoints(endpoint.account_id),
            f"endpoint#{endpoint.id}",
            version=endpoint.version + 1,
            data=_data(endpoint),
            sealed=endpoint.sealed,
            off=endpoint.off.value,
            failing_since=_text(endpoint.failing_since),
            **_changed(endpoint.id),
        )
        condition: Condition = EndpointItem.pk.does_not_exist()
        if endpoint.version:
            condition = EndpointItem.version == endpoint.version
        if put_if(item, condition) is not None:
            raise Conflict("somebody changed this webhook at the same time")
        return _endpoint(item)

    def remove(self, account_id: str, id: str) -> bool:
        if find(EndpointItem, _endpoints(account_id), f"endpoint#{id}") is None:
            return False
        _gone(account_id, id)  # first: whoever dies in between must not leave a ledger unknown
        return delete_if(_endpoints(account_id), f"endpoint#{id}", EndpointItem.pk.exists())

    def switch_off(self, account_id: str, id: str, why: Off) -> bool:
        item = EndpointItem(_endpoints(account_id), f"endpoint#{id}")
        news = _changed(id, why.value)
        done, _ = update_if(
            item,
            [
                EndpointItem.off.set(why.value),
                EndpointItem.version.set(EndpointItem.version + 1),
                EndpointItem.announce.set(news["announce"]),
                EndpointItem.notice.set(news["notice"]),
            ],
            EndpointItem.off == "",
        )
        return done

    def begin_letter(self, account_id: str, id: str, *, now: datetime, since: datetime) -> bool:
        stale = EndpointItem.letter.does_not_exist() | (EndpointItem.letter < to_text(since))
        return _letter(account_id, id, to_text(now), (EndpointItem.off != "") & stale)

    def end_letter(self, account_id: str, id: str) -> None:
        _letter(account_id, id, _SENT, EndpointItem.off != "")

    def letter_sent(self, account_id: str, id: str) -> bool:
        item = find(EndpointItem, _endpoints(account_id), f"endpoint#{id}")
        return item is not None and item.letter == _SENT

    def failing(self, account_id: str, id: str, since: datetime | None) -> None:
        item = EndpointItem(_endpoints(account_id), f"endpoint#{id}")
        mark, news = EndpointItem.failing_since, _changed(id)
        loud = [
            EndpointItem.announce.set(news["announce"]),
            EndpointItem.notice.set(news["notice"]),
        ]
        if since is None:
            update_if(item, [mark.remove(), *loud], mark.exists())
        else:
            there = EndpointItem.pk.exists() & mark.does_not_exist()
            update_if(item, [mark.set(to_text(since)), *loud], there)

    def add(self, delivery: Delivery, ends: datetime) -> Delivery | None:
        item = DeliveryItem(
            _ledger(delivery.account_id, delivery.endpoint_id),
            f"d#{delivery.id}",
            event_id=delivery.event_id,
            type=delivery.type,
            body=delivery.body,
            created_at=to_text(delivery.created_at),
            state=delivery.state.value,
            next_at=_text(delivery.next_at),
            ttl=int(ends.timestamp()),
        )
        there = put_if(item, DeliveryItem.pk.does_not_exist())
        return _delivery(there) if there else None

    def delivery(self, account_id: str, endpoint_id: str, id: str) -> Delivery | None:
        item = find(DeliveryItem, _ledger(account_id, endpoint_id), f"d#{id}")
        return _delivery(item) if item else None

    def record(self, delivery: Delivery, *, tries: int, waiting: bool = True) -> bool:
        partition = _ledger(delivery.account_id, delivery.endpoint_id)
        item = DeliveryItem(partition, f"d#{delivery.id}")
        as_it_was: Condition = DeliveryItem.tried == tries
        if waiting:
            as_it_was = as_it_was & (DeliveryItem.state == State.WAITING.value)
        actions = [
            DeliveryItem.state.set(delivery.state.value),
            DeliveryItem.tried.set(len(delivery.tries)),
            DeliveryItem.tries.set([_try_out(each) for each in delivery.tries]),
            DeliveryItem.round.set(delivery.round),
            DeliveryItem.early.set(delivery.early),
            DeliveryItem.sent.set(dict(delivery.sent)),
            DeliveryItem.answer.set(dict(delivery.answer)),
            DeliveryItem.answer_body.set(delivery.answer_body),
        ]
        if delivery.next_at:
            actions.append(DeliveryItem.next_at.set(to_text(delivery.next_at)))
        else:
            actions.append(DeliveryItem.next_at.remove())
        if delivery.state in _LISTED:
            actions.append(DeliveryItem.g3pk.set(f"{partition}#{delivery.state.value}"))
            actions.append(DeliveryItem.g3sk.set(f"d#{delivery.id}"))
        else:
            actions += [DeliveryItem.g3pk.remove(), DeliveryItem.g3sk.remove()]
        done, _ = update_if(item, actions, as_it_was)
        return done

    def deliveries(
        self,
        account_id: str,
        endpoint_id: str,
        *,
        state: State | None,
        since: datetime | None,
        position: str,
        limit: int,
    ) -> Page:
        partition = _ledger(account_id, endpoint_id)
        if state in _LISTED and state is not None:
            raw, last = _of_state(partition, state, position, limit)
        else:
            start = {"pk": {"S": partition}, "sk": {"S": f"d#{position}"}} if position else None
            raw, last = query(partition, prefix="d#", start=start, limit=limit)
        found = [_delivery(DeliveryItem.from_raw_data(each)) for each in raw]
        found.sort(key=lambda each: each.id, reverse=True)
        if state:
            found = [each for each in found if each.state is state]
        if since:
            oldest = f"{int(since.timestamp() * 1000):013d}"
            kept = [each for each in found if each.id >= oldest]
            if len(kept) < len(found):
                return Page(tuple(kept))
        return Page(tuple(found), last["sk"]["S"].removeprefix("d#") if last else "")

    def keep_card(
        self, account_id: str, conversation_id: str, endpoint_id: str, card: Mapping[str, Any]
    ) -> None:
        news: Any = told({"type": "conversation.beside", "conversation_id": conversation_id})
        CardItem(
            _beside(account_id, conversation_id),
            endpoint_id,
            data=json.dumps(card, ensure_ascii=False),
            **news,
        ).save()

    def cards(self, account_id: str, conversation_id: str) -> list[dict[str, Any]]:
        raw, _ = query(_beside(account_id, conversation_id), limit=20, consistent=True)
        items = [CardItem.from_raw_data(each) for each in raw]
        return [{**json.loads(item.data), "webhook_id": item.sk} for item in items]


def _letter(account_id: str, id: str, value: str, condition: Condition) -> bool:
    """Quietly: screens have heard of the endpoint."""
    actions = [
        EndpointItem.letter.set(value),
        EndpointItem.announce.set("-"),
        EndpointItem.notice.remove(),
    ]
    item = EndpointItem(_endpoints(account_id), f"endpoint#{id}")
    return update_if(item, actions, EndpointItem.pk.exists() & condition)[0]


def _of_state(
    partition: str, state: State, position: str, limit: int
) -> tuple[list[RawItem], RawItem]:
    """The index tells the keys; one batch reads what they lead to."""
    wanted = f"{partition}#{state.value}"
    start = None
    if position:
        sk = {"S": f"d#{position}"}
        start = {"pk": {"S": partition}, "sk": sk, "g3pk": {"S": wanted}, "g3sk": sk}
    keys, last = query(wanted, index="by_queue", start=start, limit=limit)
    raw = find_all([(each["pk"]["S"], each["sk"]["S"]) for each in keys]) if keys else []
    return raw, last


def _text(moment: datetime | None) -> str | None:
    return to_text(moment) if moment else None


def _moment(text: str | None) -> datetime | None:
    return from_text(text) if text else None


def _data(endpoint: Endpoint) -> dict[str, Any]:
    return {
        "url": endpoint.url,
        "types": list(endpoint.types),
        "description": endpoint.description,
        "channel_ids": list(endpoint.channel_ids),
        "enriches": endpoint.enriches,
        "previous_until": _text(endpoint.previous_until),
        "created_at": _text(endpoint.created_at),
    }


def _endpoint(item: EndpointItem) -> Endpoint:
    data = item.data
    return Endpoint(
        id=item.sk.removeprefix("endpoint#"),
        account_id=item.pk.split("#")[1],
        url=data["url"],
        types=tuple(data["types"]),
        description=data["description"],
        channel_ids=tuple(data["channel_ids"]),
        enriches=data["enriches"],
        off=Off(item.off),
        sealed=item.sealed,
        previous_until=_moment(data["previous_until"]),
        created_at=_moment(data["created_at"]),
        failing_since=_moment(item.failing_since),
        version=int(item.version),
    )


def _delivery(item: DeliveryItem) -> Delivery:
    _, account_id, _, endpoint_id = item.pk.split("#")
    return Delivery(
        id=item.sk.removeprefix("d#"),
        account_id=account_id,
        endpoint_id=endpoint_id,
        event_id=item.event_id,
        type=item.type,
        body=item.body,
        created_at=from_text(item.created_at),
        state=State(item.state),
        next_at=_moment(item.next_at),
        tries=tuple(map(_try_in, item.tries or ())),
        round=int(item.round or 0),
        early=-1 if item.early is None else int(item.early),
        sent=item.sent or {},
        answer=item.answer or {},
        answer_body=item.answer_body or "",
    )


def _try_out(one: Try) -> list[Any]:
    return [to_text(one.at), one.status, one.error, one.ms]


def _try_in(values: list[Any]) -> Try:
    return Try(from_text(values[0]), values[1], values[2], values[3])
