"""The account's tags: few, in an order of their own, one item of the table. Pure."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, replace

from chalicelib.shared.errors import Conflict, InvalidInput, NotFound
from chalicelib.shared.ids import AccountId

# Names, not values: each screen has its own for light and dark.
COLOURS = (
    "grey",
    "red",
    "orange",
    "amber",
    "green",
    "teal",
    "blue",
    "indigo",
    "purple",
    "pink",
)
MOST = 200
MOST_ON_ONE = 20  # conversation or contact
MAX_NAME = 40


@dataclass(frozen=True, slots=True)
class Tag:
    id: str
    name: str
    colour: str = "grey"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """tags: in the order in which they are shown. version: the optimistic lock, 0 = none stored."""

    account_id: AccountId
    tags: tuple[Tag, ...] = ()
    version: int = 0

    def tag(self, tag_id: str) -> Tag:
        """Raises NotFound."""
        found = next((tag for tag in self.tags if tag.id == tag_id), None)
        if found is None:
            raise NotFound("no such tag")
        return found

    def added(self, tag: Tag) -> Catalogue:
        if len(self.tags) >= MOST:
            raise InvalidInput(f"at most {MOST} tags", field="name")
        self._must_be_free(tag)
        return replace(self, tags=(*self.tags, tag))

    def changed(self, tag: Tag) -> Catalogue:
        self.tag(tag.id)
        self._must_be_free(tag)
        tags = tuple(tag if each.id == tag.id else each for each in self.tags)
        return replace(self, tags=tags)

    def moved(self, tag_id: str, position: int) -> Catalogue:
        """position: from 0; beyond the end means last."""
        tag = self.tag(tag_id)
        others = [each for each in self.tags if each.id != tag_id]
        others.insert(position, tag)
        return replace(self, tags=tuple(others))

    def without(self, tag_id: str) -> Catalogue:
        self.tag(tag_id)
        return replace(self, tags=tuple(each for each in self.tags if each.id != tag_id))

    def _must_be_free(self, tag: Tag) -> None:
        for each in self.tags:
            if each.id != tag.id and each.name.casefold() == tag.name.casefold():
                raise Conflict("there is a tag of this name", field="name")


def checked_name(name: str) -> str:
    """White space folded. Raises InvalidInput (name)."""
    folded = " ".join(name.split())
    if not folded:
        raise InvalidInput("a name is needed", field="name")
    if len(folded) > MAX_NAME:
        raise InvalidInput(f"at most {MAX_NAME} characters", field="name")
    if "," in folded:
        raise InvalidInput("a comma separates tags: leave it out", field="name")
    return folded


def checked_colour(colour: str) -> str:
    if colour not in COLOURS:
        raise InvalidInput(f"one of {', '.join(COLOURS)}", field="colour")
    return colour


def dumps(tags: Collection[Tag]) -> str:
    rows = [[tag.id, tag.name, tag.colour] for tag in tags]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def loads(text: str) -> tuple[Tag, ...]:
    """'' holds none."""
    return tuple(Tag(*row) for row in json.loads(text or "[]"))


def tag_view(tag: Tag) -> dict[str, str]:
    """As `wire.console.TagView`."""
    return {"id": tag.id, "name": tag.name, "colour": tag.colour}


@dataclass(frozen=True, slots=True)
class Tagging:
    """What is put on and taken off something. names: of all the account's tags, by id; ids that
    are not among them were deleted, and fall off at the next change."""

    names: tuple[tuple[str, str], ...]
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()

    def after(self, tags: Collection[str]) -> tuple[str, ...]:
        """Raises InvalidInput (add_tags) for too many."""
        return self.added(self.removed(tags))

    def added(self, tags: Collection[str]) -> tuple[str, ...]:
        kept = self._known(tags)
        after = (*kept, *(tag for tag in dict.fromkeys(self.add) if tag not in kept))
        if len(after) > max(MOST_ON_ONE, len(kept)):
            raise InvalidInput(f"at most {MOST_ON_ONE} tags", field="add_tags")
        return after

    def removed(self, tags: Collection[str]) -> tuple[str, ...]:
        return tuple(tag for tag in self._known(tags) if tag not in self.remove)

    def words(self, ids: Collection[str]) -> dict[str, str]:
        """For a line in the thread: the names as they were on that day."""
        told = [(id, name) for id, name in self.names if id in ids]
        return {
            "tag_ids": ",".join(id for id, _ in told),
            "tags": ", ".join(name for _, name in told),
        }

    def _known(self, tags: Collection[str]) -> tuple[str, ...]:
        known = {id for id, _ in self.names}
        return tuple(tag for tag in tags if tag in known)
