"""Print the JSON schema of everything in this package: what the client's types are made from.

python -m chalicelib.wire > schema.json
"""

from __future__ import annotations

import inspect
import json
import sys
from types import ModuleType

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import models_json_schema

from chalicelib.wire import (
    callbacks,
    common,
    console,
    contacts,
    desk,
    frames,
    invitations,
    lists,
    people,
    replies,
    schedules,
    search,
    team,
    visitors,
    widget,
)


def _models(module: ModuleType) -> list[type[BaseModel]]:
    return [
        member
        for _, member in inspect.getmembers(module, inspect.isclass)
        if issubclass(member, common.Wire) and member.__module__ == module.__name__
    ]


def schema() -> dict[str, object]:
    """One schema with a definition per model, and the unions of frames by name. `modules` says
    which module of this package a definition is from; the others are the shared content's."""
    parts = (
        common,
        console,
        contacts,
        desk,
        lists,
        widget,
        frames,
        visitors,
        invitations,
        callbacks,
        search,
        team,
        people,
        replies,
        schedules,
    )
    models = [model for module in parts for model in _models(module)]
    _, document = models_json_schema(
        [(model, "serialization") for model in models if model is not common.Wire],
        ref_template="#/$defs/{model}",
    )
    definitions = document["$defs"]
    for name, union in (("ServerFrame", frames.ServerFrame), ("ServerEvent", frames.ServerEvent)):
        adapter: TypeAdapter[object] = TypeAdapter(union)
        shape = adapter.json_schema(mode="serialization", ref_template="#/$defs/{model}")
        shape.pop("$defs", None)
        shape.pop("discriminator", None)
        definitions[name] = shape
    for definition in definitions.values():
        _strip_titles(definition)
    return {
        "title": "Protocol",
        "type": "object",
        "$defs": dict(sorted(definitions.items())),
        "modules": _modules(models),
        "limits": _limits(),
    }


def _limits() -> dict[str, object]:
    """What each channel carries, by its kind: the client's copy cannot drift from ours."""
    from chalicelib.channels import registry
    from chalicelib.channels.base import Limits

    shapes = TypeAdapter(Limits)
    found: dict[str, object] = {}
    for kind in registry.KINDS:
        shape = shapes.dump_python(registry.get(kind).limits, mode="json")
        types = sorted(shape["media_types"].items())
        named = {name: sorted(each) for name, each in types}
        lists = {name: sorted(shape[name]) for name in ("kinds", "captions", "marks")}
        found[kind] = {**shape, **lists, "media_types": named}
    return found


def _modules(models: list[type[BaseModel]]) -> dict[str, str]:
    names = {model.__name__: model.__module__.rpartition(".")[2] for model in models}
    return names | {"ServerFrame": "frames", "ServerEvent": "frames"}


def _strip_titles(definition: dict[str, object]) -> None:
    """A field's title would become a type of its own on the client."""
    properties = definition.get("properties")
    if isinstance(properties, dict):
        for field in properties.values():
            field.pop("title", None)


if __name__ == "__main__":
    json.dump(schema(), sys.stdout, indent=1, sort_keys=True)
