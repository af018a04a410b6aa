"""Agents' photos for visitors. They are on a public page: whoever has the address may look."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.entry._http import Answer, Call, Reply, Routes
from chalicelib.shared.errors import InvalidInput, NotFound

blueprint = Blueprint(__name__)
routes = Routes(blueprint)

KEPT = 50 * 60  # seconds; the link behind works for an hour


@routes.public("GET", "/widget/photos/{account_id}/{folder}/{random}/{name}")
def photo(call: Call, account_id: str, folder: str, random: str, name: str) -> Answer:
    """On to the bucket. Nothing else of the account's files is given out here."""
    from chalicelib import wiring
    from chalicelib.media import links

    key = f"media/{account_id}/{folder}/{random}/{name}"
    try:
        links.owner_of(key)
    except InvalidInput:
        raise NotFound("no such file") from None
    if not folder.startswith("agent-"):
        raise NotFound("no such file")
    return Reply(
        status=302,
        headers={
            "Location": links.link(wiring.link_ports(), key),
            "Cache-Control": f"public, max-age={KEPT}",
        },
    )
