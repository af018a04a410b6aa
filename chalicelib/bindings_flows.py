"""The small pieces between flows and other domains' services. Imports are late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.flows.validate import Catalogue


def known(account_id: str) -> Catalogue:
    """What of the account's a flow may name. Surveys are looked up when they are asked."""
    from chalicelib import wiring
    from chalicelib.accounts import service
    from chalicelib.flows.validate import Catalogue

    page = service.bootstrap(wiring.account_ports(), account_id=account_id)
    flows = wiring.flow_ports().store.catalogue(account_id)
    return Catalogue(
        queues={queue.id for queue in page.queues},
        agents={agent.id for agent in page.agents if agent.active},
        tags={tag.id for tag in page.tags},
        flows={flow.id for flow in flows if flow.published},
        channels={channel.id for channel in page.channels},
    )


def channels(account_id: str) -> Sequence[str]:
    from chalicelib import wiring
    from chalicelib.accounts import service

    page = service.bootstrap(wiring.account_ports(), account_id=account_id)
    return [channel.id for channel in page.channels]


def listen(account_id: str, automation: Mapping[str, str]) -> None:
    from chalicelib import wiring
    from chalicelib.accounts import channels

    channels.listen(wiring.account_ports(), account_id=account_id, automation=automation)


def changed(account_id: str) -> None:
    """What this process keeps of the account's flows is old."""
    from chalicelib import wiring_flows

    wiring_flows.kept_flows().forget(account_id)
