"""That a visitor has rated, on his record (features 1.5: `evaluate`)."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.shared.errors import Conflict, TryAgain
from chalicelib.visitors.model import Identity
from chalicelib.visitors.service import TRIES, VisitorPorts


def mark_rated(p: VisitorPorts, *, identity: Identity) -> None:
    """Again changes nothing; without a record of him nothing happens."""
    for _ in range(TRIES):
        before = p.store.get(identity.account_id, identity.contact_id)
        if before is None or before.rated:
            return
        try:
            p.store.save(replace(before, rated=True))
            return
        except Conflict:
            continue
    raise TryAgain("the visitor's record moved too often")
