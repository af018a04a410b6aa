"""Flows, as their authors work on them: drafts, publishing, roll-backs, counts.

A draft is locked by its version; a published version never changes. Whatever may have been cut
short (a crash, a lost answer) is finished by doing it again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from chalicelib.flows.model import (
    MOST_FLOWS,
    MOST_GRAPH,
    Draft,
    Flow,
    GraphData,
    Published,
    listens,
)
from chalicelib.flows.ports import FlowPorts
from chalicelib.shared.errors import Conflict, InvalidInput, NotFound, TryAgain
from chalicelib.shared.ids import AccountId, new_id

if TYPE_CHECKING:
    from chalicelib.flows.graph import Graph
    from chalicelib.flows.rehearsals import Result
    from chalicelib.flows.validate import Problem

MOST_TRIES = 5  # at a flow that others change
MOST_NUMBERS = 20  # that were claimed by publications cut short


class NotPublishable(InvalidInput):
    """problems: what keeps the draft from being published."""

    code = "flow_has_problems"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("the flow has problems", field="graph")
        self.problems = problems


class TestsFail(InvalidInput):
    """results: of the tests that the draft does not pass."""

    __test__ = False
    code = "flow_tests_fail"

    def __init__(self, results: Sequence[Result]) -> None:
        super().__init__("the draft does not pass its tests", field="graph")
        self.results = results


@dataclass(frozen=True, slots=True)
class Opened:
    flow: Flow
    draft: Draft
    problems: Sequence[Problem]


def catalogue(p: FlowPorts, *, account_id: str) -> list[Flow]:
    return p.store.catalogue(account_id)


def add(p: FlowPorts, *, account_id: str, name: str, graph: Graph | None, by: str) -> Opened:
    """A new flow, off and not published. Raises InvalidInput (name, graph)."""
    from chalicelib.flows.graph import Graph

    if len(p.store.catalogue(account_id)) >= MOST_FLOWS:
        raise InvalidInput(f"there are {MOST_FLOWS} already", field="name")
    now = p.clock()
    kept = graph or Graph()
    draft = Draft(_checked(kept), 1)
    flow = Flow(
        id=new_id(now),
        account_id=AccountId(account_id),
        name=_name(name),
        created_at=now,
        updated_at=now,
        updated_by=by,
        triggers=_triggers(draft.graph),
        priority=kept.priority,
    )
    p.store.save_draft(account_id, flow.id, draft)
    p.store.save_flow(flow)
    p.changed(account_id)
    return Opened(flow, draft, problems(p, account_id=account_id, graph=kept, flow_id=flow.id))


def get(p: FlowPorts, *, account_id: str, flow_id: str) -> Opened:
    """Raises NotFound."""
    flow = _flow(p, account_id, flow_id)
    draft = _draft(p, account_id, flow_id)
    found = problems(p, account_id=account_id, graph=parsed(draft.graph), flow_id=flow_id)
    return Opened(flow, draft, found)


def save_draft(
    p: FlowPorts,
    *,
    account_id: str,
    flow_id: str,
    graph: Graph,
    version: int,
    name: str | None,
    by: str,
) -> Opened:
    """version: of the draft that was changed. Raises NotFound, InvalidInput, or Conflict if another
    was faster. The same again changes nothing."""
    _flow(p, account_id, flow_id)
    draft = Draft(_checked(graph), version + 1)
    if not p.store.save_draft(account_id, flow_id, draft):
        stands = _draft(p, account_id, flow_id)
        if stands != draft:
            raise Conflict("somebody changed this flow meanwhile", field="version")
    now = p.clock()

    def patch(flow: Flow) -> Flow:
        after = replace(
            flow,
            name=flow.name if name is None else _name(name),
            draft_version=max(flow.draft_version, draft.version),
            updated_at=now,
            updated_by=by,
        )
        if flow.published:
            return after
        return replace(after, triggers=_triggers(draft.graph), priority=graph.priority)

    flow = _change(p, account_id, flow_id, patch)
    return Opened(flow, draft, problems(p, account_id=account_id, graph=graph, flow_id=flow_id))


def problems(
    p: FlowPorts, *, account_id: str, graph: Graph, flow_id: str = ""
) -> Sequence[Problem]:
    """What keeps the graph from being published."""
    from chalicelib.flows.validate import validate

    return validate(graph, p.known(account_id), flow_id=flow_id)


def publish(
    p: FlowPorts, *, account_id: str, flow_id: str, version: int, note: str, by: str
) -> Flow:
    """Let new conversations begin with that version of the draft; a flow is switched on by its
    first publication. The same again publishes nothing twice.

    Raises NotFound, NotPublishable, TestsFail, or Conflict if the draft is another by now.
    """
    from chalicelib.flows import rehearsals

    flow = _flow(p, account_id, flow_id)
    if flow.published and flow.published_draft == version:
        _tell_channels(p, account_id)
        return flow
    draft = _draft(p, account_id, flow_id)
    if draft.version != version:
        raise Conflict("somebody changed this flow meanwhile", field="version")
    graph = parsed(draft.graph)
    found = problems(p, account_id=account_id, graph=graph, flow_id=flow_id)
    if found:
        raise NotPublishable(found)
    played = rehearsals.results(p, account_id=account_id, flow_id=flow_id, graph=graph)
    failed = [each for each in played if each.misses]
    if failed:
        raise TestsFail(failed)
    return _publish(p, flow, draft, note=note, by=by)


def rollback(p: FlowPorts, *, account_id: str, flow_id: str, to: int, note: str, by: str) -> Opened:
    """Publish that version's graph again, as a new version, and make it the draft. Conversations
    stay on the version that they are in. Tests are not asked: it is the way out of trouble. Raises
    NotFound, NotPublishable (what it names may be gone by now) or Conflict."""
    flow = _flow(p, account_id, flow_id)
    old, data = version(p, account_id=account_id, flow_id=flow_id, number=to)
    graph = parsed(data)
    found = problems(p, account_id=account_id, graph=graph, flow_id=flow_id)
    if found:
        raise NotPublishable(found)
    draft = _draft(p, account_id, flow_id)
    if draft.graph != data:
        draft = Draft(data, draft.version + 1)
        if not p.store.save_draft(account_id, flow_id, draft):
            raise Conflict("somebody changed this flow meanwhile")
    if flow.published_draft == draft.version:
        return Opened(flow, draft, found)  # it is what is published
    after = _publish(p, flow, draft, note=note, by=by, rolled_back_to=old.number)
    return Opened(after, draft, found)


def enable(p: FlowPorts, *, account_id: str, flow_id: str, enabled: bool, by: str) -> Flow:
    """Whether it begins in new conversations; those in it go on. Raises NotFound, or Conflict for
    one that was never published."""
    now = p.clock()

    def patch(flow: Flow) -> Flow:
        if enabled and not flow.published:
            raise Conflict("publish the flow first", field="enabled")
        if flow.enabled == enabled:
            return flow
        return replace(flow, enabled=enabled, updated_at=now, updated_by=by)

    flow = _change(p, account_id, flow_id, patch)
    _tell_channels(p, account_id)
    return flow


def remove(p: FlowPorts, *, account_id: str, flow_id: str) -> None:
    """Conversations that are in it go on. Raises NotFound."""
    _flow(p, account_id, flow_id)
    p.store.remove_flow(account_id, flow_id)
    p.changed(account_id)
    _tell_channels(p, account_id)


def versions(p: FlowPorts, *, account_id: str, flow_id: str) -> tuple[Flow, list[Published]]:
    """The newest first. Raises NotFound."""
    flow = _flow(p, account_id, flow_id)
    found = p.store.versions(account_id, flow_id)
    # A publication that was cut short has claimed a number that nobody ever saw.
    return flow, [each for each in found if each.number <= flow.published]


def version(
    p: FlowPorts, *, account_id: str, flow_id: str, number: int
) -> tuple[Published, GraphData]:
    """Raises NotFound."""
    found = p.store.version(account_id, flow_id, number) if number > 0 else None
    graph = p.store.graph(account_id, flow_id, found.draft_version) if found else None
    if found is None or graph is None:
        raise NotFound("no such version")
    return found, graph


def funnel(
    p: FlowPorts, *, account_id: str, flow_id: str, number: int
) -> tuple[int, dict[str, dict[str, int]]]:
    """The version (0 asks for what is published now), and by node how often it was reached,
    answered and dropped at. Conversations that go on are counted once they pause for an hour, or
    end. Raises NotFound."""
    flow = _flow(p, account_id, flow_id)
    number = number or flow.published
    nodes: dict[str, dict[str, int]] = {}
    for name, count in p.store.funnel(account_id, flow_id, number).items():
        node, _, what = name.partition(" ")
        nodes.setdefault(node, {})[_WHAT[what]] = count
    return number, nodes


_WHAT = {"r": "reached", "a": "answered", "d": "dropped"}


def running(p: FlowPorts, *, account_id: str, flow_id: str) -> Flow:
    """One that may take a conversation. Raises InvalidInput (flow_id)."""
    found = p.store.flow(account_id, flow_id)
    if found is None or not found.on:
        raise InvalidInput("there is no such flow, or it is off", field="flow_id")
    return found


def refresh(p: FlowPorts, *, account_id: str) -> None:
    """Tell the account's channels anew: one was added, or something was cut short."""
    _tell_channels(p, account_id)


