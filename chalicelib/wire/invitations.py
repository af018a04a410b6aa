"""Proactive invitations: rules under which a site's visitor is spoken to first."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.wire.common import Wire

ConditionField = Literal[
    "time_on_page",
    "time_on_site",
    "pages",
    "scroll",
    "exit_intent",
    "url",
    "referrer",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_term",
    "utm_content",
    "country",
    "language",
    "visitor",
    "agents_online",
    "hours",
    "since_close",
    "since_invitation",
]
ConditionOp = Literal[
    "at_least",
    "at_most",
    "contains",
    "not_contains",
    "equals",
    "pattern",
    "in",
    "not_in",
    "is",
    "between",
]
MatchName = Literal["all", "any"]
InvitationAction = Literal["bubble", "window"]


class Condition(Wire):
    """Numbers (seconds on page or site, pages of this visit, percent scrolled, minutes since the
    chat was closed or an invitation shown): at_least, at_most. Texts: contains, not_contains,
    equals, pattern (`*` stands for anything). country, language: in, not_in a comma list.
    visitor: is new | returning. agents_online: is yes | no. exit_intent: is yes.
    hours: is open | closed, as the working hours say when the page is opened; between 09:00-18:00,
    in the account's time zone, may pass midnight."""

    field: ConditionField
    op: ConditionOp
    value: Annotated[str, Field(max_length=500)]


class InvitationChange(Wire):
    """channel_id: '' = every site. agent_id: whose face is shown; '' = the team's. texts: one, or
    two that are compared (A, B). repeat_minutes: not again to the same visitor before.
    position: lower comes first; of several that fit, the first is shown."""

    name: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    channel_id: str | None = None
    enabled: bool | None = None
    match: MatchName | None = None
    conditions: Annotated[list[Condition], Field(max_length=12)] | None = None
    action: InvitationAction | None = None
    agent_id: str | None = None
    texts: Annotated[list[str], Field(min_length=1, max_length=2)] | None = None
    repeat_minutes: Annotated[int, Field(ge=1, le=525_600)] | None = None
    position: Annotated[int, Field(ge=0, le=10_000)] | None = None


class InvitationCounts(Wire):
    """Visitors, each counted once."""

    shown: int = 0
    opened: int = 0
    answered: int = 0


class InvitationView(Wire):
    """counts: by variant, A and B."""

    id: str
    name: str
    channel_id: str = ""
    enabled: bool = True
    match: MatchName = "all"
    conditions: list[Condition] = Field(default_factory=list)
    action: InvitationAction = "bubble"
    agent_id: str = ""
    texts: list[str] = Field(default_factory=list)
    repeat_minutes: int = 1440
    position: int = 0
    counts: dict[str, InvitationCounts] = Field(default_factory=dict)


class InvitationList(Wire):
    invitations: list[InvitationView]


class WidgetInvitation(Wire):
    """text: of this visitor's variant. agent_name: '' = nobody in particular."""

    id: str
    match: MatchName = "all"
    conditions: list[Condition] = Field(default_factory=list)
    action: InvitationAction = "bubble"
    variant: str = "A"
    text: str
    agent_name: str = ""
    agent_photo: str = ""
    repeat_minutes: int = 1440


class InvitationFacts(Wire):
    """What only the server knows, at the session's opening. minute: of the day in the account's
    time zone. site_seconds: since the visit began. since_*: minutes, null = never. referrer, utm:
    of this visit's first page."""

    country: str = ""
    minute: int = 0
    site_seconds: int = 0
    pages: int = 1
    visits: int = 1
    since_close: int | None = None
    since_invitation: int | None = None
    referrer: str = ""
    utm: dict[str, str] = Field(default_factory=dict)


class WidgetInvitations(Wire):
    """In the order in which they are tried."""

    invitations: list[WidgetInvitation]
    facts: InvitationFacts


class InvitationEvent(Wire):
    event: Literal["shown", "opened", "answered"]
