"""Saved views: one's own, and the account's, which administrators change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from chalicelib.conversations.filters import Filter, checked
from chalicelib.saved_views.model import SavedView, Shelf, checked_name
from chalicelib.shared.clock import Clock
from chalicelib.shared.errors import Forbidden, TryAgain
from chalicelib.shared.ids import AccountId, new_id

MOST_TRIES = 5


class ViewStore(Protocol):
    def shelves(self, account_id: AccountId, agent_id: str) -> tuple[Shelf, Shelf]:
        """The account's and the agent's, in one read; empty if nothing is stored."""

    def save(self, shelf: Shelf) -> bool:
        """As version + 1, and told to who sees it. False if the stored version is another."""


@dataclass(frozen=True, slots=True)
class ViewPorts:
    store: ViewStore
    clock: Clock


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whose views. manages: whether he may change the account's."""

    account_id: str
    agent_id: str
    manages: bool


def listed(p: ViewPorts, *, viewer: Viewer) -> tuple[Shelf, Shelf]:
    return p.store.shelves(AccountId(viewer.account_id), viewer.agent_id)


def add(p: ViewPorts, *, viewer: Viewer, name: str, filter: Filter, shared: bool) -> SavedView:
    """Raises InvalidInput (name, filter…) or Forbidden."""
    _must_manage(viewer, shared)
    view = SavedView(new_id(p.clock()), checked_name(name), checked(filter))
    _change(p, viewer, lambda mine: mine[0 if shared else 1].added(view))
    return view


def change(
    p: ViewPorts,
    *,
    viewer: Viewer,
    view_id: str,
    name: str | None = None,
    filter: Filter | None = None,
    position: int | None = None,
) -> tuple[SavedView, bool]:
    """What is None stays. Answers the view and whether it is shared. Raises NotFound (also for
    another agent's), InvalidInput or Forbidden."""

    def apply(shelves: tuple[Shelf, Shelf]) -> Shelf:
        shelf = _holding(viewer, shelves, view_id)
        before = shelf.view(view_id)
        after = replace(
            before,
            name=before.name if name is None else checked_name(name),
            filter=before.filter if filter is None else checked(filter),
        )
        changed = shelf.changed(after)
        return changed if position is None else changed.moved(view_id, position)

    shelf = _change(p, viewer, apply)
    return shelf.view(view_id), not shelf.owner


def remove(p: ViewPorts, *, viewer: Viewer, view_id: str) -> None:
    """Raises NotFound or Forbidden."""
    _change(p, viewer, lambda shelves: _holding(viewer, shelves, view_id).without(view_id))


def _holding(viewer: Viewer, shelves: tuple[Shelf, Shelf], view_id: str) -> Shelf:
    shared, own = shelves
    if shared.holds(view_id):
        _must_manage(viewer, True)
        return shared
    return own  # which raises NotFound if it is not there


def _must_manage(viewer: Viewer, shared: bool) -> None:
    if shared and not viewer.manages:
        raise Forbidden("only an owner or an administrator changes the views of all")


def _change(p: ViewPorts, viewer: Viewer, apply: Callable[[tuple[Shelf, Shelf]], Shelf]) -> Shelf:
    for _ in range(MOST_TRIES):
        shelves = listed(p, viewer=viewer)
        after = apply(shelves)
        if after in shelves or p.store.save(after):
            return after
    raise TryAgain("too many writers")
