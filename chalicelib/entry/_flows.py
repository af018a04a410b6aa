"""What the routes over flows share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from chalicelib.entry._http import TITLES, AgentCall, Answer, Reply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chalicelib.flows.ports import FlowPorts
    from chalicelib.flows.validate import Problem


def administered(call: AgentCall) -> FlowPorts:
    """Raises Forbidden."""
    from chalicelib import wiring
    from chalicelib.accounts.service import require_administrator

    require_administrator(call.agent)
    return wiring.flow_ports()


def problems_view(found: Sequence[Problem]) -> list[dict[str, Any]]:
    from chalicelib.flows.view import problem_view

    return [problem_view(each) for each in found]


def publishing(publish: Callable[[], dict[str, Any]]) -> Answer:
    """Its answer; or, as `wire.common.Problem`, what keeps the draft from being published."""
    from chalicelib.flows.rehearsal_view import result_view
    from chalicelib.flows.service import NotPublishable, TestsFail

    try:
        return publish()
    except NotPublishable as refusal:
        told: dict[str, Any] = {"problems": problems_view(refusal.problems)}
        problem: NotPublishable | TestsFail = refusal
    except TestsFail as refusal:
        told = {"tests": [result_view(each) for each in refusal.results]}
        problem = refusal
    body = {
        "type": "about:blank",
        "title": TITLES[problem.status],
        "status": problem.status,
        "code": problem.code,
        "detail": problem.detail,
        "field": problem.field or "",
    }
    return Reply(body | told, status=problem.status)
