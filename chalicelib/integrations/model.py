"""A connection of an account to somebody's service, and what is to be done there. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chalicelib.shared.errors import AppError

MOST = 20  # of an account
REMEMBERED = timedelta(days=90)  # what a connection notes for itself
DONE = timedelta(days=2)  # that something was done


@dataclass(frozen=True, slots=True)
class Connection:
    """settings: as the integration's own model has them, JSON-ready. sealed: its secrets as one
    encrypted JSON object. facts: what the service told of itself when it was connected. broken:
    why it does not work, '' while it does. version: optimistic lock of what people change. way: key
    | oauth; see oauth.py."""

    id: str
    account_id: str
    kind: str
    name: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    secret_names: tuple[str, ...] = ()
    sealed: str = field(default="", repr=False)
    facts: Mapping[str, str] = field(default_factory=dict)
    on: bool = True
    broken: str = ""
    created_at: datetime | None = None
    version: int = 0
    way: str = "key"


@dataclass(frozen=True, slots=True)
class Job:
    """Something to be done there, once for each key. data: JSON-ready."""

    key: str
    name: str
    data: Mapping[str, Any] = field(default_factory=dict)


class Refused(AppError):
    """The service says no, and would again: a key that is wrong, a place that is not there.
    detail: its own word for it, safe to show."""

    status = 422
    code = "integration_refused"
