"""Saved views: named filters, the account's or one agent's. Pure."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.conversations.filters import Filter, from_plain, to_plain
from chalicelib.shared.errors import InvalidInput, NotFound
from chalicelib.shared.ids import AccountId

MOST = 50
MAX_NAME = 60


@dataclass(frozen=True, slots=True)
class SavedView:
    id: str
    name: str
    filter: Filter


@dataclass(frozen=True, slots=True)
class Shelf:
    """Views in their order. owner: an agent's id, '' = the account's, which all agents see.
    version: the optimistic lock, 0 = none stored."""

    account_id: AccountId
    owner: str
    views: tuple[SavedView, ...] = ()
    version: int = 0

    def view(self, view_id: str) -> SavedView:
        """Raises NotFound."""
        found = next((view for view in self.views if view.id == view_id), None)
        if found is None:
            raise NotFound("no such view")
        return found

    def holds(self, view_id: str) -> bool:
        return any(view.id == view_id for view in self.views)

    def added(self, view: SavedView) -> Shelf:
        if len(self.views) >= MOST:
            raise InvalidInput(f"at most {MOST} views", field="name")
        return replace(self, views=(*self.views, view))

    def changed(self, view: SavedView) -> Shelf:
        views = tuple(view if each.id == view.id else each for each in self.views)
        return replace(self, views=views)

    def moved(self, view_id: str, position: int) -> Shelf:
        view = self.view(view_id)
        others = [each for each in self.views if each.id != view_id]
        others.insert(position, view)
        return replace(self, views=tuple(others))

    def without(self, view_id: str) -> Shelf:
        self.view(view_id)
        return replace(self, views=tuple(each for each in self.views if each.id != view_id))


def checked_name(name: str) -> str:
    """White space folded. Raises InvalidInput (name)."""
    folded = " ".join(name.split())
    if not folded:
        raise InvalidInput("a name is needed", field="name")
    if len(folded) > MAX_NAME:
        raise InvalidInput(f"at most {MAX_NAME} characters", field="name")
    return folded


def dumps(views: Collection[SavedView]) -> str:
    rows = [[view.id, view.name, to_plain(view.filter)] for view in views]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def loads(text: str) -> tuple[SavedView, ...]:
    return tuple(SavedView(id, name, from_plain(plain)) for id, name, plain in json.loads(text))


def saved_view_view(view: SavedView, *, shared: bool) -> dict[str, Any]:
    """As `wire.lists.SavedView`."""
    return {"id": view.id, "name": view.name, "filter": to_plain(view.filter), "shared": shared}
