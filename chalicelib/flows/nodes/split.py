"""Send parts of the contacts different ways; the same contact always the same way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from chalicelib.flows.graph import Part, Title
from chalicelib.flows.nodes.base import ERROR, Flaw, Go, Move, NodeFailed, NodeKind, Turn
from chalicelib.flows.nodes.shapes import PortId


class Share(Part):
    """id: its way out. weight: of the sum of all."""

    id: PortId = ""
    title: Title = ""
    weight: Annotated[int, Field(ge=0, le=1000)] = 1


class SplitData(Part):
    shares: Annotated[tuple[Share, ...], Field(max_length=10)] = ()


class Split(NodeKind[SplitData]):
    name: ClassVar[str] = "split"
    data = SplitData

    def ports(self, data: SplitData) -> tuple[str, ...]:
        return (*(each.id for each in data.shares if each.id), ERROR)

    def needed(self, data: SplitData) -> tuple[str, ...]:
        return tuple(each.id for each in data.shares if each.id)

    def enter(self, data: SplitData, turn: Turn) -> Move:
        total = sum(each.weight for each in data.shares)
        if not total:
            raise NodeFailed("split", "has no ways to send anybody")
        place = point(f"{turn.env.contact_id}#{turn.at.flow_id}#{turn.at.node}") * total
        for each in data.shares:
            place -= each.weight
            if place < 0:
                return Go(each.id, each.title)
        raise AssertionError("a point lies below the sum of the weights")

    def flaws(self, data: SplitData) -> Iterator[Flaw]:
        if len(data.shares) < 2:
            yield Flaw("shares", "missing", "needs two ways at least")
        elif not sum(each.weight for each in data.shares):
            yield Flaw("shares", "invalid", "all weights are 0")
        seen: set[str] = set()
        for index, each in enumerate(data.shares):
            if not each.id:
                yield Flaw(f"shares.{index}.id", "missing", "has no id")
            elif each.id in seen or each.id == ERROR:
                yield Flaw(f"shares.{index}.id", "duplicate", f"the id {each.id} is taken", each.id)
            seen.add(each.id)


def point(text: str) -> float:
    """In [0, 1), spread evenly, always the same for the same text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big") / 2**48
