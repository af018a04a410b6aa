"""Tests and replays as `wire.flow_tests` has them: JSON-ready."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from chalicelib.shared.clock import to_text

if TYPE_CHECKING:
    from chalicelib.flows.rehearsals import Result, Saved
    from chalicelib.flows.replaying import Exchange, Replayed


def test_view(saved: Saved) -> dict[str, Any]:
    test = saved.test.model_dump(mode="json")
    return {"id": saved.id, "version": saved.version, "test": test}


def result_view(result: Result) -> dict[str, Any]:
    state = result.played[-1].state
    return {
        "id": result.saved.id,
        "name": result.saved.test.name,
        "misses": [asdict(each) for each in result.misses],
        "played": [{"says": each.says, "ways": each.ways} for each in result.played],
        "outcome": state.outcome if state else "",
        "variables": dict(state.variables) if state else {},
    }


def replayed_view(replayed: Replayed) -> dict[str, Any]:
    ended = replayed.ended
    return {
        "conversation_id": ended.conversation_id,
        "contact_id": replayed.contact_id,
        "contact_name": replayed.contact_name,
        "number": ended.number,
        "began_at": to_text(ended.began_at),
        "at": to_text(ended.at),
        "outcome": ended.outcome,
        "outcome_now": replayed.outcome,
        "same": replayed.same,
        "exchanges": [_exchange(each) for each in replayed.exchanges],
    }


def _exchange(exchange: Exchange) -> dict[str, Any]:
    told = {**asdict(exchange), "same": exchange.same}
    return {**told, "at": to_text(exchange.at)}
