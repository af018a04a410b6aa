"""Service flows, for their authors. The graph's own types are those of `flows`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, JsonValue

from chalicelib.flows.effects import CallHttp, Effect
from chalicelib.flows.events import Event
from chalicelib.flows.graph import Graph, Trigger
from chalicelib.flows.state import State, Traced, Waiting
from chalicelib.flows.testing import HoursName
from chalicelib.wire.common import Moment, Wire

FlowNote = Annotated[str, Field(max_length=500)]
FlowName = Annotated[str, Field(min_length=1, max_length=80)]
Languages = Literal["en", "es", "pt-BR"]


class FlowProblem(Wire):
    """What keeps a flow from being published. node: '' = the flow itself; port, field: '' = the
    node itself."""

    node: str = ""
    port: str = ""
    field: str = ""
    code: str
    message: str


class FlowView(Wire):
    """One of the list. published: the version that new conversations begin with, 0 = none.
    draft_version: raised by each change of the draft. triggers, priority: of the published version;
    before the first, of the draft. changed: the draft is not what is published. Agents who are no
    administrators get id, name and enabled alone."""

    id: str
    name: str
    enabled: bool
    published: int = 0
    draft_version: int = 0
    changed: bool = False
    triggers: list[Trigger] = []
    priority: int = 0
    created_at: Moment | None = None
    updated_at: Moment | None = None
    updated_by: str = ""
    published_at: Moment | None = None
    active: int = 0


class FlowList(Wire):
    flows: list[FlowView]


class FlowDetail(Wire):
    flow: FlowView
    graph: Graph
    problems: list[FlowProblem]


class NewFlow(Wire):
    """graph: None = an empty one."""

    name: FlowName
    graph: Graph | None = None


class FlowDraft(Wire):
    """version: of the draft that was changed. name: None leaves it."""

    graph: Graph
    version: int
    name: FlowName | None = None


class FlowDraftSaved(Wire):
    flow: FlowView
    problems: list[FlowProblem]


class FlowCheck(Wire):
    """flow_id: whose draft it is, so that it may not call itself; '' = not known."""

    graph: Graph
    flow_id: str = ""


class FlowProblems(Wire):
    problems: list[FlowProblem]


class FlowPublish(Wire):
    """version: of the draft that is to be published."""

    version: int
    note: FlowNote = ""


class FlowRollback(Wire):
    """to: the number of a published version."""

    to: int
    note: FlowNote = ""


class FlowEnabled(Wire):
    enabled: bool


class FlowVersion(Wire):
    """author: an agent's id. draft_version: of the draft that it was made from. current: new
    conversations begin with it."""

    number: int
    note: str = ""
    author: str = ""
    at: Moment
    draft_version: int = 0
    rolled_back_to: int = 0
    current: bool = False
    nodes: int = 0


class FlowVersionList(Wire):
    versions: list[FlowVersion]


class FlowVersionDetail(Wire):
    version: FlowVersion
    graph: Graph


class FunnelCount(Wire):
    """Conversations that came to a node, that answered there, and that ended there without."""

    reached: int = 0
    answered: int = 0
    dropped: int = 0


class FlowFunnel(Wire):
    """version: whose counts these are. nodes: by id; one that nobody reached is missing."""

    version: int
    nodes: dict[str, FunnelCount]


class FlowSimulation(Wire):
    """One step with a made person. state: None = the beginning. language, contact: what is known of
    him. hours ('calendar' = as the account's say), agents_online: the world he meets. at: when it
    began, None = now; seconds: passed since, for skipped waits."""

    graph: Graph
    state: State | None = None
    event: Event
    flow_id: str = ""
    language: Annotated[str, Field(max_length=20)] = ""
    contact: dict[str, Annotated[str, Field(max_length=500)]] = {}
    hours: HoursName = "open"
    agents_online: Annotated[int, Field(ge=0, le=1000)] = 1
    at: AwareDatetime | None = None
    seconds: Annotated[int, Field(ge=0, le=31_536_000)] = 0


class FlowSimulated(Wire):
    """variables: as they stand after it. waiting: None = it goes on no more. at: what time it was
    there."""

    state: State
    effects: list[Effect]
    trace: list[Traced]
    variables: dict[str, JsonValue]
    waiting: Waiting | None = None
    at: Moment


class FlowCall(Wire):
    """call: as an HTTP node of a step that was simulated wants it; it is really made."""

    call: CallHttp


class FlowCalled(Wire):
    """As `HttpAnswered`; seconds: how long it took."""

    status: int = 0
    body: str = ""
    error: str = ""
    seconds: float = 0


class FlowTemplate(Wire):
    """One of the gallery, in the asked language."""

    id: str
    name: str
    description: str = ""
    graph: Graph


class FlowGallery(Wire):
    templates: list[FlowTemplate]


class GalleryQuery(Wire):
    language: Languages = "en"


class FunnelQuery(Wire):
    """version: 0 = what is published now."""

    version: int = 0


class BotTransfer(Wire):
    """flow_id: a published flow that is on. client_id: makes a repeat the same transfer."""

    flow_id: str
    client_id: Annotated[str, Field(max_length=100)] = ""
