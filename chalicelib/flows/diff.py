"""What differs between two flows. Pure. Where a node stands on the canvas is no difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from chalicelib.flows.graph import Graph, Node


@dataclass(frozen=True, slots=True)
class Changed:
    """fields: dotted places in the node's data whose value is another; title and kind are told
    under their names. ways: ways out that lead elsewhere."""

    node: str
    fields: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Node ids, in the order of the flow that has them. settings: of start, triggers, variables,
    fallback and priority, those that differ."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[Changed, ...] = ()
    settings: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.settings)


def diff(before: Graph, after: Graph) -> Difference:
    old = {node.id: node for node in before.nodes}
    new = {node.id: node for node in after.nodes}
    ways = _ways(before, after)
    changed = (
        Changed(id, tuple(_fields(old[id], node)), ways.get(id, ()))
        for id, node in new.items()
        if id in old
    )
    return Difference(
        added=tuple(id for id in new if id not in old),
        removed=tuple(id for id in old if id not in new),
        changed=tuple(each for each in changed if each.fields or each.ways),
        settings=tuple(_settings(before, after)),
    )


def _fields(before: Node, after: Node) -> Iterator[str]:
    for name in ("kind", "title"):
        if getattr(before, name) != getattr(after, name):
            yield name
    old, new = dict(_flat("", before.data)), dict(_flat("", after.data))
    for place in dict.fromkeys((*old, *new)):
        if old.get(place) != new.get(place):
            yield place


def _flat(place: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict | list) and value:
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for name, each in pairs:
            yield from _flat(f"{place}.{name}" if place else str(name), each)
    elif place:
        yield place, value


def _ways(before: Graph, after: Graph) -> dict[str, tuple[str, ...]]:
    old = {(each.source, each.port): each.target for each in before.edges}
    new = {(each.source, each.port): each.target for each in after.edges}
    found: dict[str, tuple[str, ...]] = {}
    for source, port in dict.fromkeys((*old, *new)):
        if old.get((source, port)) != new.get((source, port)):
            found[source] = (*found.get(source, ()), port)
    return found


def _settings(before: Graph, after: Graph) -> Iterator[str]:
    for name in ("start", "fallback", "priority"):
        if getattr(before, name) != getattr(after, name):
            yield name
    for name in ("triggers", "variables"):
        old, new = (
            Counter(each.model_dump_json() for each in getattr(graph, name))
            for graph in (before, after)
        )
        if old != new:
            yield name
