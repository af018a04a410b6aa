"""The console's tags, filters, saved views and changes of many conversations at once."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.wire.common import Wire
from chalicelib.wire.console import ConversationChange, ConversationView, TagColour

TagName = Annotated[str, Field(min_length=1, max_length=200)]

FilterField = Literal[
    "status",
    "assignee",
    "queue",
    "channel",
    "channel_kind",
    "priority",
    "bot",
    "promise",
    "tags",
    "contact_name",
    "last_text",
    "unread",
    "opened_at",
    "last_at",
    "waiting_since",
    "snoozed_until",
    "resolved_at",
    "attribute",
    "contact_attribute",
]
FilterOperator = Literal[
    "equals",
    "not_equals",
    "in",
    "not_in",
    "contains",
    "not_contains",
    "present",
    "absent",
    "greater",
    "less",
    "before",
    "after",
    "within_days",
    "older_than_days",
]
FilterValue = Annotated[str, Field(max_length=200)]


class FilterRule(Wire):
    """values: ids, words, numbers or moments as text, as the field has them; none for present and
    absent. assignee: `me` is whoever looks. key: the name of an attribute."""

    field: FilterField
    operator: FilterOperator
    values: Annotated[list[FilterValue], Field(max_length=50)] = Field(default_factory=list)
    key: Annotated[str, Field(max_length=60)] = ""


class FilterGroup(Wire):
    match: Literal["all", "any"] = "all"
    rules: Annotated[list[FilterRule], Field(min_length=1, max_length=20)]


class ConversationFilter(Wire):
    """rules and groups together, all or any of them. At most 20 of both."""

    match: Literal["all", "any"] = "all"
    rules: Annotated[list[FilterRule], Field(max_length=20)] = Field(default_factory=list)
    groups: Annotated[list[FilterGroup], Field(max_length=5)] = Field(default_factory=list)


class FilteredListRequest(Wire):
    """A page looks at no more than 200 conversations: it may hold few, or none, and go on."""

    filter: ConversationFilter
    cursor: Annotated[str, Field(max_length=2000)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 30


class TagRequest(Wire):
    name: TagName
    colour: TagColour = "grey"


class TagChange(Wire):
    """What is left out stays. position: from 0."""

    name: TagName | None = None
    colour: TagColour | None = None
    position: Annotated[int, Field(ge=0, le=200)] | None = None


class TagUse(Wire):
    """How many conversations carry the tag. more: there are more than that."""

    conversations: int
    more: bool = False


class SavedView(Wire):
    """shared: all agents see it; only administrators change it."""

    id: str
    name: str
    filter: ConversationFilter
    shared: bool = False


class SavedViews(Wire):
    """The account's first, then one's own, each in its order."""

    views: list[SavedView]


class SavedViewRequest(Wire):
    name: Annotated[str, Field(min_length=1, max_length=200)]
    filter: ConversationFilter
    shared: bool = False


class SavedViewChange(Wire):
    """What is left out stays. position: from 0, among the shared or among one's own."""

    name: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    filter: ConversationFilter | None = None
    position: Annotated[int, Field(ge=0, le=100)] | None = None


class BulkRequest(Wire):
    ids: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=40)]],
        Field(min_length=1, max_length=100),
    ]
    change: ConversationChange


class BulkResult(Wire):
    """conversation: as it is now; None if it was refused, for `code`, `detail` and `field`."""

    id: str
    conversation: ConversationView | None = None
    code: str = ""
    detail: str = ""
    field: str = ""


class BulkResults(Wire):
    results: list[BulkResult]
