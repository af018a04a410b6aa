"""Where a flow can go: what nothing leads to, and what goes round for ever. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.flows.graph import Graph
from chalicelib.flows.nodes.base import ERROR
from chalicelib.flows.nodes.jump import JumpData
from chalicelib.flows.nodes.registry import KINDS


def unreachable(graph: Graph, data: Mapping[str, Any]) -> list[str]:
    """Ids, in the order of the nodes. data: each node's configuration."""
    nexts = _nexts(graph, data, instant=False)
    seen: set[str] = set()
    left = [graph.start]
    while left:
        id = left.pop()
        if id not in seen:
            seen.add(id)
            left += nexts.get(id, ())
    return [node.id for node in graph.nodes if node.id not in seen]


def endless_loops(graph: Graph, data: Mapping[str, Any]) -> list[str]:
    """A node of each loop that nothing outside interrupts. Conditions are not weighed: a loop that
    only they could end is told too."""
    nexts = _nexts(graph, data, instant=True)
    reached = {id: _from(id, nexts) for id in nexts}
    told: list[str] = []
    done: set[str] = set()
    for node in graph.nodes:
        id = node.id
        if id in reached[id] and id not in done:
            told.append(id)
            done |= {each for each in reached[id] if id in reached.get(each, ())}
    return told


def _from(id: str, nexts: Mapping[str, list[str]]) -> set[str]:
    seen: set[str] = set()
    left = list(nexts.get(id, ()))
    while left:
        each = left.pop()
        if each not in seen:
            seen.add(each)
            left += nexts.get(each, ())
    return seen


def _nexts(graph: Graph, data: Mapping[str, Any], *, instant: bool) -> dict[str, list[str]]:
    """instant: only ways that are taken without anything coming from outside. What fails before it
    waits leaves by `error` at once."""
    pausing = {node.id for node in graph.nodes if KINDS[node.kind].pauses}
    found: dict[str, list[str]] = {node.id: [] for node in graph.nodes}
    for edge in graph.edges:
        waits = instant and edge.source in pausing and edge.port != ERROR
        if edge.source in found and not waits:
            found[edge.source].append(edge.target)
    for id, each in data.items():
        if isinstance(each, JumpData) and each.to == "node":
            found[id].append(each.node_id)
    return found