def parsed(data: GraphData) -> Graph:
    from chalicelib.flows.graph import Graph

    return Graph.model_validate(data)


def _publish(
    p: FlowPorts, flow: Flow, draft: Draft, *, note: str, by: str, rolled_back_to: int = 0
) -> Flow:
    now = p.clock()
    p.store.keep_graph(flow.account_id, flow.id, draft)
    made = Published(
        number=flow.published + 1,
        draft_version=draft.version,
        at=now,
        author=by,
        note=note.strip(),
        rolled_back_to=rolled_back_to,
        nodes=len(draft.graph.get("nodes", ())),
    )
    made = _claimed(p, flow, made)

    def patch(before: Flow) -> Flow:
        if before.published >= made.number:
            return before
        return replace(
            before,
            enabled=before.enabled or not before.published,
            published=made.number,
            published_draft=draft.version,
            published_at=made.at,
            draft_version=max(before.draft_version, draft.version),
            triggers=_triggers(draft.graph),
            priority=draft.graph.get("priority", 0),
            updated_at=now,
            updated_by=by,
        )

    after = _change(p, flow.account_id, flow.id, patch)
    _tell_channels(p, flow.account_id)
    return after


def _claimed(p: FlowPorts, flow: Flow, wanted: Published) -> Published:
    """Under the first number that is free, or that an earlier try of the same has."""
    for _ in range(MOST_NUMBERS):
        there = p.store.add_version(flow.account_id, flow.id, wanted)
        if there is None:
            return wanted
        if there.draft_version == wanted.draft_version:
            return there
        wanted = replace(wanted, number=wanted.number + 1)
    raise TryAgain("too many publications at once")


