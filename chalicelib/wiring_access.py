"""The composition root of the public API's tokens."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from chalicelib.shared.clock import system_clock as system_clock

if TYPE_CHECKING:
    from chalicelib.access.ports import AccessPorts


@cache
def access_ports() -> AccessPorts:
    from chalicelib.access.ports import AccessPorts
    from chalicelib.access.store import DynamoQuotas, DynamoRepeats, DynamoTokenStore

    return AccessPorts(
        tokens=DynamoTokenStore(),
        quotas=DynamoQuotas(),
        repeats=DynamoRepeats(),
        clock=system_clock,
    )
