"""Put tags on the conversation, and take them off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from chalicelib.flows.effects import Tag
from chalicelib.flows.graph import OptionalId, Part
from chalicelib.flows.nodes.base import Flaw, Go, Move, NodeKind, Reference, Turn

_Tags = Annotated[tuple[OptionalId, ...], Field(max_length=20)]


class TagsData(Part):
    """Tags' ids."""

    add: _Tags = ()
    remove: _Tags = ()


class Tags(NodeKind[TagsData]):
    name: ClassVar[str] = "tags"
    data = TagsData

    def enter(self, data: TagsData, turn: Turn) -> Move:
        turn.effects.append(Tag(node=turn.at.node, add=data.add, remove=data.remove))
        return Go()

    def flaws(self, data: TagsData) -> Iterator[Flaw]:
        if not data.add and not data.remove:
            yield Flaw("add", "missing", "has no tags")
        if set(data.add) & set(data.remove):
            yield Flaw("remove", "invalid", "takes off a tag that it puts on")

    def references(self, data: TagsData) -> Iterator[Reference]:
        for name, ids in (("add", data.add), ("remove", data.remove)):
            for index, id in enumerate(ids):
                yield Reference(f"{name}.{index}", "tag", id)
