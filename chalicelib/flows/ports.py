"""What keeping flows needs of the world. What running them needs is in `runtime.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from chalicelib.flows.model import (
    Draft,
    Ended,
    Flow,
    GraphData,
    KeptTest,
    Published,
    Session,
    Tally,
)
from chalicelib.shared.clock import Clock

if TYPE_CHECKING:
    from chalicelib.flows.effects import CallHttp
    from chalicelib.flows.events import HttpAnswered
    from chalicelib.flows.validate import Catalogue


class FlowStore(Protocol):
    """Each method is one call to the table, but where it says so."""

    def catalogue(self, account_id: str) -> list[Flow]:
        """In the order in which they were made."""

    def flow(self, account_id: str, flow_id: str) -> Flow | None:
        """Consistent."""

    def save_flow(self, flow: Flow) -> bool:
        """False, and nothing written, unless the stored version is `flow.version` (0: none is
        stored). Tells the consoles."""

    def remove_flow(self, account_id: str, flow_id: str) -> None:
        """Its published versions stay, for the conversations that are in them; its tests go. A
        call for each 25 tests, and four."""

    def draft(self, account_id: str, flow_id: str) -> Draft | None:
        """Consistent."""

    def save_draft(self, account_id: str, flow_id: str, draft: Draft) -> bool:
        """False, and nothing written, unless the stored one is of the version before."""

    def keep_graph(self, account_id: str, flow_id: str, draft: Draft) -> None:
        """As it is in that version of the draft. Repeating it changes nothing."""

    def graph(self, account_id: str, flow_id: str, draft_version: int) -> GraphData | None: ...

    def add_version(self, account_id: str, flow_id: str, version: Published) -> Published | None:
        """None if it was stored; else the one that has this number already."""

    def versions(self, account_id: str, flow_id: str) -> list[Published]:
        """The newest 200, the newest first."""

    def version(self, account_id: str, flow_id: str, number: int) -> Published | None: ...

    def funnel(self, account_id: str, flow_id: str, number: int) -> Mapping[str, int]:
        """ "{node} {r, a or d}" -> how many."""

    def session(self, account_id: str, conversation_id: str) -> Session | None:
        """Consistent."""

    def save_session(self, session: Session, tally: Tally | None = None) -> bool:
        """False, and nothing written, unless the stored one's `rev` is `session.rev` (0: none is
        stored). tally: added up in the same transaction; one that is over is listed as `ended`."""

    def ended(self, account_id: str, flow_id: str, *, limit: int) -> list[Ended]:
        """Sessions that are over, of the last 90 days, the last one first."""

    def tests(self, account_id: str, flow_id: str) -> list[KeptTest]:
        """In the order in which they were made. Consistent."""

    def save_test(self, account_id: str, flow_id: str, test: KeptTest) -> bool:
        """False, and nothing written, unless the stored one is of the version before."""

    def remove_test(self, account_id: str, flow_id: str, test_id: str) -> bool:
        """False if there was none."""


@dataclass(frozen=True, slots=True)
class FlowPorts:
    """known: what of the account's a flow may name. listen: account, channel -> what of its
    messages flows want to see ('', 'first', 'every'), for all its channels. changed: the account's
    flows are not what this process may have kept. hours: account, when, queue -> as `Env.hours`.
    zone: the account's. call: bounded, never raises. alarm: set what wakes the account's schedules;
    the same again changes nothing."""

    store: FlowStore
    known: Callable[[str], Catalogue]
    channels: Callable[[str], Sequence[str]]
    listen: Callable[[str, Mapping[str, str]], None]
    changed: Callable[[str], None]
    hours: Callable[[str, datetime, str], str]
    zone: Callable[[str], str]
    call: Callable[[CallHttp, str], HttpAnswered]
    clock: Clock
    alarm: Callable[[str, Sequence[Flow]], None] = lambda account_id, flows: None
