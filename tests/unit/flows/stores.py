"""The flows' stores in memory."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.flows.model import (
    Draft,
    Ended,
    Flow,
    GraphData,
    KeptTest,
    Published,
    Session,
    Tally,
    ended,
)
from chalicelib.flows.starts import Hook


@dataclass
class MemoryFlowStore:
    """A `FlowStore`."""

    flows: dict[tuple[str, str], Flow] = field(default_factory=dict)
    drafts: dict[tuple[str, str], Draft] = field(default_factory=dict)
    graphs: dict[tuple[str, str, int], str] = field(default_factory=dict)
    published: dict[tuple[str, str, int], Published] = field(default_factory=dict)
    counts: dict[tuple[str, str, int], dict[str, int]] = field(default_factory=dict)
    sessions: dict[tuple[str, str], Session] = field(default_factory=dict)
    over: dict[tuple[str, str], list[Ended]] = field(default_factory=dict)
    kept_tests: dict[tuple[str, str, str], KeptTest] = field(default_factory=dict)

    def catalogue(self, account_id: str) -> list[Flow]:
        return [flow for (account, _), flow in sorted(self.flows.items()) if account == account_id]

    def flow(self, account_id: str, flow_id: str) -> Flow | None:
        return self.flows.get((account_id, flow_id))

    def save_flow(self, flow: Flow) -> bool:
        stands = self.flows.get((flow.account_id, flow.id))
        if (stands.version if stands else 0) != flow.version:
            return False
        self.flows[flow.account_id, flow.id] = replace(flow, version=flow.version + 1)
        return True

    def remove_flow(self, account_id: str, flow_id: str) -> None:
        self.flows.pop((account_id, flow_id), None)
        self.drafts.pop((account_id, flow_id), None)
        for key in [each for each in self.kept_tests if each[:2] == (account_id, flow_id)]:
            del self.kept_tests[key]

    def draft(self, account_id: str, flow_id: str) -> Draft | None:
        return self.drafts.get((account_id, flow_id))

    def save_draft(self, account_id: str, flow_id: str, draft: Draft) -> bool:
        stands = self.drafts.get((account_id, flow_id))
        if (stands.version if stands else 0) != draft.version - 1:
            return False
        self.drafts[account_id, flow_id] = Draft(json.loads(json.dumps(draft.graph)), draft.version)
        return True

    def keep_graph(self, account_id: str, flow_id: str, draft: Draft) -> None:
        self.graphs[account_id, flow_id, draft.version] = json.dumps(draft.graph)

    def graph(self, account_id: str, flow_id: str, draft_version: int) -> GraphData | None:
        found = self.graphs.get((account_id, flow_id, draft_version))
        return json.loads(found) if found else None

    def add_version(self, account_id: str, flow_id: str, version: Published) -> Published | None:
        key = (account_id, flow_id, version.number)
        if key in self.published:
            return self.published[key]
        self.published[key] = version
        return None

    def versions(self, account_id: str, flow_id: str) -> list[Published]:
        found = [each for key, each in self.published.items() if key[:2] == (account_id, flow_id)]
        return sorted(found, key=lambda each: -each.number)

    def version(self, account_id: str, flow_id: str, number: int) -> Published | None:
        return self.published.get((account_id, flow_id, number))

    def funnel(self, account_id: str, flow_id: str, number: int) -> Mapping[str, int]:
        return dict(self.counts.get((account_id, flow_id, number), {}))

    def session(self, account_id: str, conversation_id: str) -> Session | None:
        return self.sessions.get((account_id, conversation_id))

    def save_session(self, session: Session, tally: Tally | None = None) -> bool:
        key = (session.account_id, session.conversation_id)
        stands = self.sessions.get(key)
        if (stands.rev if stands else 0) != session.rev:
            return False
        self.sessions[key] = replace(session, rev=session.rev + 1)
        for (flow_id, number), counts in (tally or {}).items():
            kept = self.counts.setdefault((session.account_id, flow_id, number), {})
            for name, count in counts.items():
                kept[name] = kept.get(name, 0) + count
        if session.outcome and tally:
            here = self.over.setdefault((session.account_id, session.flow_id), [])
            here[:] = [ended(session), *(one for one in here if one != ended(session))]
        return True

    def ended(self, account_id: str, flow_id: str, *, limit: int) -> list[Ended]:
        found = self.over.get((account_id, flow_id), [])
        return sorted(found, key=lambda each: each.at, reverse=True)[:limit]

    def tests(self, account_id: str, flow_id: str) -> list[KeptTest]:
        found = sorted(self.kept_tests.items())
        return [test for key, test in found if key[:2] == (account_id, flow_id)]

    def save_test(self, account_id: str, flow_id: str, test: KeptTest) -> bool:
        stands = self.kept_tests.get((account_id, flow_id, test.id))
        if (stands.version if stands else 0) != test.version - 1:
            return False
        self.kept_tests[account_id, flow_id, test.id] = test
        return True

    def remove_test(self, account_id: str, flow_id: str, test_id: str) -> bool:
        return self.kept_tests.pop((account_id, flow_id, test_id), None) is not None


@dataclass
class MemoryHookStore:
    """A `HookStore`."""

    kept: dict[tuple[str, str, str], Hook] = field(default_factory=dict)

    def hook(self, account_id: str, flow_id: str, key: str) -> Hook | None:
        return self.kept.get((account_id, flow_id, key))

    def keep_hook(self, hook: Hook, *, unless_since: datetime) -> bool:
        key = (hook.account_id, hook.flow_id, hook.key)
        if key in self.kept and self.kept[key].at >= unless_since:
            return False
        self.kept[key] = hook
        return True

    def end_hook(self, hook: Hook) -> None:
        key = (hook.account_id, hook.flow_id, hook.key)
        self.kept[key] = replace(hook, done=True, data={})