def _change(p: FlowPorts, account_id: str, flow_id: str, patch: Callable[[Flow], Flow]) -> Flow:
    for _ in range(MOST_TRIES):
        before = _flow(p, account_id, flow_id)
        after = patch(before)
        if after == before:
            return before
        if p.store.save_flow(after):
            p.changed(account_id)
            return after
    raise TryAgain("too many writers")


def _tell_channels(p: FlowPorts, account_id: str) -> None:
    flows = p.store.catalogue(account_id)
    wanted: Mapping[str, str] = {
        channel_id: listens(flows, channel_id) for channel_id in p.channels(account_id)
    }
    p.listen(account_id, wanted)
    p.alarm(account_id, flows)


def _flow(p: FlowPorts, account_id: str, flow_id: str) -> Flow:
    found = p.store.flow(account_id, flow_id)
    if found is None:
        raise NotFound("no such flow")
    return found


def _draft(p: FlowPorts, account_id: str, flow_id: str) -> Draft:
    found = p.store.draft(account_id, flow_id)
    if found is None:
        raise NotFound("no such flow")
    return found


def _checked(graph: Graph) -> GraphData:
    """JSON-ready. Raises InvalidInput (graph) for one that is too large to be kept."""
    if len(graph.model_dump_json(exclude_defaults=True).encode()) > MOST_GRAPH:
        raise InvalidInput(f"at most {MOST_GRAPH // 1000} KB", field="graph")
    data: dict[str, Any] = graph.model_dump(mode="json", exclude_defaults=True)
    return data


def _triggers(graph: GraphData) -> tuple[Mapping[str, Any], ...]:
    return tuple(graph.get("triggers", ()))


def _name(name: str) -> str:
    kept = " ".join(name.split())
    if not kept:
        raise InvalidInput("a name is needed", field="name")
    return kept
