"""Every minute: bring what lost its waker to the timers queue."""

from __future__ import annotations

from chalice.app import Blueprint, CloudWatchEvent

from chalicelib.entry._start import ready
from chalicelib.entry._trigger import scheduled

blueprint = Blueprint(__name__)


@blueprint.schedule("rate(1 minute)", name="sweep")
def sweep(event: CloudWatchEvent) -> None:
    from chalicelib import wiring
    from chalicelib.timers import service

    ports = wiring.sweep_ports()
    scheduled("sweep", event, lambda: service.sweep(ports))


ready("chalicelib.entry.sweep.sweep", "sweep_ports")
