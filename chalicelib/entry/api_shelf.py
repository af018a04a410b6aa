"""What a channel keeps because nobody could read it, for administrators."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.entry._http import AgentCall, Answer, Routes, checked_id

blueprint = Blueprint(__name__)
routes = Routes(blueprint)

MOST = 100  # counted; above it, it is "many"


@routes.agent("GET", "/channels/{channel_id}/shelf")
def shelf(call: AgentCall, channel_id: str) -> Answer:
    """`Shelf`."""
    from chalicelib import wiring
    from chalicelib.accounts import service

    service.require_administrator(call.agent)
    channel = service.owned_channel(
        wiring.account_ports(), account_id=call.account_id, channel_id=checked_id(channel_id)
    )
    return {"kept": wiring.shelf_ports().store.count(call.account_id, channel.id, MOST)}


@routes.agent("POST", "/channels/{channel_id}/shelf/read-again")
def read_again(call: AgentCall, channel_id: str) -> Answer:
    """`JobView`. The same client_id starts one job."""
    from chalicelib import wiring
    from chalicelib.accounts import service
    from chalicelib.conversations.shelf import job
    from chalicelib.jobs import service as jobs
    from chalicelib.jobs.view import job_view
    from chalicelib.wire.shelf import ReadAgainRequest

    service.require_administrator(call.agent)
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
