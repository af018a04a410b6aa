"""A service flow with a node of every kind: as a file that the builder loads, and published."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.e2e.stack import Json, Person

# Side by side, so that a screen shows them all: column, row.
_PLACES = {
    "split": (1, 0), "set": (1, 1), "hours": (1, 2), "menu": (2, 0), "ask": (2, 1), "check": (2, 2),
    "mark": (3, 0), "keep": (3, 1), "tell": (3, 2), "stock": (4, 0), "crm": (4, 1), "topic": (4, 2),
    "pause": (5, 0), "hand": (5, 1), "rate": (6, 0), "leap": (6, 1), "bye": (6, 2),
}  # fmt: skip
KINDS = 18  # with the message


def every_kind(*, word: str, tag: str, queue: str, survey: str, hello: str = "") -> Json:
    """`menu` offers an order, which goes to `hand`, and a rating, which ends at `bye`. All but the
    first message and what leads to it, unless `hello` are its words. word: that begins it. tag,
    queue, survey: ids."""
    data: dict[str, tuple[str, Json]] = {
        **_asking(),
        "split": ("split", {"shares": [_one("a", weight=1), _one("b", weight=0)]}),
        "set": ("set_variable", {"assignments": [{"name": "shop", "value": "Bean & Leaf"}]}),
        "hours": ("hours", {}),
        "check": ("condition", {"branches": [_big_orders()]}),
        "mark": ("tags", {"add": [tag]}),
        "keep": ("attribute", {"name": "last_order", "value": "{{ order }}"}),
        "tell": ("note", {"text": "Asks about {{ order }}"}),
        # Nobody may be reached there: it takes its error way.
        "stock": ("http", {"url": "https://127.0.0.1/orders/{{ order }}", "status_variable": "st"}),
        "crm": ("integration", {"action": "order.asked", "payload": [_pair("order")]}),
        "pause": ("wait", {"mode": "duration", "time": {"amount": 1, "unit": "seconds"}}),
        "hand": ("hand_off", {"queue_id": queue, "text": "A person comes."}),
        "rate": ("survey", {"survey_id": survey, "variable": "score"}),
        "leap": ("jump", {"to": "node", "node_id": "bye"}),
        "bye": ("end", {"outcome": "resolve", "text": "Good bye."}),
    }
    nodes = [
        {"id": id, "kind": kind, **_at(*_PLACES[id]), "data": told}
        for id, (kind, told) in data.items()
    ]
    if hello:
        nodes.append({"id": "hello", "kind": "message", **_at(0, 1), "data": {"text": hello}})
    return {
        "format": 1,
        "start": "hello" if hello else "",
        "nodes": nodes,
        "edges": _edges() + ([_edge("hello", "out", "split")] if hello else []),
        "triggers": [{"kind": "keyword", "words": [word], "match": "exact"}],
    }


def configured(drawn: Json, graph: Json) -> Json:
    """The cards as they were drawn, with the settings and the ways of `graph`: by their kind."""
    wanted = {one["kind"]: one for one in graph["nodes"]}
    own = {wanted[one["kind"]]["id"]: one["id"] for one in drawn["nodes"]}

    def settings(kind: str) -> Json:
        data = dict(wanted[kind]["data"])
        return {**data, "node_id": own[data["node_id"]]} if "node_id" in data else data

    return {
        **graph,
        "start": drawn["start"],
        "nodes": [{**one, "data": settings(one["kind"])} for one in drawn["nodes"]],
        "edges": [
            {**edge, "source": own[edge["source"]], "target": own[edge["target"]]}
            for edge in graph["edges"]
        ],
    }


def _asking() -> dict[str, tuple[str, Json]]:
    return {
        "menu": (
            "buttons",
            {
                "text": "How can {{ shop }} help?",
                "choices": [_one("order", title="My order"), _one("rate", title="Rate us")],
                "variable": "wish",
            },
        ),
        "ask": (
            "question",
            {
                "text": "Which order?",
                "answer": "number",
                "variable": "order",
                "minimum": 1,
                "retries": 1,
                "retry_text": "A number, please.",
            },
        ),
        "topic": (
            "list",
            {
                "text": "What about {{ order }}?",
                "choices": [_one("late", title="It is late"), _one("lost", title="It is lost")],
                "variable": "topic",
            },
        ),
    }


def _edges() -> list[Json]:
    ways = [
        ("split", "a", "set"), ("split", "b", "set"), ("set", "out", "hours"),
        ("hours", "open", "menu"), ("hours", "closed", "menu"), ("menu", "order", "ask"),
        ("menu", "rate", "rate"), ("ask", "out", "check"), ("ask", "invalid", "hand"),
        ("check", "big", "mark"), ("check", "else", "keep"), ("mark", "out", "keep"),
        ("keep", "out", "tell"), ("tell", "out", "stock"), ("stock", "2xx", "crm"),
        ("stock", "error", "crm"), ("crm", "ok", "topic"), ("crm", "error", "topic"),
        ("topic", "late", "pause"), ("topic", "lost", "hand"), ("pause", "out", "hand"),
        ("rate", "out", "leap"), ("rate", "no_answer", "leap"),
    ]  # fmt: skip
    return [_edge(*way) for way in ways]


def _edge(source: str, port: str, target: str) -> Json:
    return {"source": source, "port": port, "target": target}


def _at(column: int, row: int) -> Json:
    return {"x": column * 320, "y": row * 260}


def _one(id: str, **more: Any) -> Json:
    return {"id": id, **more}


def _pair(name: str) -> Json:
    return {"name": name, "value": f"{{{{ {name} }}}}"}


def _big_orders() -> Json:
    rule = {"field": "order", "operator": "greater", "value": "100"}
    return {"id": "big", "title": "Big", "groups": [{"rules": [rule]}]}


def things(owner: Person) -> dict[str, str]:
    """What the flow names: a tag, a queue, a survey."""
    tag = owner.post("/tags", {"name": f"Asked {uuid.uuid4().hex[:6]}"})
    survey = owner.post("/surveys", {"name": "How was it", "questions": [{"kind": "csat"}]})
    queue = owner.get("/me")["queues"][0]
    return {"tag": tag["id"], "survey": survey["id"], "queue": queue["id"]}


@contextmanager
def flow_maker(owner: Person) -> Iterator[Callable[[str], Json]]:
    """Makes flows that greet, published; they are gone at the end."""
    made: list[str] = []
    named = things(owner)

    def make(hello: str) -> Json:
        word = f"start-{uuid.uuid4().hex[:8]}"
        graph = every_kind(word=word, hello=hello, **named)
        flow = owner.post("/flows", {"name": f"Café bot {word[-4:]}", "graph": graph})["flow"]
        made.append(flow["id"])
        owner.post(f"/flows/{flow['id']}/publish", {"version": flow["draft_version"]})
        return {**flow, "word": word}

    yield make
    for flow in made:
        assert owner.client.delete(f"/flows/{flow}").is_success
