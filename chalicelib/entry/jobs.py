"""Queue -> long work in short steps: imports, exports and merges of contacts."""

from __future__ import annotations

import json

from chalice.app import Blueprint, SQSEvent

from chalicelib.entry._start import ready
from chalicelib.entry._trigger import BatchResponse, Record, each

blueprint = Blueprint(__name__)


@blueprint.on_sqs_message(queue="jobs", batch_size=1, name="jobs")
def jobs(event: SQSEvent) -> BatchResponse:
    return each("jobs", event, _handle)


def _handle(record: Record) -> None:
    from chalicelib import wiring
    from chalicelib.jobs import service

    work = json.loads(record["body"])
    service.step(
        wiring.job_ports(), account_id=work["account_id"], job_id=work["job_id"], at=work["at"]
    )


ready("chalicelib.entry.jobs.jobs", "job_ports", clients=("dynamodb", "s3"))
