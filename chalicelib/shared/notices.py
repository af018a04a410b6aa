"""Something to be told to agents' screens, besides messages, conversations and contacts.

An item of the main table that carries `told()` announces it when it is written (docs/realtime.md).
Pure: also for who reads the table's stream.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.shared.attributes import plain

MARK = "notice"


@dataclass(frozen=True, slots=True)
class Notice:
    """event: one of wire.frames.ServerEvent, JSON-ready. to: agents' ids; none = all of them."""

    account_id: str
    event: Mapping[str, Any]
    to: tuple[str, ...] = ()


def told(event: Mapping[str, Any], to: Collection[str] = ()) -> dict[str, Any]:
    """The attributes that make the write of an item a notice. The item's key begins with its
    account's, `A#{account}`."""
    words = json.dumps({"event": event, "to": sorted(to)}, ensure_ascii=False)
    return {"announce": MARK, "notice": words}


def from_image(image: Mapping[str, Any]) -> Notice:
    item = plain(image)
    words = json.loads(item["notice"])
    account_id = item["pk"].split("#", 2)[1]
    return Notice(account_id, words["event"], tuple(words["to"]))
