"""Reading JSON that a stranger made: a field is of the type asked for, or `WrongShape` is raised.

An adapter catches it per item, so that one odd item is kept whole and its siblings are read.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from chalicelib.channels.base import Inbound, NotThisProvider, Sender, Unsupported

Json = Mapping[str, object]


class WrongShape(ValueError):
    """A field is missing or not of the documented type."""


def clean(text: str) -> str:
    """Half a surrogate pair is legal in JSON and in nothing that we write to."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def load(body: str) -> Json:
    """The JSON object in `body`. Raises NotThisProvider if there is none."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotThisProvider("not JSON") from error
    if not isinstance(value, dict):
        raise NotThisProvider("not a JSON object")
    return value


def dump(value: object) -> str:
    """Compact ASCII JSON: what is kept as `raw`, and what hashes are taken of."""
    return json.dumps(value, separators=(",", ":"))


def digest(value: object) -> str:
    """64 hexadecimal characters that tell two values apart, whatever the order of their keys."""
    text = json.dumps(value, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def an_object(value: object) -> Json:
    if not isinstance(value, dict):
        raise WrongShape("not an object")
    return value


def get(parent: Json, key: str) -> Json:
    return an_object(parent.get(key))


def get_or_empty(parent: Json, key: str) -> Json:
    return an_object(parent.get(key, {}))


def objects(parent: Json, key: str) -> Sequence[Json]:
    """A list of objects; empty if the key is not there."""
    return [an_object(item) for item in items(parent, key)]


def items(parent: Json, key: str) -> Sequence[object]:
    value = parent.get(key, [])
    if not isinstance(value, list):
        raise WrongShape(f"{key} is not a list")
    return value


def text(parent: Json, key: str, default: str | None = None) -> str:
    value = parent.get(key, default)
    if not isinstance(value, str):
        raise WrongShape(f"{key} is not text")
    return clean(value)


def identifier(parent: Json, key: str) -> str:
    """What a thing is known by; it becomes part of a key, so it is neither empty nor endless."""
    value = text(parent, key)
    if not 0 < len(value) <= 300:
        raise WrongShape(f"{key} is no identifier")
    return value


def whole(parent: Json, key: str, default: int | None = None) -> int:
    value = parent.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or not -(2**63) <= value < 2**63:
        raise WrongShape(f"{key} is not a whole number")
    return value


def count(parent: Json, key: str) -> int:
    """A size, a length or a duration: 0 if not told. DynamoDB holds 38 digits; so do we."""
    value = whole(parent, key, 0)
    if not 0 <= value < 10**15:
        raise WrongShape(f"{key} is out of range")
    return value


def number(parent: Json, key: str) -> float:
    value = parent.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise WrongShape(f"{key} is not a number")
    return float(value)


def coordinate(parent: Json, key: str, limit: float) -> float:
    value = number(parent, key)
    if abs(value) > limit:
        raise WrongShape(f"{key} is out of range")
    return value


def flag(parent: Json, key: str) -> bool:
    value = parent.get(key, False)
    if not isinstance(value, bool):
        raise WrongShape(f"{key} is not true or false")
    return value


def moment(seconds: int) -> datetime:
    """Unix seconds as a moment."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise WrongShape("not a moment") from error


def attempt(
    read: Callable[[], Sequence[Inbound]], otherwise: Callable[[], Unsupported]
) -> Sequence[Inbound]:
    """What `read` finds; if a field is not as documented, the one item, kept whole."""
    try:
        return read()
    except WrongShape:
        return [otherwise()]


def unsupported(
    kind: str, raw: object, *, sender: Sender, id: str = "", at: datetime | None = None
) -> Unsupported:
    """raw: a payload of this item alone, which `parse` takes again after an update.
    id: the provider's; without one, the hash of what came."""
    name = clean(kind)[:64] or "unknown"
    return Unsupported(id=id or digest(raw), kind=name, sender=sender, raw=dump(raw), at=at)
