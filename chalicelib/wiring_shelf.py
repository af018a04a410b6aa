"""The shelf of what could not be read; loaded when it is asked for."""

from __future__ import annotations

from functools import cache

from chalicelib import bindings, bindings_shelf, wiring
from chalicelib.conversations.shelf import ShelfPorts


@cache
def shelf_ports() -> ShelfPorts:
    from chalicelib.conversations.shelf_store import DynamoShelfStore

    return ShelfPorts(
        store=DynamoShelfStore(),
        conversations=wiring.conversation_ports(),
        parse=bindings_shelf.parse,
        raw=lambda key: bindings.fetch_file(key).decode(),
    )
