"""What keeps a flow from being published, and where. Pure.

Codes: empty, too_large, duplicate_node, no_start, dangling_edge, no_such_port, duplicate_edge,
open_way, unreachable, endless_loop, calls_itself, missing, invalid, duplicate, template,
unknown_variable, bad_name, json, and unknown_queue, _agent, _tag, _survey, _flow, _node, _channel.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from chalicelib.flows import texts
from chalicelib.flows.env import FACTS
from chalicelib.flows.graph import Graph, Node
from chalicelib.flows.model import MOST_GRAPH
from chalicelib.flows.nodes.base import Reference
from chalicelib.flows.nodes.registry import KINDS
from chalicelib.flows.trigger_checks import trigger_flaws
from chalicelib.flows.ways import endless_loops, unreachable

MOST_PROBLEMS = 200

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_TAKEN = {*FACTS, "true", "false", "nil", "null", "and", "or", "not", "contains", "empty", "blank"}


@dataclass(frozen=True, slots=True)
class Problem:
    """node: '' = of the flow itself; port, field: '' = of the node itself. field: dotted, within
    the node's data, or within the graph. message: English; a screen says its own by code."""

    code: str
    message: str
    node: str = ""
    port: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Ids of what the account has; None = not known, and not checked. plain_http: HTTP nodes may
    call http:// addresses, as on a developer's machine."""

    queues: Collection[str] | None = None
    agents: Collection[str] | None = None
    tags: Collection[str] | None = None
    surveys: Collection[str] | None = None
    flows: Collection[str] | None = None
    channels: Collection[str] | None = None
    plain_http: bool = False


def validate(
    graph: Graph, catalogue: Catalogue | None = None, *, flow_id: str = ""
) -> list[Problem]:
    """Empty if the flow may be published. flow_id: its own, if it has one. At most MOST_PROBLEMS,
    in the order of the nodes."""
    known = catalogue or Catalogue()
    if not graph.nodes:
        return [Problem("empty", "has no nodes")]
    data = dict(_read(graph))
    led = {(edge.source, edge.port) for edge in graph.edges}
    around = _Around(known, flow_id, data.keys(), _names(graph, data), led)
    found = [
        *_whole(graph, known),
        *_edges(graph, data),
        *(each for node in graph.nodes for each in _node(node, data[node.id], around)),
    ]
    if not any(each.code in ("duplicate_node", "no_start") for each in found):
        found += _ways(graph, data)
    return found[:MOST_PROBLEMS]


def _read(graph: Graph) -> Iterator[tuple[str, Any]]:
    """Each node's configuration, or the ValidationError."""
    for node in graph.nodes:
        try:
            yield node.id, KINDS[node.kind].data.model_validate(node.data)
        except ValidationError as problem:
            yield node.id, problem


def _whole(graph: Graph, known: Catalogue) -> Iterator[Problem]:
    if len(graph.model_dump_json().encode()) > MOST_GRAPH:
        yield Problem("too_large", f"is larger than {MOST_GRAPH // 1000} KB")
    ids = [node.id for node in graph.nodes]
    for id in sorted({id for id in ids if ids.count(id) > 1}):
        yield Problem("duplicate_node", "another node has the same id", node=id)
    if graph.start not in ids:
        yield Problem("no_start", "has no first node", field="start")
    for index, variable in enumerate(graph.variables):
        if why := _bad_name(variable.name):
            yield Problem("bad_name", why, field=f"variables.{index}.name")
    yield from _unknown("queue", graph.fallback.queue_id, known, field="fallback.queue_id")
    for index, trigger in enumerate(graph.triggers):
        for flaw in trigger_flaws(trigger):
            where = f"triggers.{index}.{flaw.field}"
            yield Problem(flaw.code, flaw.message, field=where)
        for id in trigger.channel_ids:
            yield from _unknown("channel", id, known, field=f"triggers.{index}.channel_ids")
        for id in trigger.tag_ids if trigger.kind in ("tag", "schedule") else ():
            yield from _unknown("tag", id, known, field=f"triggers.{index}.tag_ids")
        for id in trigger.whom.queue_ids if trigger.kind == "schedule" else ():
            yield from _unknown("queue", id, known, field=f"triggers.{index}.whom.queue_ids")


