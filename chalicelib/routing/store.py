"""Loads, waiting lists and what routing knows of each conversation (docs/data.md)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pynamodb.attributes import (
    JSONAttribute,
    MapAttribute,
    NumberAttribute,
    UnicodeAttribute,
)

from chalicelib.routing import promises
from chalicelib.routing.deciding import Waiting
from chalicelib.routing.ports import Load, Loads, Route, Turn
from chalicelib.shared.clock import from_text, to_text
from chalicelib.shared.table import MainItem, find, put_if, query, update_if

PAGE = 500
_ROUTE = "~route"


class _RouteItem(MainItem):
    data = UnicodeAttribute()


class _LoadItem(MainItem):
    """held: conversation -> epoch milliseconds. places: how many there are in it."""

    held: Any = MapAttribute()
    places = NumberAttribute()
    away_since = UnicodeAttribute(null=True)


class _TurnItem(MainItem):
    turn = JSONAttribute()


class _WaitingItem(MainItem):
    not_for = JSONAttribute(null=True)


def _loads(account_id: str) -> str:
    return f"A#{account_id}#loads"


def _list(account_id: str, queue_id: str) -> str:
    return f"A#{account_id}#Q#{queue_id}"


def _of(account_id: str, conversation_id: str) -> str:
    return f"A#{account_id}#O#{conversation_id}"


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


class DynamoRouteStore:
    """Implements `ports.RouteStore`."""

    def route(self, account_id: str, conversation_id: str) -> Route | None:
        item = find(_RouteItem, _of(account_id, conversation_id), _ROUTE)
        return route_from(item.data) if item else None

    def save_route(self, account_id: str, conversation_id: str, route: Route) -> None:
        _RouteItem(_of(account_id, conversation_id), _ROUTE, data=route_data(route)).save()

    # Loads ------------------------------------------------------------------------------------

    def loads(self, account_id: str) -> Loads:
        agents: dict[str, Load] = {}
        turns: dict[str, Turn] = {}
        start: Any = None
        while True:
            raws, start = query(
                _loads(account_id), limit=PAGE, start=start, ascending=True, consistent=True
            )
            for raw in raws:
                kind, _, identifier = raw["sk"]["S"].partition("#")
                if kind == "agent":
                    agents[identifier] = _load(identifier, _LoadItem.from_raw_data(raw))
                else:
                    turns[identifier] = _turn(_TurnItem.from_raw_data(raw).turn)
            if not start:
                return Loads(agents, turns)

    def take(
        self, account_id: str, agent_id: str, conversation_id: str, at: datetime, most: int | None
    ) -> bool:
        item = _LoadItem(_loads(account_id), f"agent#{agent_id}")
        place: Any = _LoadItem.held[conversation_id]
        free = _LoadItem.pk.exists() & place.does_not_exist()
        if most is not None:
            free &= _LoadItem.places < most
        taken = [place.set(_milliseconds(at)), _LoadItem.places.add(1)]
        held, found = update_if(item, taken, free)
        if held or found is None or conversation_id not in _held(found):
            return held
        again, _ = update_if(item, [place.set(_milliseconds(at))], place.exists())
        return again

    def release(self, account_id: str, agent_id: str, conversation_id: str) -> None:
        place: Any = _LoadItem.held[conversation_id]
        self._let_go(account_id, agent_id, place, place.exists())

    def release_stale(
        self, account_id: str, agent_id: str, conversation_id: str, taken: datetime
    ) -> None:
        place: Any = _LoadItem.held[conversation_id]
        self._let_go(account_id, agent_id, place, place == _milliseconds(taken))

    @staticmethod
    def _let_go(account_id: str, agent_id: str, place: Any, condition: Any) -> None:
        update_if(
            _LoadItem(_loads(account_id), f"agent#{agent_id}"),
            [place.remove(), _LoadItem.places.add(-1)],
            _LoadItem.pk.exists() & condition,
        )

    def start(self, account_id: str, agent_id: str, held: Mapping[str, datetime]) -> None:
        item = _LoadItem(
            _loads(account_id),
            f"agent#{agent_id}",
            held={id: _milliseconds(at) for id, at in held.items()},
            places=len(held),
        )
        put_if(item, _LoadItem.pk.does_not_exist())

    def set_away(self, account_id: str, agent_id: str, since: datetime | None) -> None:
        away = _LoadItem.away_since
        update_if(
            _LoadItem(_loads(account_id), f"agent#{agent_id}"),
            [away.set(to_text(since)) if since else away.remove()],
            _LoadItem.pk.exists(),
        )

    def save_turn(self, account_id: str, queue_id: str, turn: Turn) -> None:
        told = [turn.agent_id, to_text(turn.at) if turn.at else "", turn.busy, turn.pace]
        _TurnItem(_loads(account_id), f"turn#{queue_id}", turn=told).save()

    # Waiting lists ----------------------------------------------------------------------------

    def enter(self, account_id: str, queue_id: str, waiting: Waiting) -> None:
        until = {agent: to_text(moment) for agent, moment in waiting.not_for.items()}
        _WaitingItem(_list(account_id, queue_id), _place(waiting), not_for=until or None).save()

    def leave(self, account_id: str, queue_id: str, waiting: Waiting) -> None:
        _WaitingItem(_list(account_id, queue_id), _place(waiting)).delete()

    def waiting(self, account_id: str, queue_id: str, limit: int) -> list[Waiting]:
        raws, _ = query(_list(account_id, queue_id), limit=limit, ascending=True, consistent=True)
        return [_waiting(_WaitingItem.from_raw_data(raw)) for raw in raws]


def _held(item: _LoadItem) -> dict[str, int]:
    found: dict[str, int] = item.held.as_dict() if item.held else {}
    return found


def _load(agent_id: str, item: _LoadItem) -> Load:
    held = {id: datetime.fromtimestamp(int(at) / 1000, UTC) for id, at in _held(item).items()}
    return Load(agent_id, held, from_text(item.away_since) if item.away_since else None)


def _turn(told: list[Any]) -> Turn:
    agent_id, at, busy, pace = told
    return Turn(agent_id, from_text(at) if at else None, bool(busy), float(pace))


def _place(waiting: Waiting) -> str:
    return f"{to_text(waiting.since)}#{waiting.conversation_id}"


def _waiting(item: _WaitingItem) -> Waiting:
    since, _, conversation_id = item.sk.partition("#")
    not_for = {agent: from_text(text) for agent, text in (item.not_for or {}).items()}
    return Waiting(conversation_id, from_text(since), not_for)


# A route as JSON, without what is at its default ---------------------------------------------

_MOMENTS = ("since", "entered", "told_at")
_PLAIN = ("holder", "intent", "told", "number", "seen", "last", "queue_id", "position")


def route_data(route: Route) -> str:
    told: dict[str, Any] = {name: getattr(route, name) for name in _PLAIN if getattr(route, name)}
    for name in _MOMENTS:
        if moment := getattr(route, name):
            told[name] = to_text(moment)
    if route.not_for:
        told["not_for"] = {agent: to_text(until) for agent, until in route.not_for.items()}
    if route.tried:
        told["tried"] = list(route.tried)
    if route.clocks.queue_id:
        told["clocks"] = promises.pack(route.clocks, to_text)
    return json.dumps(told, separators=(",", ":"))


def route_from(data: str) -> Route:
    told: dict[str, Any] = json.loads(data)
    for name in _MOMENTS:
        if name in told:
            told[name] = from_text(told[name])
    not_for = {agent: from_text(until) for agent, until in told.pop("not_for", {}).items()}
    clocks = promises.unpack(told.pop("clocks", {}), from_text)
    return Route(**{**told, "tried": tuple(told.get("tried", ()))}, not_for=not_for, clocks=clocks)
