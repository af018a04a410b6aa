"""Parts that several kinds of node are made of. Pure."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, JsonValue

from chalicelib.flows.graph import Part, Title
from chalicelib.flows.nodes.base import NodeFailed, Turn
from chalicelib.flows.values import Choosable
from chalicelib.shared.content import Option

Options = tuple[Option, ...]
Text = Annotated[str, Field(max_length=4000)]
Short = Annotated[str, Field(max_length=500)]
PortId = Annotated[str, Field(max_length=20, pattern=r"^[A-Za-z0-9_-]*$")]
Retries = Annotated[int, Field(ge=0, le=10)]


class Choice(Part):
    """One thing to choose. id: its way out too. url: opens an address instead, and has no way out;
    not every channel can."""

    id: PortId = ""
    title: Title = ""
    description: Title = ""
    url: Annotated[str, Field(max_length=2000)] = ""


class Picture(Part):
    """A file: ours by `key`, or anywhere by `url` (https)."""

    mime: Annotated[str, Field(max_length=100)] = ""
    name: Title = ""
    key: Annotated[str, Field(max_length=500)] = ""
    url: Annotated[str, Field(max_length=2000)] = ""
    size: Annotated[int, Field(ge=0)] = 0


class Card(Part):
    """A contact to send."""

    name: Title = ""
    phones: Annotated[tuple[Title, ...], Field(max_length=5)] = ()
    emails: Annotated[tuple[Title, ...], Field(max_length=5)] = ()
    organisation: Title = ""


class Pair(Part):
    name: Title = ""
    value: Text = ""


def option_id(node: str, choice: str) -> str:
    """Told apart from the buttons of every other node. At most 61 bytes: Telegram takes 64."""
    return f"{node}.{choice}"


def as_text(value: JsonValue | Any) -> str:
    """A variable as an agent reads it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list):
        return ", ".join(as_text(each) for each in value)
    if isinstance(value, dict):
        named = value.get("name") or value.get("title")
        return (
            as_text(named) if named else ", ".join(f"{k}: {as_text(v)}" for k, v in value.items())
        )
    return str(value)


def choosable(choices: tuple[Choice, ...], turn: Turn) -> tuple[Choosable, ...]:
    """Those that can be offered: one whose title came out empty cannot. Raises NodeFailed."""
    titled = ((each, turn.fill(each.title).strip()) for each in choices if each.id)
    return tuple(Choosable(each.id, title, bool(each.url)) for each, title in titled if title)


def options_of(node: str, choices: tuple[Choice, ...], offered: tuple[Choosable, ...]) -> Options:
    by_id = {each.id: each for each in choices}
    return tuple(
        Option(
            id=option_id(node, each.id),
            title=each.title,
            description=by_id[each.id].description,
            url=by_id[each.id].url,
        )
        for each in offered
    )


def said(text: str, turn: Turn) -> str:
    """A text that must not come out empty. Raises NodeFailed."""
    words = turn.fill(text)
    if not words.strip():
        raise NodeFailed("empty", "there is nothing to say")
    return words
