"""The table's stream -> screens, the outbound and media queues and the bus."""

from __future__ import annotations

from chalice.app import Blueprint, DynamoDBEvent

from chalicelib.entry._start import ready
from chalicelib.entry._trigger import BatchResponse, whole

blueprint = Blueprint(__name__)


@blueprint.on_dynamodb_record(
    # Replaced by the merge template with the stream of the table in the same stack.
    stream_arn="arn:aws:dynamodb:us-east-1:000000000000:table/main/stream/placeholder",
    batch_size=100,
    starting_position="TRIM_HORIZON",
    name="changes",
)
def changes(event: DynamoDBEvent) -> BatchResponse:
    from chalicelib import wiring
    from chalicelib.realtime import announce

    ports = wiring.announce_ports()
    return whole("changes", event, lambda records: announce.announce(ports, records))


ready("chalicelib.entry.changes.changes", "announce_ports", clients=("dynamodb", "events"))
