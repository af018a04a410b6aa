"""What a channel keeps because nobody could read it, and what providers sent in their own form: for
administrators."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.entry._http import AgentCall, Answer, Routes, checked_id

blueprint = Blueprint(__name__)
routes = Routes(blueprint)

MOST = 100  # counted; above it, it is "many"
MOST_RAW = 200_000  # characters; nobody reads more on a screen


@routes.administrator("GET", "/channels/{channel_id}/shelf")
def shelf(call: AgentCall, channel_id: str) -> Answer:
    """`Shelf`."""
    from chalicelib import wiring
    from chalicelib.accounts import service

    channel = service.owned_channel(
        wiring.account_ports(), account_id=call.account_id, channel_id=checked_id(channel_id)
    )
    return {"kept": wiring.shelf_ports().store.count(call.account_id, channel.id, MOST)}


@routes.administrator("GET", "/conversations/{conversation_id}/messages/{seq}/raw")
def received(call: AgentCall, conversation_id: str, seq: str) -> Answer:
    """`Received`. 404 if nothing of that message was kept as it came."""
    from chalicelib import bindings, wiring
    from chalicelib.conversations.shelf import raw_of
    from chalicelib.shared.errors import NotFound

    number = int(seq) if seq.isascii() and seq.isdigit() and len(seq) <= 10 else 0
    found = bindings.message(call.account_id, checked_id(conversation_id), number)
    whole = raw_of(wiring.shelf_ports(), found) if found else ""
    if not whole:
        raise NotFound("nothing was kept of that message")
    return {"raw": whole[:MOST_RAW], "cut": len(whole) > MOST_RAW}


@routes.administrator("POST", "/channels/{channel_id}/shelf/read-again")
def read_again(call: AgentCall, channel_id: str) -> Answer:
    """`JobView`. The same client_id starts one job."""
    from chalicelib import wiring
    from chalicelib.accounts import service
    from chalicelib.conversations.shelf import job
    from chalicelib.jobs import service as jobs
    from chalicelib.jobs.view import job_view
    from chalicelib.wire.shelf import ReadAgainRequest

    asked = call.body(ReadAgainRequest)
    ports = wiring.account_ports()
    channel = service.owned_channel(
        ports, account_id=call.account_id, channel_id=checked_id(channel_id)
    )
    made = job(
        account_id=call.account_id,
        agent_id=call.agent.id,
        client_id=asked.client_id,
        now=ports.clock(),
        channel=(channel.id, channel.kind, channel.queue_id),
    )
    return job_view(jobs.start(wiring.job_ports(), job=made))
