"""The template that is merged over Chalice's: resources*.yaml put together, as JSON values."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import yaml

HERE = Path(__file__).parent
FRAGMENTS = (
    "resources.yaml",
    "resources.functions.yaml",
    "resources.edge.yaml",
    "resources.watch.yaml",
    "resources.mail.yaml",
)
Template = dict[str, Any]


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short tags (`!Ref x` means `{"Ref": "x"}`)."""


def _intrinsic(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Template:
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
        if suffix == "GetAtt":
            value = value.split(".", 1)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(cast(yaml.MappingNode, node), deep=True)
    return {name: value}


_Loader.add_multi_constructor("!", _intrinsic)


def load(path: Path) -> Template:
    """One fragment. Its `Anchors` section only carries YAML anchors and is dropped."""
    with path.open(encoding="utf-8") as stream:
        values = cast(Template, yaml.load(stream, Loader=_Loader))  # noqa: S506 - a SafeLoader
    values.pop("Anchors", None)
    return values


def merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> Template:
    """Maps merge deep, everything else is replaced: the rule of `chalice package`."""
    merged = dict(base)
    for key, value in over.items():
        old = merged.get(key)
        both = isinstance(old, dict) and isinstance(value, dict)
        merged[key] = merge(cast(Template, old), value) if both else value
    return merged


def overrides() -> Template:
    """Everything that is ours, in one template. Raises ValueError if two fragments clash."""
    whole: Template = {}
    for name in FRAGMENTS:
        fragment = load(HERE / name)
        for section, entries in fragment.items():
            clash = set(entries) & set(whole.get(section, {}))
            if clash:
                raise ValueError(f"{name}: {section} defines {sorted(clash)} a second time")
        whole = merge(whole, fragment)
    return whole
