"""Ask another system, and go by its answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal
from urllib.parse import quote

from pydantic import Field, JsonValue

from chalicelib.flows.conditions import dig
from chalicelib.flows.effects import CallHttp
from chalicelib.flows.events import Event, HttpAnswered
from chalicelib.flows.graph import Name, Part, Title
from chalicelib.flows.nodes.base import (
    ERROR,
    Flaw,
    Go,
    Move,
    NodeFailed,
    NodeKind,
    Template,
    Turn,
)
from chalicelib.flows.nodes.shapes import Pair, PortId

_Status = Annotated[int, Field(ge=100, le=599)]
SUCCESS, CLIENT, SERVER = "2xx", "4xx", "5xx"
_CLASSES = (SUCCESS, CLIENT, SERVER)
_TYPES = {
    "json": "application/json",
    "form": "application/x-www-form-urlencoded",
    "text": "text/plain; charset=utf-8",
}


class Pick(Part):
    """path: into the JSON answer, such as order.items[0].name. variable: keeps what is there."""

    path: Annotated[str, Field(max_length=200)] = ""
    variable: Name = ""


class StatusWay(Part):
    """A way out of its own for some statuses."""

    id: PortId = ""
    title: Title = ""
    statuses: Annotated[tuple[_Status, ...], Field(max_length=20)] = ()


class HttpData(Part):
    """url: https; variables in it are escaped for an address, in a JSON body for JSON, in a form
    for a form. timeout: seconds. ways: before those of the status's class.
    status_variable: keeps the status."""

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "GET"
    url: Annotated[str, Field(max_length=2000)] = ""
    headers: Annotated[tuple[Pair, ...], Field(max_length=20)] = ()
    body_kind: Literal["none", "json", "form", "text"] = "none"
    body: Annotated[str, Field(max_length=10_000)] = ""
    form: Annotated[tuple[Pair, ...], Field(max_length=50)] = ()
    timeout: Annotated[int, Field(ge=1, le=10)] = 5
    picks: Annotated[tuple[Pick, ...], Field(max_length=20)] = ()
    ways: Annotated[tuple[StatusWay, ...], Field(max_length=10)] = ()
    status_variable: Name = ""


class Http(NodeKind[HttpData]):
    name: ClassVar[str] = "http"
    data = HttpData

    def ports(self, data: HttpData) -> tuple[str, ...]:
        return (*(each.id for each in data.ways if each.id), *_CLASSES, ERROR)

    def needed(self, data: HttpData) -> tuple[str, ...]:
        return (*(each.id for each in data.ways if each.id), SUCCESS)

    def enter(self, data: HttpData, turn: Turn) -> Move:
        stay = turn.call("http")
        turn.effects.append(
            CallHttp(
                node=turn.at.node,
                call_id=stay.waiting.call_id,
                method=data.method,
                url=turn.fill(data.url, "url"),
                headers=_headers(data, turn),
                body=_body(data, turn),
                timeout=data.timeout,
            )
        )
        return stay

    def resume(self, data: HttpData, turn: Turn, event: Event) -> Move | None:
        if not isinstance(event, HttpAnswered):
            return None
        turn.set(data.status_variable, event.status)
        if event.error or not event.status:
            raise NodeFailed("http", f"no answer: {event.error or 'unknown'}"[:200])
        if data.picks:
            answer = _parsed(event)
            for each in data.picks:
                turn.set(each.variable, dig(answer, each.path))
        note = f"status {event.status}"
        for way in data.ways:
            if event.status in way.statuses:
                return Go(way.id, note)
        if event.status >= 500:
            return Go(SERVER, note)
        return Go(SUCCESS if 200 <= event.status < 300 else CLIENT, note)

    def flaws(self, data: HttpData) -> Iterator[Flaw]:
        if not data.url.strip():
            yield Flaw("url", "missing", "has no address")
        elif not data.url.startswith("https://"):
            yield Flaw("url", "invalid", "must begin with https://")
        for index, each in enumerate(data.picks):
            for name in ("path", "variable"):
                if not getattr(each, name):
                    yield Flaw(f"picks.{index}.{name}", "missing", "is missing")
        for index, pair in enumerate(data.headers):
            if not _header_name(pair.name):
                yield Flaw(f"headers.{index}.name", "invalid", "is no name of a header")
        yield from _way_flaws(data)

    def templates(self, data: HttpData) -> Iterator[Template]:
        yield Template("url", data.url, "url")
        for index, pair in enumerate(data.headers):
            yield Template(f"headers.{index}.value", pair.value, "header")
        if data.body_kind in ("json", "text"):
            yield Template("body", data.body, "json" if data.body_kind == "json" else "text")
        for index, pair in enumerate(data.form if data.body_kind == "form" else ()):
            yield Template(f"form.{index}.value", pair.value, "url")

    def names(self, data: HttpData) -> Iterator[tuple[str, str]]:
        if data.status_variable:
            yield "status_variable", data.status_variable
        for index, each in enumerate(data.picks):
            if each.variable:
                yield f"picks.{index}.variable", each.variable


def _way_flaws(data: HttpData) -> Iterator[Flaw]:
    seen: set[str] = set()
    for index, way in enumerate(data.ways):
        if not way.id:
            yield Flaw(f"ways.{index}.id", "missing", "has no id")
        elif way.id in seen or way.id in (*_CLASSES, ERROR):
            yield Flaw(f"ways.{index}.id", "duplicate", f"the id {way.id} is taken", way.id)
        seen.add(way.id)
        if not way.statuses:
            yield Flaw(f"ways.{index}.statuses", "missing", "has no statuses", way.id)


def _header_name(name: str) -> bool:
    """RFC 9110, 5.1: a token."""
    return bool(name) and all(c.isascii() and (c.isalnum() or c in "!#$%&'*+-.^_`|~") for c in name)


def _headers(data: HttpData, turn: Turn) -> tuple[tuple[str, str], ...]:
    given = [(each.name, turn.fill(each.value, "header")) for each in data.headers]
    if data.body_kind != "none" and not any(name.lower() == "content-type" for name, _ in given):
        given.append(("Content-Type", _TYPES[data.body_kind]))
    return tuple(given)


def _body(data: HttpData, turn: Turn) -> str:
    if data.body_kind == "form":
        pairs = ((each.name, turn.fill(each.value, "url")) for each in data.form)
        return "&".join(f"{quote(name, safe='')}={value}" for name, value in pairs)
    if data.body_kind == "json":
        return turn.fill(data.body, "json")
    return turn.fill(data.body) if data.body_kind == "text" else ""


def _parsed(event: HttpAnswered) -> JsonValue:
    """An answer that failed need not be JSON: what is picked from it is nothing then."""
    if not event.body.strip():
        return None
    try:
        parsed: JsonValue = json.loads(event.body, parse_constant=_refused)
        # Half a character can be written in JSON, and kept nowhere.
        json.dumps(parsed, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        if 200 <= event.status < 300:
            raise NodeFailed("json", "the answer is no JSON") from None
        return None
    return parsed


def _refused(constant: str) -> JsonValue:
    raise ValueError(f"{constant} is no JSON")  # RFC 8259, 6; the library takes NaN and Infinity
