"""What an owner drew from a sample, and what it makes of a call. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chalicelib.inlets import bodies
from chalicelib.inlets.model import MOST_FIELDS, Field, Lead, Target
from chalicelib.shared.errors import InvalidInput

_NAMED = (Target.ATTRIBUTE, Target.DATA)
_ONCE = (Target.NAME, Target.PHONE, Target.EMAIL, Target.EXTERNAL_ID)
_MOST = {Target.NAME: 200, Target.PHONE: 40, Target.EMAIL: 254, Target.EXTERNAL_ID: 200}
MOST_VALUE = 500  # letters of an attribute or of custom data
MOST_MESSAGE = 4000


def checked(fields: Sequence[Field]) -> tuple[Field, ...]:
    """Raises InvalidInput naming the field, as "mapping.3.key"."""
    if len(fields) > MOST_FIELDS:
        raise InvalidInput(f"has {MOST_FIELDS} fields at most", field="mapping")
    seen: set[tuple[str, str]] = set()
    for number, one in enumerate(fields):
        bodies.checked_path(one.path, f"mapping.{number}.path")
        if one.target in _NAMED and not one.key.strip():
            raise InvalidInput("needs a name", field=f"mapping.{number}.key")
        mark = (one.target.value, one.key.strip() if one.target in _NAMED else one.path)
        if mark in seen:
            raise InvalidInput("is there twice", field=f"mapping.{number}.key")
        seen.add(mark)
    return tuple(Field(one.target, one.path, one.key.strip()) for one in fields)


def lead_of(fields: Sequence[Field], body: Any) -> Lead:
    """Of several values for a name (first and last, say) all are taken, in their order; of the
    other facts the first that is there."""
    once: dict[Target, list[str]] = {target: [] for target in _ONCE}
    attributes: dict[str, str] = {}
    data: dict[str, str] = {}
    lines: list[str] = []
    for one in fields:
        value = bodies.at(body, one.path)
        if not value:
            continue
        if one.target in once:
            once[one.target].append(value)
        elif one.target is Target.ATTRIBUTE:
            attributes[one.key] = value[:MOST_VALUE]
        elif one.target is Target.DATA:
            data[one.key] = value[:MOST_VALUE]
        else:
            lines.append(f"{one.key}: {value}" if one.key else value)
    first = {t.value: (found[0][: _MOST[t]] if found else "") for t, found in once.items()}
    first["name"] = " ".join(once[Target.NAME])[: _MOST[Target.NAME]]
    message = "\n".join(lines)[:MOST_MESSAGE]
    return Lead(**first, attributes=attributes, data=data, message=message)
