"""Flows as `wire.flows` has them: JSON-ready."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from chalicelib.flows.model import Flow, GraphData, Published
from chalicelib.shared.clock import to_text

if TYPE_CHECKING:
    from chalicelib.flows.service import Opened
    from chalicelib.flows.validate import Problem


def flow_view(flow: Flow) -> dict[str, Any]:
    from chalicelib.flows.graph import Trigger

    triggers = [Trigger.model_validate(each).model_dump(mode="json") for each in flow.triggers]
    return {
        **flow_name_view(flow),
        "published": flow.published,
        "draft_version": flow.draft_version,
        "changed": flow.draft_version != flow.published_draft,
        "triggers": triggers,
        "priority": flow.priority,
        "created_at": to_text(flow.created_at),
        "updated_at": to_text(flow.updated_at),
        "updated_by": flow.updated_by,
        "published_at": to_text(flow.published_at) if flow.published_at else None,
    }


def flow_name_view(flow: Flow) -> dict[str, Any]:
    return {"id": flow.id, "name": flow.name, "enabled": flow.on}


def opened_view(opened: Opened) -> dict[str, Any]:
    return {
        "flow": {**flow_view(opened.flow), "draft_version": opened.draft.version},
        "graph": graph_view(opened.draft.graph),
        "problems": [problem_view(each) for each in opened.problems],
    }


def graph_view(graph: GraphData) -> dict[str, Any]:
    """With all that the store leaves out."""
    from chalicelib.flows.graph import Graph

    shown: dict[str, Any] = Graph.model_validate(graph).model_dump(mode="json")
    return shown


def problem_view(problem: Problem) -> dict[str, Any]:
    return asdict(problem)


def version_view(version: Published, current: int) -> dict[str, Any]:
    return {
        "number": version.number,
        "note": version.note,
        "author": version.author,
        "at": to_text(version.at),
        "draft_version": version.draft_version,
        "rolled_back_to": version.rolled_back_to,
        "current": version.number == current,
        "nodes": version.nodes,
    }


def schema() -> dict[str, Any]:
    """The graph's JSON schema; `kinds`: that of each kind of node's data."""
    from chalicelib.flows.graph import Graph
    from chalicelib.flows.nodes.registry import KINDS

    kinds = {name: kind.data.model_json_schema() for name, kind in KINDS.items()}
    return {**Graph.model_json_schema(), "kinds": kinds}


def gallery(language: str) -> list[dict[str, Any]]:
    """What one may start from, with its texts in that language."""
    from chalicelib.flows import templates

    return [
        {
            "id": each.id,
            "name": each.name,
            "description": each.description,
            "graph": each.graph.model_dump(mode="json"),
        }
        for each in templates.gallery(language)
    ]
