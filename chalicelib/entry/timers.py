"""Queue -> what was due: a timer woke something up."""

from __future__ import annotations

import json

from chalice.app import Blueprint, SQSEvent

from chalicelib.entry._start import ready
from chalicelib.entry._trigger import BatchResponse, Record, each

blueprint = Blueprint(__name__)


@blueprint.on_sqs_message(queue="timers", batch_size=10, name="timers")
def timers(event: SQSEvent) -> BatchResponse:
    return each("timers", event, _handle)


def _handle(record: Record) -> None:
    from chalicelib import wiring
    from chalicelib.timers import service
    from chalicelib.timers.model import Timer

    service.run(wiring.timer_ports(), timer=Timer.from_work(json.loads(record["body"])))


ready("chalicelib.entry.timers.timers", "timer_ports")
