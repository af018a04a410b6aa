"""Queue -> receivers of webhooks: one try of one delivery; or one thing done by an integration."""

from __future__ import annotations

import json

from chalice.app import Blueprint, SQSEvent

from chalicelib.entry._start import ready
from chalicelib.entry._trigger import BatchResponse, Record, each

blueprint = Blueprint(__name__)


# One record at a time: a receiver that hangs keeps nobody else's waiting.
@blueprint.on_sqs_message(queue="deliveries", batch_size=1, name="deliveries")
def deliveries(event: SQSEvent) -> BatchResponse:
    return each("deliveries", event, _handle)


def _handle(record: Record) -> None:
    from chalicelib import wiring
    from chalicelib.webhooks import delivering

    told = json.loads(record["body"])
    if "connection_id" in told:
        from chalicelib.integrations import running

        running.run(wiring.integration_ports(), told)
        return
    delivering.work(
        wiring.webhook_ports(),
        told,
        receives=int(record["attributes"]["ApproximateReceiveCount"]),
    )


ready("chalicelib.entry.deliveries.deliveries", "webhook_ports")
