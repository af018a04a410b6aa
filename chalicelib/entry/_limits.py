"""Who asks too often waits: by the visitor where there is one, else by the address he uses."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.entry._http import Call
    from chalicelib.visitors.model import Identity


def admit_visitor(name: str, visitor: Identity) -> None:
    """Raises SlowDown: 429 with Retry-After."""
    from chalicelib import wiring

    wiring.limits().admit(name, f"{visitor.account_id}#{visitor.contact_id}")


def admit_address(name: str, call: Call, channel_id: str) -> None:
    """Raises SlowDown. The address is kept hashed, and for a minute."""
    from chalicelib import wiring
    from chalicelib.entry._edge import address_of

    address = address_of(call)
    if address:
        digest = hashlib.sha256(f"{channel_id}#{address}".encode()).hexdigest()[:24]
        wiring.limits().admit(name, digest)