def _edges(graph: Graph, data: dict[str, Any]) -> Iterator[Problem]:
    nodes = {node.id: node for node in graph.nodes}
    seen: set[tuple[str, str]] = set()
    for edge in graph.edges:
        at = {"node": edge.source, "port": edge.port}
        if edge.source not in nodes or edge.target not in nodes:
            yield Problem("dangling_edge", "leads from or to a node that is not there", **at)
            continue
        if (edge.source, edge.port) in seen:
            yield Problem("duplicate_edge", "has two ways on", **at)
        seen.add((edge.source, edge.port))
        read = data[edge.source]
        kind = KINDS[nodes[edge.source].kind]
        if not isinstance(read, ValidationError) and edge.port not in kind.ports(read):
            yield Problem("no_such_port", "there is no such way out", **at)


@dataclass(frozen=True, slots=True)
class _Around:
    """What a node is checked against."""

    known: Catalogue
    flow_id: str
    nodes: Collection[str]
    names: Collection[str]
    led: Collection[tuple[str, str]]  # ways out that lead on


def _node(node: Node, read: Any, around: _Around) -> Iterator[Problem]:
    kind = KINDS[node.kind]
    if isinstance(read, ValidationError):
        for error in read.errors(include_url=False, include_input=False)[:10]:
            field = ".".join(str(part) for part in error["loc"])
            yield Problem("invalid", error["msg"], node=node.id, field=field)
        return
    for flaw in kind.flaws(read):
        if around.known.plain_http and flaw.field == "url" and read.url.startswith("http://"):
            continue
        yield Problem(flaw.code, flaw.message, node.id, flaw.port, flaw.field)
    for field, name in kind.names(read):
        if why := _bad_name(name):
            yield Problem("bad_name", why, node=node.id, field=field)
    yield from _texts(node, read, around)
    for each in kind.references(read):
        yield from _reference(node, each, around)
    for port in kind.needed(read):
        if (node.id, port) not in around.led:
            yield Problem("open_way", "leads nowhere", node=node.id, port=port)


def _reference(node: Node, named: Reference, around: _Around) -> Iterator[Problem]:
    if named.kind == "node":
        if named.id not in around.nodes:
            yield Problem("unknown_node", "there is no such node", node.id, field=named.field)
        return
    if named.kind == "flow" and around.flow_id and named.id == around.flow_id:
        yield Problem("calls_itself", "calls itself", node=node.id, field=named.field)
    for problem in _unknown(named.kind, named.id, around.known, field=named.field):
        yield replace(problem, node=node.id)


def _texts(node: Node, read: Any, around: _Around) -> Iterator[Problem]:
    kind = KINDS[node.kind]
    for each in kind.templates(read):
        checked = texts.problems(each.text, lambda path: _known(path, around.names), each.place)
        for code, message in checked:
            yield Problem(code, message, node=node.id, field=each.field)
    for field, path in kind.paths(read):
        if not path.strip():
            yield Problem("missing", "names no variable", node=node.id, field=field)
        elif not _known(re.split(r"[.\[]", path), around.names):
            message = f"there is no variable {path[:60]}"
            yield Problem("unknown_variable", message, node=node.id, field=field)


def _names(graph: Graph, data: dict[str, Any]) -> set[str]:
    """Every variable that the flow declares or sets anywhere."""
    set_by = {
        name
        for node in graph.nodes
        if not isinstance(data[node.id], ValidationError)
        for _, name in KINDS[node.kind].names(data[node.id])
    }
    return set_by | {each.name for each in graph.variables}


def _known(path: Sequence[str], names: Collection[str]) -> bool:
    if not path:
        return False
    first, *rest = path
    if first not in FACTS:
        return first in names
    if first == "trigger":
        return len(rest) >= 1
    if not rest or rest[0] not in FACTS[first]:
        return False
    return len(rest) == 2 if rest[0] == "attributes" else len(rest) == 1


def _bad_name(name: str) -> str:
    if name in _TAKEN:
        return f"{name} has a meaning of its own"
    return "" if _NAME.fullmatch(name) else "takes letters, digits and _ alone, a letter first"


def _unknown(kind: str, id: str, known: Catalogue, *, field: str) -> Iterator[Problem]:
    there: Collection[str] | None = getattr(known, f"{kind}s")
    if id and there is not None and id not in there:
        yield Problem(f"unknown_{kind}", f"there is no such {kind}", field=field)


def _ways(graph: Graph, data: dict[str, Any]) -> Iterator[Problem]:
    for id in unreachable(graph, data):
        yield Problem("unreachable", "nothing leads here", node=id)
    for id in endless_loops(graph, data):
        yield Problem("endless_loop", "goes round without waiting for anybody", node=id)
