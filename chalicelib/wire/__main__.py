"""Print the JSON schema of everything in this package: what the client's types are made from.

python -m chalicelib.wire > schema.json
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import models_json_schema

from chalicelib.wire import (
    access,
    callbacks,
    common,
    console,
    contacts,
    desk,
    flow_hooks,
    flow_tests,
    flows,
    frames,
    gestures,
    hours,
    inlets,
    integrations,
    invitations,
    lists,
    mail,
    people,
    privacy,
    replies,
    report_mails,
    reports,
    routing,
    schedules,
    search,
    shelf,
    surveys,
    team,
    visitors,
    webhooks,
    widget,
)


def _models(module: ModuleType) -> list[type[BaseModel]]:
    return [
        member
        for _, member in inspect.getmembers(module, inspect.isclass)
        if issubclass(member, common.Wire) and member.__module__ == module.__name__
    ]


PARTS = (
    common,
    access,
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
    privacy,
    replies,
    report_mails,
    reports,
    schedules,
    shelf,
    mail,
    surveys,
    webhooks,
    inlets,
    integrations,
    flow_hooks,
    flow_tests,
    flows,
    gestures,
    hours,
    routing,
)


def schema() -> dict[str, object]:
    """One schema with a definition per model, and the unions of frames by name. `modules` says
    which module of this package a definition is from; the others are the shared content's."""
    models = [model for module in PARTS for model in _models(module)]
    models += _flow_parts()
    keys, document = models_json_schema(
        [(model, "serialization") for model in models if model is not common.Wire],
        ref_template="#/$defs/{model}",
    )
    definitions = _named(document["$defs"], keys)
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


def _flow_parts() -> list[type[BaseModel]]:
    """The graph and all that goes in and out of a step: the authors' own types."""
    from chalicelib.flows import effects, events, graph, scripting, state, testing

    return [
        member
        for module in (graph, events, effects, state, scripting, testing)
        for _, member in inspect.getmembers(module, inspect.isclass)
        if issubclass(member, graph.Part) and member.__module__ == module.__name__
    ]


def _name(model: type[BaseModel]) -> str:
    """What the client calls it: a flow's parts have names that others might have as well."""
    own = model.__module__.startswith("chalicelib.flows.")
    name = model.__name__
    return f"Flow{name}" if own and not name.startswith("Flow") else name


def _named(definitions: dict[str, Any], keys: Mapping[Any, Any]) -> dict[str, Any]:
    """The definitions under the client's names."""
    names = {
        value["$ref"].rpartition("/")[2]: _name(model)
        for (model, _), value in keys.items()
        if "$ref" in value
    }
    text = json.dumps({names.get(key, key): value for key, value in definitions.items()})
    for key, name in names.items():
        text = text.replace(f'"#/$defs/{key}"', f'"#/$defs/{name}"')
    renamed: dict[str, Any] = json.loads(text)
    for name in names.values():
        renamed[name]["title"] = name
    return renamed


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
        sets = ("kinds", "captions", "marks", "as_text", "else_file")
        lists = {name: sorted(shape[name]) for name in sets}
        found[kind] = {**shape, **lists, "media_types": named}
    return found


def _modules(models: list[type[BaseModel]]) -> dict[str, str]:
    names = {_name(model): model.__module__.rpartition(".")[2] for model in models}
    for model in _flow_parts():
        drawn = model.__module__.endswith(".graph")
        names[_name(model)] = "flowGraph" if drawn else "flowSteps"
    return names | {"ServerFrame": "frames", "ServerEvent": "frames"}


def _strip_titles(definition: dict[str, object]) -> None:
    """A field's title would become a type of its own on the client."""
    properties = definition.get("properties")
    if isinstance(properties, dict):
        for field in properties.values():
            field.pop("title", None)


if __name__ == "__main__":
    json.dump(schema(), sys.stdout, indent=1, sort_keys=True)
