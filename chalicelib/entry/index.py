"""The table's stream -> the search index and the reports. A reader of its own: nothing waits for
it."""

from __future__ import annotations

from chalice.app import Blueprint, DynamoDBEvent

from chalicelib.entry._start import ready
from chalicelib.entry._trigger import BatchResponse, whole

blueprint = Blueprint(__name__)


@blueprint.on_dynamodb_record(
    # Replaced by the merge template with the stream of the table in the same stack.
    stream_arn="arn:aws:dynamodb:us-east-1:000000000000:table/main/stream/placeholder",
    batch_size=1000,
    starting_position="TRIM_HORIZON",
    name="index",
)
def index(event: DynamoDBEvent) -> BatchResponse:
    from chalicelib import wiring
    from chalicelib.reports.service import observe
    from chalicelib.search import service

    ports, counting = wiring.index_ports(), wiring.fold_ports()
    return whole(
        "index",
        event,
        lambda records: [*service.index(ports, records), *observe(counting, records)],
    )


ready("chalicelib.entry.index.index", "index_ports", "fold_ports")
