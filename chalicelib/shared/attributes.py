"""DynamoDB's own JSON, as the stream tells it, to plain values. Needs no library."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def plain(image: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """{"seq": {"N": "1"}} -> {"seq": 1}. Numbers are whole: the table holds no others."""
    return {name: _value(value) for name, value in image.items()}


def _value(value: Mapping[str, Any]) -> Any:
    (kind, inner), *_ = value.items()
    if kind == "N":
        return int(inner)
    if kind == "M":
        return plain(inner)
    if kind == "L":
        return [_value(each) for each in inner]
    return None if kind == "NULL" else inner
