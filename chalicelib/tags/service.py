"""Tags: their catalogue. On what they are put, conversations and contacts say themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from chalicelib.shared.clock import Clock
from chalicelib.shared.errors import InvalidInput, TryAgain
from chalicelib.shared.ids import AccountId, new_id
from chalicelib.tags.model import Catalogue, Tag, Tagging, checked_colour, checked_name

MOST_TRIES = 5


class TagStore(Protocol):
    def load(self, account_id: AccountId) -> Catalogue:
        """Consistent. Empty if nothing is stored."""

    def save(self, catalogue: Catalogue) -> bool:
        """As version + 1, and told to all screens. False if the stored version is another."""


@dataclass(frozen=True, slots=True)
class TagPorts:
    store: TagStore
    clock: Clock


def as_it_is(_: Tag) -> None:
    """Whoever writes last wins."""


def catalogue(p: TagPorts, *, account_id: str) -> Catalogue:
    return p.store.load(AccountId(account_id))


def add(p: TagPorts, *, account_id: str, name: str, colour: str = "grey", id: str = "") -> Tag:
    """id: of whoever may repeat it; the same again makes nothing. Raises InvalidInput, or Conflict
    (name) if it is taken, in whatever case."""
    tag = Tag(id or new_id(p.clock()), checked_name(name), checked_colour(colour))

    def apply(now: Catalogue) -> Catalogue:
        return now if any(each.id == tag.id for each in now.tags) else now.added(tag)

    return _change(p, account_id, apply).tag(tag.id)


def change(
    p: TagPorts,
    *,
    account_id: str,
    tag_id: str,
    name: str | None = None,
    colour: str | None = None,
    position: int | None = None,
    check: Callable[[Tag], None] = as_it_is,
) -> Tag:
    """What is None stays. position: from 0. check: refuses by raising; what it saw is what is
    replaced. Raises NotFound, InvalidInput or Conflict."""

    def apply(now: Catalogue) -> Catalogue:
        before = now.tag(tag_id)
        check(before)
        after = replace(
            before,
            name=before.name if name is None else checked_name(name),
            colour=before.colour if colour is None else checked_colour(colour),
        )
        changed = now.changed(after)
        return changed if position is None else changed.moved(tag_id, position)

    return _change(p, account_id, apply).tag(tag_id)


def remove(
    p: TagPorts, *, account_id: str, tag_id: str, check: Callable[[Tag], None] = as_it_is
) -> None:
    """What carries it keeps its id, which nobody shows any more. check: as of `change`. Raises
    NotFound."""

    def apply(now: Catalogue) -> Catalogue:
        check(now.tag(tag_id))
        return now.without(tag_id)

    _change(p, account_id, apply)


def require(p: TagPorts, *, account_id: str, tag_ids: tuple[str, ...], field: str) -> Catalogue:
    """The catalogue. Raises InvalidInput (field) if one of the tags is not in it."""
    found = catalogue(p, account_id=account_id)
    known = {tag.id for tag in found.tags}
    for at, tag_id in enumerate(tag_ids):
        if tag_id not in known:
            raise InvalidInput("there is no such tag", field=f"{field}.{at}")
    return found


def named(p: TagPorts, *, account_id: str, names: Sequence[str]) -> Tagging:
    """Puts on the tags of these names, in whatever case; those that there are not are made first.
    Repeating it makes none twice. Raises InvalidInput, also when there would be too many."""
    wanted = tuple(checked_name(name) for name in names)

    def apply(now: Catalogue) -> Catalogue:
        for name in wanted:
            if not any(tag.name.casefold() == name.casefold() for tag in now.tags):
                now = now.added(Tag(new_id(p.clock()), name))
        return now

    found = _change(p, account_id, apply)
    by_name = {tag.name.casefold(): tag.id for tag in found.tags}
    ids = dict.fromkeys(by_name[name.casefold()] for name in wanted)
    return Tagging(tuple((tag.id, tag.name) for tag in found.tags), add=tuple(ids))


def _change(p: TagPorts, account_id: str, apply: Callable[[Catalogue], Catalogue]) -> Catalogue:
    for _ in range(MOST_TRIES):
        before = catalogue(p, account_id=account_id)
        after = apply(before)
        if after == before or p.store.save(after):
            return after
    raise TryAgain("too many writers")
